import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { Replacement } from '../../text/edits.ts';
import type { DocumentView } from '../check.ts';
import type { ProseRuleId } from './rules.ts';
import type { ProseBlock } from '../../document/prose.ts';
import { quote } from '../../text/quote.ts';
import { mayRepeatWord } from './repeated-words.ts';

/**
 * Matches repeated words of two or more letters, ignoring the case of the first letter. Matches whose first letters
 * differ are split apart afterwards. The `i` flag would double the matching time. Other letters and marks up to U+1FFF belong
 * to words as well, but only words of these letters are looked for.
 */
const REPEATED = /(?<![\wÀ-\u1FFF])[A-Za-zÀ-ɏ]([A-Za-zÀ-ɏ]+)(?:\s+[A-Za-zÀ-ɏ]\1)+(?![\wÀ-\u1FFF])/g;
const WORD = /\S+/g;
/** Characters that make a word part of a longer one, as in "step step-by-step" or "it it's". */
const JOINED_BEFORE = /[-'’.@/\\&#$]/;
const JOINED_AFTER = /^(?:[-'’@/\\]|[.:]\S)/;

/** Letters of Turkish, which doubles words on purpose: `adım adım` is step by step. */
const REDUPLICATING = /[ığşİĞŞ]/;

const QUOTE = /["'“”‘’«»„]/;

/** Words that may be doubled in correct English or in text about programs, and French and German pronouns. */
const MAY_BE_DOUBLED = new Set(
  (
    'that had bye blah ha so very no yes many much long far now revert there well hear tut knock really sweet super ' +
    'nous vous die der das sie'
  ).split(' '),
);
/**
 * A doubled word with a capital is a name, such as "Walla Walla" or "the Property property", unless it is one of these.
 */
const NEVER_A_NAME = new Set(
  'the an of and to in is are it for with on at by as or if this these you we be not'.split(' '),
);

interface Word {
  text: string;
  start: number;
  end: number;
}

/** Reports words that appear twice in a row, including across a line break or with markup between them. */
export function checkDoubledWords(view: DocumentView<ProseRuleId>, report: ReportFinding<ProseRuleId>): void {
  const allowed = new Set(
    view.settings.list('prose/doubled-word', 'allow').map((word) => word.toLowerCase()),
  );
  for (const block of view.prose()) {
    if (!mayRepeatWord(block.text) || REDUPLICATING.test(block.text)) continue;
    for (const { 0: match, index } of block.text.matchAll(REPEATED)) {
      for (const words of runsIn(match, index)) {
        if (isRight(words, allowed) || isJoined(block.text, words) || isLabel(words)) continue;
        reportRun(view, block, words, report);
      }
    }
  }
}

/** Returns the runs of one repeated word in a match, e.g. the two "she" in "the she she". */
function runsIn(match: string, offset: number): Word[][] {
  const runs: Word[][] = [];
  for (const { 0: text, index } of match.matchAll(WORD)) {
    const word = { text, start: offset + index, end: offset + index + text.length };
    const run = runs.at(-1);
    if (run?.[0]?.text.toLowerCase() === text.toLowerCase()) run.push(word);
    else runs.push([word]);
  }
  return runs.filter(({ length }) => length > 1);
}

function isRight(words: readonly Word[], allowed: ReadonlySet<string>): boolean {
  const word = words[0]?.text.toLowerCase() ?? '';
  if (MAY_BE_DOUBLED.has(word) || allowed.has(word)) return true;
  return !NEVER_A_NAME.has(word) && words.some(({ text }) => text.charAt(0) !== word.charAt(0));
}

/** Names of notes, as in `> info **info** Text`: the site shows the first as a sign. */
const LABEL = /^(?:info|note|tip|hint|warning|danger|caution|important|success|error)$/i;

function isLabel([first]: readonly Word[]): boolean {
  return first?.start === 0 && LABEL.test(first.text);
}

/** Whether the run is part of longer words, or is quoted and therefore discussed rather than used. */
function isJoined(text: string, words: readonly Word[]): boolean {
  const before = text.charAt((words[0]?.start ?? 0) - 1);
  const end = words.at(-1)?.end ?? 0;
  const isQuoted = QUOTE.test(before) && QUOTE.test(text.charAt(end));
  return isQuoted || JOINED_BEFORE.test(before) || JOINED_AFTER.test(text.slice(end, end + 2));
}

/** A hard line break, a tag or an image. The text on either side belongs to separate lines. */
const BREAK = /[\\<]|!\[|[ ]{2}[\r\n]/;
const LINE_END = /[\r\n]/;
/** Anything except white space and block quote markers. */
const MARKUP = /[^\s>]/;

function reportRun(
  { text, onlyCounts }: DocumentView<ProseRuleId>,
  block: ProseBlock,
  words: readonly Word[],
  report: ReportFinding<ProseRuleId>,
): void {
  const places = words.map(({ start, end }) => ({ start: block.offsetAt(start), end: block.endAt(end) }));
  const [first] = places;
  const last = places.at(-1);
  if (!first || !last || areApart(text, places)) return;
  const ruleId = 'prose/doubled-word';
  if (onlyCounts(ruleId)) {
    report({ ruleId, start: first.start, end: last.end, message: '' });
    return;
  }
  const word = words[0]?.text ?? '';
  const times = words.length === 2 ? 'twice' : `${words.length} times`;
  const finding: Finding<ProseRuleId> = {
    ruleId,
    start: first.start,
    end: last.end,
    message: `The word ${quote(word)} stands here ${times}.`,
    suggestion: `Keep one ${quote(word)}.`,
  };
  const replacement = removal(text, places);
  report(replacement ? { ...finding, replacements: [replacement] } : finding);
}

function areApart(text: string, places: readonly { start: number; end: number }[]): boolean {
  return places.slice(1).some(({ start }, index) => {
    const gap = text.slice(places[index]?.end, start);
    // Markup at the end or start of a line usually separates a label from its text.
    return BREAK.test(gap) || (LINE_END.test(gap) && MARKUP.test(gap));
  });
}

/** Removes the later words with the space before them or, if they start a line, with the space after them. */
function removal(text: string, places: readonly { start: number; end: number }[]): Replacement | null {
  const [first, second] = places;
  const last = places.at(-1);
  if (!first || !second || !last) return null;
  const gaps = places.slice(1).map(({ start }, index) => text.slice(places[index]?.end, start));
  if (gaps.every((gap) => /^[ \t]+$/.test(gap))) return { start: first.end, end: last.end, text: '' };
  const [gap = ''] = gaps;
  // The second line may start with a block quote marker.
  if (gaps.length > 1 || !/^[ \t]*(?:\r\n|\n|\r)[ \t>]*$/.test(gap)) return null;
  const space = /^[ \t]+(?=\p{L})/u.exec(text.slice(second.end, second.end + MAX_SPACE_LENGTH));
  if (space) return { start: second.start, end: second.end + space[0].length, text: '' };
  return gap.includes('>') ? null : { start: first.end, end: second.end, text: '' };
}

/** How much white space after a word is examined, in UTF-16 code units. */
const MAX_SPACE_LENGTH = 20;
