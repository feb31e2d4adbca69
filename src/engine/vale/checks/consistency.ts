import { spanOf, stylePattern, type Check } from '../check.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';
import type { Region } from '../region.ts';

/** Reports two spellings of the same thing in one document, at the one that comes second. */
export function consistency(rule: RuleOf<'consistency'>): Check {
  const pairs = rule.either.map((pair) =>
    pair.map((source) => stylePattern(rule.nonword ? source : `\\b(?:${source})\\b`, rule.ignorecase)),
  );
  return (regions, alert) => {
    for (const patterns of pairs) {
      const first = patterns.map((pattern) => firstMatch(pattern, regions));
      const [one, other] = first;
      if (!one || !other) continue;
      const later = one.order > other.order ? one : other;
      const found = later.region.text.slice(later.start, later.end);
      const span = spanOf(later.region, later.start, later.end);
      alert({ ...span, message: formatMessage(rule.message, found) });
    }
  };
}

function firstMatch(
  pattern: ReturnType<typeof stylePattern>,
  regions: readonly Region[],
): { region: Region; start: number; end: number; order: number } | null {
  for (const region of regions) {
    for (const { start, end } of pattern.matches(region.text)) {
      return { region, start, end, order: region.offsetAt(start) };
    }
  }
  return null;
}
