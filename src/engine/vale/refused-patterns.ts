import { PatternError } from '../patterns/pattern.ts';
import { stylePattern } from './check.ts';
import type { ValeRule } from './imported-style.ts';

/** A rule without the patterns that can't be used, and what is to be said about it. */
export interface Reduced {
  rule: ValeRule;
  /** One for each list that lost patterns. */
  messages: string[];
}

/** The lists of a rule in which every pattern stands for itself, with the pattern of an entry. */
const LISTS: Readonly<Record<string, (entry: unknown) => string[]>> = {
  tokens: (entry) => [String(entry)],
  exceptions: (entry) => [String(entry)],
  filters: (entry) => [String(entry)],
  swap: (entry) => (Array.isArray(entry) ? [String(entry[0])] : []),
  either: (entry) => (Array.isArray(entry) ? entry.map(String) : []),
};

/**
 * Leaves out the patterns of a rule that can't be used by themselves, so that one of them does not take the others with it.
 *
 * @returns null when there is no such pattern, or when a list has no other
 */
export function withoutRefused(rule: ValeRule): Reduced | null {
  const messages: string[] = [];
  const changed: Record<string, unknown> = { ...rule };
  for (const [name, entries] of Object.entries(rule)) {
    const patternsOf = LISTS[name];
    if (!patternsOf || !Array.isArray(entries)) continue;
    const reasons: string[] = [];
    const kept = entries.filter((entry) => {
      const reason = patternsOf(entry)
        .map(refusalOf)
        .find((one) => one !== null);
      if (reason !== undefined) reasons.push(reason);
      return reason === undefined;
    });
    if (reasons.length === 0) continue;
    if (kept.length === 0) return null;
    const [first = ''] = reasons;
    const which = reasons.length === 1 ? 'it' : 'the first';
    messages.push(`runs without ${reasons.length} of its ${entries.length} \`${name}\`: ${which} ${first}`);
    changed[name] = kept;
  }
  return messages.length === 0 ? null : { rule: { ...rule, ...changed }, messages };
}

/** Its number counts the groups of the whole list, so alone, such a pattern may look like another one. */
const REFERENCE = /^(?:[^\\]|\\[^1-9])*(\\[1-9]\d*)/;

function refusalOf(source: string): string | null {
  const reference = REFERENCE.exec(source)?.[1];
  if (reference !== undefined)
    return `refers to a group (${reference}), which can't be matched in linear time`;
  try {
    stylePattern(source);
    return null;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}
