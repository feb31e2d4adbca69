import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule, type ReportLint } from '../lint/lint-rule.ts';
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
  example: { bad: 'It is **very ** good.\n', good: 'It is **very** good.\n' },
  check(document, _options, report) {
    /** By the node around them and their text: a mark that waits for the one that would end the emphasis. */
    const waiting = new Map<string, LooseMark>();
    for (const mark of looseMarks(document)) {
      if (mark.to - mark.from > LONGEST_MARK) continue;
      const key = `${mark.parent} ${document.text.slice(mark.from, mark.to)}`;
      const start = waiting.get(key);
      if (!start) {
        waiting.set(key, mark);
        continue;
      }
      waiting.delete(key);
      const isMinor = isList(document, start, mark);
      const tell: ReportLint = (finding) => report({ ...finding, isMinor });
      reportStart(document, start, tell);
      reportEnd(document, mark, tell);
    }
  },
});

/**
 * Whether the second of two marks rather begins something than ends it: in a list of pointers, as in `*A, *B`, and in one that
 * is made by hand, as in `* A<br>* B`.
 */
function isList({ source }: LintDocument, start: LooseMark, end: LooseMark): boolean {
  if (start.to - start.from > 1) return false;
  if (isSpace(source, end.to) && BULLET.test(source.slice(Math.max(0, end.from - MAX_BREAK), end.from)))
    return true;
  // The other way round, the first rather ends something: `0.12._ or 0.13._`.
  if (isSpace(source, start.to) && !BEFORE.test(source.charAt(start.from - 1))) return true;
  return !isSpace(source, start.to) && !AFTER.test(source.charAt(end.to));
}

function reportStart({ source, lines }: LintDocument, { from, to }: LooseMark, report: ReportLint): void {
  const line = lines.end(lines.at(to));
  let end = to;
  while (end < line && isSpace(source, end)) end += 1;
  if (end === to || end === line) return;
  const context = source.slice(from, end + 1);
  report({ start: to, end, context, fix: { start: to, end, text: '' } });
}

function reportEnd({ source, lines }: LintDocument, { from, to }: LooseMark, report: ReportLint): void {
  const line = lines.start(lines.at(from));
  let start = from;
  while (start > line && isSpace(source, start - 1)) start -= 1;
  if (start === from || start === line) return;
  const context = source.slice(start - 1, to);
  report({ start, end: from, context, fix: { start, end: from, text: '' } });
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}
