/** Regular expressions of other people: matched in time proportional to the text, whatever they are. */
import { isBounded } from './bounded.ts';
import { Machine } from './machine.ts';
import { compileProgram, parsePattern, PatternError, type Program } from './program.ts';
import { translatePattern, type Translated } from './translate.ts';

export { MAX_MEMO_BITS, TextTooLongError } from './machine.ts';
export { PatternError } from './program.ts';

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
  return isBounded(ast) ? nativePattern(translated) : linearPattern(program);
}

function nativePattern({ source, ignoreCase, multiline, dotAll, unicode }: Translated): Pattern {
  const flags = `g${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}`;
  let native: RegExp;
  try {
    native = new RegExp(source, flags);
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const pattern: Pattern = {
    *matches(text) {
      for (const match of text.matchAll(native)) {
        const [whole, ...groups] = match;
        if (whole !== '') yield { start: match.index, end: match.index + whole.length, groups };
      }
    },
    test: (text) => text.search(native) !== -1,
  };
  return pattern;
}

function linearPattern(program: Program): Pattern {
  return {
    *matches(text) {
      const machine = new Machine(program, text);
      for (let start = 0; start <= text.length;) {
        const slots = machine.matchAt(start);
        const end = slots?.[1] ?? -1;
        if (slots && end > start) {
          yield { start, end, groups: groupsOf(slots, text) };
          start = end;
        } else start += 1;
      }
    },
    test(text) {
      const machine = new Machine(program, text);
      for (let start = 0; start <= text.length; start += 1) if (machine.matchAt(start)) return true;
      return false;
    },
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
