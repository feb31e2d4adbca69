import { MASK } from '../../document/prose.ts';
import { compilePattern } from '../../patterns/pattern.ts';
import { exceptionTest, spanOf, type Check, type CheckContext } from '../check.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';

/** Words that stay lower case in titles (Associated Press). The Chicago Manual of Style adds some longer ones. */
const SMALL_AP = 'a an and as at but by en for if in nor of on or per the to v v. vs vs. via'.split(' ');
const SMALL_CHICAGO = [...SMALL_AP, ...'from into onto over with upon than yet so'.split(' ')];

/** Reports texts, mostly headings, with the wrong capitalisation. */
export function capitalization(rule: RuleOf<'capitalization'>, { accept }: CheckContext): Check {
  const isRight = styleOf(rule, [...rule.exceptions, ...accept]);
  const prefix = rule.prefix === undefined ? null : compilePattern(`^(?:${rule.prefix})`);
  return (regions, alert) => {
    for (const region of regions) {
      const { text } = region;
      const [before] = prefix ? prefix.matches(text) : [];
      if (isRight(text.slice(before?.end))) continue;
      const message = formatMessage(rule.message, text.replaceAll(MASK, ''));
      alert({ ...spanOf(region, 0, text.length), message });
    }
  };
}

function styleOf(rule: RuleOf<'capitalization'>, exceptions: readonly string[]): (text: string) => boolean {
  switch (rule.match) {
    case '$lower':
      return (text) => text === text.toLowerCase();
    case '$upper':
      return (text) => text === text.toUpperCase();
    case '$title':
      return titleTest(rule, exceptions);
    case '$sentence':
      return sentenceTest(rule, exceptions);
    default: {
      const pattern = compilePattern(rule.match);
      return (text) => pattern.test(text);
    }
  }
}

const WORD_CHARACTER = /[\p{L}\p{N}\uFFFC]/u;

interface Word {
  text: string;
  /** The word with its punctuation, which may be part of a name, as in `C#`. */
  part: string;
  /** Whether it comes first or after an indicator such as a colon. */
  begins: boolean;
  last: boolean;
}

function wordsOf(text: string, indicators: readonly string[]): Word[] {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  let begins = true;
  return parts.map((part, index) => {
    const word = withoutPunctuation(part);
    const here = { text: word, part, begins, last: index === parts.length - 1 };
    // After a leading number, as in `8. Do this`, the next word still counts as the first.
    begins =
      (begins && !/\p{L}|\uFFFC/u.test(word)) || indicators.some((indicator) => part.endsWith(indicator));
    return here;
  });
}

/** The part from the first to the last letter, digit or code mask. */
function withoutPunctuation(part: string): string {
  const start = part.search(WORD_CHARACTER);
  if (start === -1) return '';
  let end = part.length;
  while (!WORD_CHARACTER.test(part.slice(end - 1, end)) && !isLowSurrogate(part, end - 1)) end -= 1;
  return part.slice(start, end);
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

/** Whether enough words are right. Code and words without letters always are. */
function enough(words: readonly Word[], threshold: number, isRight: (word: Word) => boolean): boolean {
  const counted = words.filter(({ text }) => text !== '');
  const right = counted.filter(
    (word) => word.text.includes(MASK) || !/\p{L}/u.test(word.text) || isRight(word),
  );
  return counted.length === 0 || right.length / counted.length > threshold;
}

/** Returns a test for whether a word is an exception or part of one. */
function wordExceptions(exceptions: readonly string[]): (word: Word) => boolean {
  const words = new Set(exceptions.flatMap((exception) => exception.split(/\s+/)));
  const isException = exceptionTest(exceptions);
  const isKnown = (word: string): boolean => words.has(word) || isException(word);
  return ({ text, part }) =>
    [text, text.replace(/[’']s$/, ''), part, part.slice(0, -1)].some((word) => word !== '' && isKnown(word));
}

function sentenceTest({ indicators, threshold }: RuleOf<'capitalization'>, exceptions: readonly string[]) {
  const isKnown = wordExceptions(exceptions);
  return (text: string): boolean =>
    enough(wordsOf(text, indicators), threshold, (whole) => {
      if (isKnown(whole)) return true;
      const { text: word, begins } = whole;
      return begins ? isCapitalised(word) : word === word.toLowerCase();
    });
}

function titleTest(
  { style, indicators, threshold }: RuleOf<'capitalization'>,
  exceptions: readonly string[],
) {
  const isKnown = wordExceptions(exceptions);
  const small = new Set(style === 'Chicago' ? SMALL_CHICAGO : SMALL_AP);
  return (text: string): boolean =>
    enough(wordsOf(text, indicators), threshold, (whole) => {
      if (isKnown(whole)) return true;
      const { text: word, begins, last } = whole;
      const lower = word.toLowerCase();
      return small.has(lower) && !begins && !last ? word === lower : isCapitalised(word);
    });
}

function isCapitalised(word: string): boolean {
  const first = /\p{L}|\p{N}/u.exec(word)?.[0] ?? '';
  return first === first.toUpperCase();
}
