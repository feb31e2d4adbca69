/** Regular expressions of other people: matched in time proportional to the text, whatever they are. */
import { boundedPrefix, isBounded } from './bounded.ts';
import { Machine } from './machine.ts';
import { PatternError } from './pattern-error.ts';
import { compileProgram, parsePattern, type Program } from './program.ts';
import { translatePattern, type Translated } from './translate.ts';

export { TextTooLongError } from './machine.ts';
export { PatternError } from './pattern-error.ts';

export interface PatternMatch {
  start: number;
  end: number;
  /** The text of each numbered group; undefined for one that took no part. */
  groups: readonly (string | undefined)[];
}

/** A regular expression that no text can make slow. */
export interface Pattern {
  /** All matches, from the left, none within another; empty ones are left out. */
  matches(text: string): Iterable<PatternMatch>;
  /** Whether it matches somewhere. */
  test(text: string): boolean;
}

/**
 * Compiles a regular expression of a style or a pack.
 *
 * One that is proven to take few steps from every place is run by the platform; any other by a matcher that remembers
 * what failed, so that neither can hang the service.
 *
 * @param source - in the syntax of Go, .NET or JavaScript
 * @throws {PatternError} for what is no regular expression, and for what can't be matched in linear time
 */
export function compilePattern(source: string, options: { ignoreCase?: boolean } = {}): Pattern {
  const read = translatePattern(source);
  const translated = { ...read, ignoreCase: read.ignoreCase || options.ignoreCase === true };
  const ast = parsePattern(translated);
  const program = compileProgram(ast, translated);
  if (isBounded(ast)) return nativePattern(translated);
  const prefix = boundedPrefix(ast);
  const starts = prefix === null ? null : nativeExpression({ ...translated, source: `(?=${prefix})` });
  return linearPattern(program, starts);
}

function nativeExpression({ source, ignoreCase, multiline, dotAll, unicode }: Translated): RegExp {
  const flags = `g${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}`;
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function nativePattern(translated: Translated): Pattern {
  const native = nativeExpression(translated);
  return {
    *matches(text) {
      for (const match of text.matchAll(native)) {
        const [whole, ...groups] = match;
        if (whole !== '') yield { start: match.index, end: match.index + whole.length, groups };
      }
    },
    test: (text) => text.search(native) !== -1,
  };
}

/** @param starts - matches, empty, wherever the program may begin; null for anywhere */
function linearPattern(program: Program, starts: RegExp | null): Pattern {
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
