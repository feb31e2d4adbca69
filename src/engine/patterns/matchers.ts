import { Machine } from './machine.ts';
import { PatternError } from './pattern-error.ts';
import type { Pattern, PatternMatch } from './pattern.ts';
import type { Program } from './program.ts';
import type { Translated } from './translate.ts';

/** @throws {PatternError} for what the platform does not know */
export function nativeExpression({ source, ignoreCase, multiline, dotAll, unicode }: Translated): RegExp {
  const flags = `g${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}`;
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A pattern that the platform runs. */
export function nativeMatcher(expression: RegExp): Pattern {
  return {
    // Most texts have no match, and a generator costs more than to find that out.
    matches: (text) => (text.search(expression) === -1 ? [] : nativeMatches(expression, text)),
    test: (text) => text.search(expression) !== -1,
  };
}

function* nativeMatches(expression: RegExp, text: string): Iterable<PatternMatch> {
  for (const match of text.matchAll(expression)) {
    const [whole, ...groups] = match;
    if (whole !== '') yield { start: match.index, end: match.index + whole.length, groups };
  }
}

/**
 * A pattern that the matcher of our own runs.
 *
 * @param starts - matches, empty, wherever the program may begin; null for anywhere
 */
export function linearMatcher(program: Program, starts: RegExp | null): Pattern {
  return {
    *matches(text) {
      const next = startFinder(starts, text);
      let machine: Machine | null = null;
      for (let start = next(0); start !== -1;) {
        machine ??= new Machine(program, text);
        const slots = machine.matchAt(start);
        const end = slots?.[1] ?? -1;
        if (slots && end > start) yield { start, end, groups: groupsOf(slots, text) };
        start = next(Math.max(end, start + 1));
      }
    },
    test(text) {
      const next = startFinder(starts, text);
      const machine = new Machine(program, text);
      for (let start = next(0); start !== -1; start = next(start + 1))
        if (machine.matchAt(start)) return true;
      return false;
    },
  };
}

/** The next place, from one on, where a match may begin; -1 when there is none. */
function startFinder(starts: RegExp | null, text: string): (from: number) => number {
  if (!starts) return (from) => (from <= text.length ? from : -1);
  return (from) => {
    starts.lastIndex = from;
    return from <= text.length && starts.test(text) ? starts.lastIndex : -1;
  };
}

function groupsOf(slots: Int32Array, text: string): (string | undefined)[] {
  const groups: (string | undefined)[] = [];
  for (let slot = 2; slot < slots.length; slot += 2) {
    const start = slots[slot] ?? -1;
    const end = slots[slot + 1] ?? -1;
    groups.push(start === -1 || end === -1 ? undefined : text.slice(start, end));
  }
  return groups;
}
