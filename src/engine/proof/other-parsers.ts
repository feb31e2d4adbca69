import type { Edit } from '../../shared/things.ts';
import type { Effect } from '../rules/effects.ts';

/** What Python-Markdown and kramdown read differently from CommonMark: indentation, by columns of their own. */
const OWN_READING: readonly Effect[] = ['indentation'];
/** A line that begins or continues something to which empty lines matter. */
const MARKED = /^(?:[ \t]|[-*+:>|]|\d+[.)]|\[|\{|<)/;

/**
 * Whether an edit may mean something else to a parser that is no CommonMark parser. The comparison can't show it, since it
 * is made on a CommonMark tree; so what those parsers read differently is never certain.
 *
 * @param effects - what the rule declares
 */
export function mayReadDifferently(text: string, edit: Edit, effects: readonly Effect[]): boolean {
  if (effects.some((effect) => OWN_READING.includes(effect))) return true;
  const changesLines = /[\r\n]/.test(edit.text) || /[\r\n]/.test(edit.expected);
  if (!changesLines) return false;
  if (edit.expected.split('\n').some((line) => line.trim() !== '' && MARKED.test(line))) return true;
  // At the end of the document nothing follows that could be read differently.
  if (text.slice(edit.end).trim() === '') return false;
  return MARKED.test(lineBefore(text, edit.start)) || MARKED.test(lineAfter(text, edit.end));
}

/** The last line with something on it that begins before an offset. */
function lineBefore(text: string, offset: number): string {
  let end = offset;
  while (end > 0 && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
}

/** The first line with something on it that begins at or after an offset. */
function lineAfter(text: string, offset: number): string {
  let start =
    offset > 0 && text[offset - 1] !== '\n' ? text.indexOf('\n', offset) + 1 || text.length : offset;
  for (;;) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    if (line.trim() !== '' || end === -1) return line;
    start = end + 1;
  }
}
