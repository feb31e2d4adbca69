/** When the service is killed. */
import type { Phase, Plan } from './crash.ts';

/**
 * The hardest moments, once each: what was promised and not begun, what is half done, what GitHub has done and the service
 * does not know of, and what it has not noted yet.
 */
const CHOSEN: readonly (readonly [Phase, RegExp])[] = [
  ['taken', /^installation$/],
  ['validating', /^/],
  ['done', /^POST .*\/check-runs /],
  ['done', /^POST .*\/reviews /],
  ['answered', /^PATCH .*\/check-runs\/.*"completed"/],
  ['done', /^PATCH .*\/git\/refs\//],
  ['done', /^POST .*\/git\/refs /],
  ['before', /^POST .*\/pulls /],
];

export function atChosenMoments(): Plan {
  const left = new Set(CHOSEN);
  return (phase, what) => {
    for (const moment of left) {
      if (moment[0] === phase && moment[1].test(what)) return left.delete(moment);
    }
    return false;
  };
}

/** The moments of a request. */
const MOMENTS = ['before', 'done', 'answered'] as const;
type Moment = (typeof MOMENTS)[number];

export function isMoment(name: string): name is Moment {
  return MOMENTS.some((one) => one === name);
}

/** At one moment of every request that writes, and at every moment that is none of a request. */
export function atEach(moment: Moment): Plan {
  const met = new Set<string>();
  return (phase, what) => {
    if (isMoment(phase) && (phase !== moment || what.startsWith('GET'))) return false;
    const key = `${phase} ${what}`;
    if (met.has(key)) return false;
    met.add(key);
    return true;
  };
}
