import { Machine } from './machine.ts';
import { PatternError } from './pattern-error.ts';
import type { Pattern, PatternMatch } from './match.ts';
import type { Program } from './program.ts';
import type { Translated } from './translate.ts';

/**
 * Compiles a pattern for the platform's engine.
 *
 * @throws {PatternError} if the platform rejects it
 */
export function nativeExpression({ source, ignoreCase, multiline, dotAll, unicode }: Translated): RegExp {
  const flags = `g${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}`;
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Wraps an expression that runs on the platform's engine. */
export function nativeMatcher(expression: RegExp): Pattern {
  return {
    // Most texts have no match, and creating a generator costs more than checking for one.
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
 * Wraps a program that runs on the linear-time {@link Machine}.
 *
 * @param starts - matches the empty string wherever a match may start; null if it may start anywhere
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

/**
 * Returns a function that finds the next position, at or after a given one, where a match may start; -1 if there is
 * none.
 */
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
