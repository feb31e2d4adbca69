import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule, type LintFinding } from '../lint/lint-rule.ts';
import { isTrimmable } from '../lint/lint-lines.ts';
import { looseMarks, type LooseMark } from '../lint/loose-marks.ts';

const LONGEST_MARK = 3;
/** What a bullet stands after: the start of a line or a cell, or a line break. */
const BULLET = /(?:[\n|]|<br[\s/]{0,3}>)[ \t]{0,4}$/i;
const MAX_BREAK = 12;
/** What stands before the start of an emphasis: nothing, white space or what opens. */
const BEFORE = /^$|[\s([{|>"'-]/;
/** What stands after the end of an emphasis: nothing, white space or punctuation. */
const AFTER = /^$|[\s)\]}.,;:!?|>"'-]/;

export const md037 = defineLintRule({
  id: 'MD037',
  aliases: ['no-space-in-emphasis'],
  tags: ['whitespace', 'emphasis'],
  description: 'Spaces inside emphasis markers',
  level: 'info',
  levelReason:
    'The marks are shown, and nothing is emphasised. Stars that may be those of pointers, as in `*A, *B`, are told in `strict`, and to those who ask for the rule.',
  title: 'Remove spaces inside emphasis',
  purpose: 'Spaces inside emphasis marks',
  changes: ['emphasis'],
  needs: /[*_]/,
  example: { bad: 'It is **very ** good.\n', good: 'It is **very** good.\n' },
  check(document, _options, report) {
    const { text } = document;
    /** By the node around them and their text: a mark that waits for the one that would end the emphasis. */
    const waiting = new Map<number, LooseMark | null>();
    for (const mark of looseMarks(document)) {
      if (mark.to - mark.from > LONGEST_MARK) continue;
      const sign = mark.to - mark.from + (text[mark.from] === '_' ? LONGEST_MARK : 0);
      // The parent of a mark may be none, which is -1.
      const key = (mark.parent + 1) * 2 * (LONGEST_MARK + 1) + sign;
      const start = waiting.get(key);
      if (!start) {
        waiting.set(key, mark);
        continue;
      }
      waiting.set(key, null);
      const found = [spaceAfter(document, start), spaceBefore(document, mark)].filter((one) => one !== null);
      if (found.length === 0) continue;
      const isMinor = isList(document, start, mark);
      for (const finding of found) report({ ...finding, isMinor });
    }
  },
});

/**
 * Whether the second of two marks rather begins something than ends it: in a list of pointers, as in `*A, *B`, and in one that
 * is made by hand, as in `* A<br>* B`.
 */
function isList({ source }: LintDocument, start: LooseMark, end: LooseMark): boolean {
  // `__filename and __dirname` are names.
  const isName =
    source.charAt(start.from) === '_' && !isSpace(source, start.to) && /\w/.test(source.charAt(end.to));
  if (isName) return true;
  if (start.to - start.from > 1) return false;
  if (isSpace(source, end.to) && BULLET.test(source.slice(Math.max(0, end.from - MAX_BREAK), end.from)))
    return true;
  // The other way round, the first rather ends something: `0.12._ or 0.13._`.
  if (isSpace(source, start.to) && !BEFORE.test(source.charAt(start.from - 1))) return true;
  return !isSpace(source, start.to) && !AFTER.test(source.charAt(end.to));
}

/** The white space after a mark that begins something. */
function spaceAfter({ source, lines }: LintDocument, { from, to }: LooseMark): LintFinding | null {
  if (!isSpace(source, to)) return null;
  const line = lines.end(lines.at(to));
  let end = to;
  while (end < line && isSpace(source, end)) end += 1;
  if (end === line) return null;
  const context = source.slice(from, end + 1);
  return { start: to, end, context, fix: { start: to, end, text: '' } };
}

/** The white space before a mark that ends something. */
function spaceBefore({ source, lines }: LintDocument, { from, to }: LooseMark): LintFinding | null {
  if (!isSpace(source, from - 1)) return null;
  const line = lines.start(lines.at(from));
  let start = from;
  while (start > line && isSpace(source, start - 1)) start -= 1;
  if (start === from || start === line) return null;
  const context = source.slice(start - 1, to);
  return { start, end: from, context, fix: { start, end: from, text: '' } };
}

function isSpace(text: string, at: number): boolean {
  return isTrimmable(text.charCodeAt(at));
}
