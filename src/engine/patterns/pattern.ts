/** Regular expressions from untrusted sources, matched in time proportional to the text. */
import type { AST } from '@eslint-community/regexpp';
import { isBounded, type RunLimits } from './bounded.ts';
import type { Pattern } from './match.ts';
import { linearMatcher, nativeExpression, nativeMatcher } from './matchers.ts';
import { compileProgram, parsePattern } from './program.ts';
import { boundedPrefix, requiredPart } from './starts.ts';
import { translatePattern, type Translated } from './translate.ts';

export { TextTooLongError } from './machine.ts';
export type { Pattern, PatternMatch } from './match.ts';
export { PatternError } from './pattern-error.ts';

/** Longest word and longest run of white space in ordinary prose, in UTF-16 code units. */
const ORDINARY_WORD = 60;
const ORDINARY_SPACE = 4;
/** Longest text that is ordinary for patterns with other repetitions, in UTF-16 code units. */
const ORDINARY_LENGTH = 1_000;
/** Classes of texts in which repetitions end soon, those of unlimited length first. */
const ORDINARY_TEXTS: readonly RunLimits[] = [
  { word: ORDINARY_WORD, space: ORDINARY_SPACE, any: Infinity },
  { word: ORDINARY_WORD, space: ORDINARY_SPACE, any: ORDINARY_LENGTH },
];

/**
 * Compiles a regular expression of a style or a pack.
 *
 * A pattern proven to take few steps from every position runs on the platform's engine, for some patterns only on
 * ordinary texts. All others run on a memoising matcher. Neither can hang the service.
 *
 * @param source - in the syntax of Go, .NET or JavaScript
 * @param options.ignoreCase - default false
 * @throws {PatternError} if the source is invalid or cannot be matched in linear time
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

/** Uses one pattern for texts within the limits and another for all others. */
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

/** Whether a text has a run of more than `length` code units without ASCII white space. */
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

/** Wraps a pattern so that it first checks for a part that every match contains. */
function withRequiredPart(ast: AST.Pattern, translated: Translated, pattern: Pattern): Pattern {
  const source = requiredPart(ast);
  if (source === null) return pattern;
  const required = nativeExpression({ ...translated, source });
  return {
    matches: (text) => (text.search(required) === -1 ? [] : pattern.matches(text)),
    test: (text) => text.search(required) !== -1 && pattern.test(text),
  };
}
