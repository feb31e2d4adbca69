/** What a change removes and adds, word by word, with its blanks made visible. */
import { diffWordsWithSpace } from 'diff';
import { grouped } from '../parts/grouped.ts';

/** Longest text that is compared word by word, in UTF-16 code units. */
const MAX_COMPARED = 6_000;
/** Longest part that is shown. */
const MAX_SHOWN = 8_000;

export interface DiffPart {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Compares word by word. Long texts are compared by what they begin and end with. */
export function wordDiff(before: string, after: string): readonly DiffPart[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  if (before.length + after.length > MAX_COMPARED) return byEnds(before, after);
  return diffWordsWithSpace(before, after).map(({ removed, added, value }) => ({
    kind: removed ? 'removed' : added ? 'added' : 'same',
    text: value,
  }));
}

function byEnds(before: string, after: string): readonly DiffPart[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const parts: DiffPart[] = [
    { kind: 'same', text: before.slice(0, head) },
    { kind: 'removed', text: before.slice(head, before.length - tail) },
    { kind: 'added', text: after.slice(head, after.length - tail) },
    { kind: 'same', text: tail === 0 ? '' : before.slice(-tail) },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** Cuts the middle out of a text that is too long to be shown. */
export function shorten(text: string): string {
  if (text.length <= MAX_SHOWN) return text;
  const half = MAX_SHOWN / 2;
  const left = grouped(text.length - MAX_SHOWN);
  return `${text.slice(0, half)}\n… ${left} characters more …\n${text.slice(-half)}`;
}

const NAMED = new Map([
  ['\t', '⇥\t'],
  ['\r\n', '␍⏎\n'],
  ['\n', '⏎\n'],
  ['\r', '␍\n'],
  ['\u{A0}', '⍽'],
]);
/** Blanks that would not be seen: all but the single space between two words. */
const BLANKS = /\r\n|[\t\r\n\u00a0]| {2,}|(?<![^\s]) | (?![^\s])/gu;

/**
 * Makes the blanks of a changed text visible: `·` a space, `⇥` a tab, `⏎` a line ending. The space between two words is left
 * as it is.
 */
export function showBlanks(text: string): string {
  return text.replaceAll(BLANKS, (blank) => NAMED.get(blank) ?? '·'.repeat(blank.length));
}
