import type { Finding } from '../rules/finding.ts';
import type { FoundIn, Identified } from './issues.ts';
import { joinEdits } from './proposals.ts';

/** Most lines that a message names. */
const MAX_LINES = 5;

/**
 * Makes one finding of all those of each rule that is summed up. It stands at the first place, says how many there are, and
 * has the certain edits of all of them; the doubtful ones only when none are certain, as a proposal does.
 *
 * @param found - in document order
 * @param countsByRule - how many places each rule has, those that are not in `found` included
 */
export function sumUp(
  view: FoundIn,
  found: readonly Identified[],
  countsByRule: ReadonlyMap<string, number>,
): Identified[] {
  const groups = new Map<string, Identified[]>();
  const rest: (Identified | string)[] = [];
  for (const one of found) {
    const { ruleId } = one.finding;
    const group = groups.get(ruleId);
    if (group) group.push(one);
    else if (view.settings.isSummed(ruleId)) {
      groups.set(ruleId, [one]);
      rest.push(ruleId);
    } else rest.push(one);
  }
  if (groups.size === 0) return [...found];
  return rest.flatMap((one) => {
    if (typeof one !== 'string') return one;
    const group = groups.get(one) ?? [];
    const [first] = group;
    if (!first || group.length === 1) return group;
    const places = group.map(({ finding }) => finding);
    return { ...first, finding: summary(view, one, places, countsByRule.get(one) ?? group.length) };
  });
}

function summary(view: FoundIn, ruleId: string, places: readonly Finding[], count: number): Finding {
  const [first] = places;
  const { purpose, instruction } = view.settings.rule(ruleId);
  const fixable = places.filter(({ replacements }) => replacements !== undefined);
  const certain = fixable.filter(({ doubt }) => doubt === undefined);
  const proposed = certain.length > 0 ? certain : fixable;
  const { edits, kept } = joinEdits(view.text, proposed);
  const mended = kept.filter(Boolean).length;
  const fix = mended === 0 ? '' : ` The fix mends ${mended === count ? 'all of them' : String(mended)}.`;
  const doubt = certain.length > 0 ? undefined : fixable[0]?.doubt;
  return {
    ruleId,
    start: first?.start ?? 0,
    end: first?.end ?? 0,
    message: `${purpose.replace(/\.$/, '')}: ${count} places, on ${linesOf(view, places)}.`,
    suggestion: instruction + fix,
    ...(edits.length > 0 && { replacements: edits }),
    ...(doubt !== undefined && { doubt }),
  };
}

function linesOf({ lines }: FoundIn, places: readonly Finding[]): string {
  const numbers = [...new Set(places.map(({ start }) => lines.lineAt(start)))];
  const shown = numbers.slice(0, MAX_LINES).join(', ');
  return `line${numbers.length === 1 ? '' : 's'} ${shown}${numbers.length > MAX_LINES ? ', …' : ''}`;
}
