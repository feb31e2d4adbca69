import { perDocument } from './per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { isBlank } from '../../../parser/characters.ts';
import { linePrefix } from './indentation.ts';
import type { LintDocument } from './lint-document.ts';

/** The quote marks of each line that has any: their indexes. */
export const quoteMarksByLine = perDocument(
  (document: LintDocument): ReadonlyMap<number, readonly number[]> => {
    const byLine = new Map<number, number[]>();
    for (const index of document.nodes(NodeKind.QuoteMark)) {
      const line = document.line(index);
      const marks = byLine.get(line);
      if (marks) marks.push(index);
      else byLine.set(line, [index]);
    }
    return byLine;
  },
);

/** Offset after a quote mark and the blank that belongs to it. */
export function quoteMarkEnd({ tree, text }: LintDocument, index: number): number {
  const end = tree.to(index);
  return isBlank(text.charCodeAt(end)) ? end + 1 : end;
}

/** A line to insert above or below a line that nothing is on but the quote marks of that line. */
export function blankLineLike(document: LintDocument, line: number, count = 1): string {
  const mark = quoteMarksByLine(document).get(line)?.at(-1);
  let prefix = '';
  if (mark !== undefined) {
    const end = quoteMarkEnd(document, mark);
    for (const { from, to } of linePrefix(document, mark, line)) {
      if (to <= end) prefix += document.text.slice(from, to);
    }
  }
  return `${prefix.trimEnd()}\n`.repeat(count);
}
