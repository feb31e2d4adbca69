import { syllable } from 'syllable';
import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { ProseRuleId } from './rules.ts';
import type { ProseBlock } from '../../document/prose.ts';
import { readSentences } from './sentences.ts';

/** Minimum words for the reading ease to be meaningful. */
const MIN_WORDS = 100;
/** Longest word whose syllables are counted, in UTF-16 code units. Longer ones are not natural language. */
const MAX_WORD_LENGTH = 40;
/** Maximum entries of the syllable cache. Counting runs about a dozen regular expressions per word. */
const MAX_KNOWN_WORDS = 20_000;
const WORD = /[\p{L}\p{M}'’]+/gu;

const known = new Map<string, number>();

/** Reports a document whose Flesch reading ease is below the rule's `min` option. */
export function checkReadability(view: DocumentView<ProseRuleId>, report: ReportFinding<ProseRuleId>): void {
  const min = view.settings.number('prose/readability', 'min');
  const blocks = view.prose().filter(isText);
  let words = 0;
  let sentences = 0;
  let syllables = 0;
  for (const { text } of blocks) {
    sentences += readSentences(text).length;
    for (const [word] of text.matchAll(WORD)) {
      if (word.length > MAX_WORD_LENGTH) continue;
      words += 1;
      syllables += syllablesOf(word.toLowerCase());
    }
  }
  const [first] = blocks;
  if (!first || words < MIN_WORDS) return;
  const ease = Math.round(206.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words));
  if (ease >= min) return;
  const start = first.offsetAt(0);
  report({
    ruleId: 'prose/readability',
    start,
    end: Math.max(start, view.lines.contentEnd(view.lines.lineAt(start))),
    message: `The text's Flesch reading ease is ${ease}, where 100 is very easy and 0 very hard; at least ${min} was wanted. It has ${perWord(words / sentences)} words a sentence and ${perWord(syllables / words)} syllables a word.`,
  });
}

/**
 * Whether the block is a paragraph or list item made of whole sentences. Names and labels in lists would count as very
 * short sentences.
 */
function isText({ kind, text }: ProseBlock): boolean {
  return kind === 'paragraph' && /[.!?:…]["'”’)]*\s*$/.test(text.slice(-20));
}

function syllablesOf(word: string): number {
  let count = known.get(word);
  if (count === undefined) {
    count = Math.max(1, syllable(word));
    if (known.size >= MAX_KNOWN_WORDS) known.clear();
    known.set(word, count);
  }
  return count;
}

function perWord(value: number): string {
  return value.toFixed(1);
}
