import { useEffect, useRef, useState } from 'preact/hooks';
import { documentsPath, recommendationsPath, validationsPath } from '../frame/router.ts';
import { home } from '../service/live.ts';
import type { Counters as Figures } from './home-model.ts';
import { grouped } from '../parts/grouped.ts';

const COUNTERS: readonly { key: keyof Figures; label: string; path: string }[] = [
  { key: 'documents', label: 'Documents', path: documentsPath },
  { key: 'pass', label: 'Passed', path: `${documentsPath}?outcome=pass` },
  { key: 'warning', label: 'With warnings', path: `${documentsPath}?outcome=warning` },
  { key: 'fail', label: 'Failed', path: `${documentsPath}?outcome=fail` },
  { key: 'pending', label: 'Waiting', path: recommendationsPath },
  { key: 'validations', label: 'Validations', path: validationsPath },
];

/** What is true now, and how much there was so far. Each figure leads to its list. */
export function CounterBar() {
  const counters = home.value?.counters;
  return (
    <section aria-label="Counters">
      <dl class="counters">
        {COUNTERS.map(({ key, label, path }) => (
          <div key={key} class={`counter ${counters?.[key] === 0 ? 'none' : key}`}>
            <dt>
              <a href={path}>{label}</a>
            </dt>
            <dd data-testid={`counter-${key}`}>
              {counters ? <Figure value={counters[key]} /> : <span class="skeleton">–</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const ANIMATION_MS = 450;
/** A figure that changes sooner than this again changes at once: what moves all the time costs much and tells nothing. */
const CALM_MS = 1_000;

/** A number that counts up to its new value, unless reduced motion is preferred. */
function Figure({ value }: { value: number }) {
  const [shown, setShown] = useState(value);
  const from = useRef(value);
  const last = useRef({ value, at: 0, isCalm: false });
  if (last.current.value !== value) {
    const at = performance.now();
    last.current = { value, at, isCalm: at - last.current.at > CALM_MS };
  }
  const { isCalm } = last.current;
  useEffect(() => {
    const start = from.current;
    from.current = value;
    if (start === value) return undefined;
    if (!isCalm || matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden) {
      setShown(value);
      return undefined;
    }
    const began = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const progress = Math.min(1, (now - began) / ANIMATION_MS);
      setShown(Math.round(start + (value - start) * (1 - (1 - progress) ** 3)));
      if (progress < 1) frame = requestAnimationFrame(step);
    });
    return () => {
      cancelAnimationFrame(frame);
      setShown(value);
    };
  }, [value]);
  return (
    <span key={value} class={isCalm ? 'figure changed' : 'figure'}>
      {grouped(isCalm ? shown : value)}
    </span>
  );
}
