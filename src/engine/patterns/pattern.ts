/** Regular expressions of other people: matched in time proportional to the text, whatever they are. */
import type { AST } from '@eslint-community/regexpp';
import { isBounded, type RunLimits } from './bounded.ts';
import { linearMatcher, nativeExpression, nativeMatcher } from './matchers.ts';
import { compileProgram, parsePattern } from './program.ts';
import { boundedPrefix, requiredPart } from './starts.ts';
import { translatePattern, type Translated } from './translate.ts';

export { TextTooLongError } from './machine.ts';
export { PatternError } from './pattern-error.ts';

export interface PatternMatch {
  start: number;
  end: number;
  /** The text of each numbered group; undefined for one that took no part, and for those in lookarounds. */
  groups: readonly (string | undefined)[];
}

/** A regular expression that no text can make slow. */
export interface Pattern {
  /**
   * All matches, from the left, none within another; empty ones are left out.
   *
   * @throws {TextTooLongError} when the text is too long for the pattern
   */
  matches(text: string): Iterable<PatternMatch>;
  /**
   * Whether it matches somewhere.
   *
   * @throws {TextTooLongError} when the text is too long for the pattern
   */
  test(text: string): boolean;
}

/** Most code units without white space between them, and of white space: more are rare in prose. */
const ORDINARY_WORD = 60;
const ORDINARY_SPACE = 4;
/** Longest text that is ordinary for patterns with other repetitions, in UTF-16 code units. */
const ORDINARY_LENGTH = 1_000;
/** Texts in which repetitions end soon: first those that may be long. */
const ORDINARY_TEXTS: readonly RunLimits[] = [
  { word: ORDINARY_WORD, space: ORDINARY_SPACE, any: Infinity },
  { word: ORDINARY_WORD, space: ORDINARY_SPACE, any: ORDINARY_LENGTH },
];

/**
 * Compiles a regular expression of a style or a pack.
 *
 * One that is proven to take few steps from every place is run by the platform, some on ordinary texts only; any other by
 * a matcher that remembers what failed, so that neither can hang the service.
 *
 * @param source - in the syntax of Go, .NET or JavaScript
 * @throws {PatternError} for what is no regular expression, and for what can't be matched in linear time
 */
export function compilePattern(source: string, options: { ignoreCase?: boolean } = {}): Pattern {
  const read = translatePattern(source);
  const translated = { ...read, ignoreCase: read.ignoreCase || options.ignoreCase === true };
  const ast = parsePattern(translated);
  const program = compileProgram(ast, translated);
  if (isBounded(ast)) return nativeMatcher(nativeExpression(translated));
  const prefix = boundedPrefix(ast);
  const starts = prefix === null ? null : nativeExpression({ ...translated, source: `(?=${prefix})` });
  const linear = linearMatcher(program, starts);
  const limits = ORDINARY_TEXTS.find((texts) => isBounded(ast, texts));
  const pattern = limits ? byText(limits, nativeMatcher(nativeExpression(translated)), linear) : linear;
  return withRequiredPart(ast, translated, pattern);
}

/** One pattern for texts within the limits, another for all others. */
function byText({ word, space, any }: RunLimits, within: Pattern, beyond: Pattern): Pattern {
  const blanks = new RegExp(`\\s{${space + 1}}`);
  const patternFor = (text: string): Pattern => {
    const isOrdinary = text.length <= any && !hasLongerWord(text, word) && !blanks.test(text);
    return isOrdinary ? within : beyond;
  };
  return {
    matches: (text) => patternFor(text).matches(text),
    test: (text) => patternFor(text).test(text),
  };
}

/** Whether a text has more than `length` code units without ASCII white space between them. */
function hasLongerWord(text: string, length: number): boolean {
  for (let start = 0; start + length < text.length;) {
    let at = start + length;
    while (at >= start && !isAsciiSpace(text.charCodeAt(at))) at -= 1;
    if (at < start) return true;
    start = at + 1;
  }
  return false;
}

function isAsciiSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** A pattern that looks first whether what every match has in it is there at all. */
function withRequiredPart(ast: AST.Pattern, translated: Translated, pattern: Pattern): Pattern {
  const source = requiredPart(ast);
  if (source === null) return pattern;
  const required = nativeExpression({ ...translated, source });
  return {
    matches: (text) => (text.search(required) === -1 ? [] : pattern.matches(text)),
    test: (text) => text.search(required) !== -1 && pattern.test(text),
  };
}
