import type { Edit } from '../../shared/things.ts';

/** Columns by which Python-Markdown and others nest a list. */
const LEVEL_COLUMNS = 4;
const ITEM = /^((?:[ \t]*>[ ]?)*)([ \t]*)(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

/**
 * Whether an edit moves a list item to another level for a parser that nests lists by four columns. Where nothing says
 * which parser reads a document, that may be one.
 */
export function movesToOtherLevel(text: string, { start, end, text: replacement }: Edit): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline === -1 ? text.length : newline;
  const before = ITEM.exec(text.slice(lineStart, lineEnd));
  if (!before) return false;
  const [, quotes = '', indent = ''] = before;
  const from = lineStart + quotes.length;
  if (start < from || end > from + indent.length) return false;
  const after = indent.slice(0, start - from) + replacement + indent.slice(end - from);
  return indent.includes('\t') || levelOf(indent) !== levelOf(after);
}

function levelOf(indent: string): number {
  return Math.floor(indent.length / LEVEL_COLUMNS);
}
