import { perDocument } from './per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { skipBlanksBack } from '../../../parser/characters.ts';
import { readPipes } from '../../../parser/table.ts';
import type { LintDocument } from './lint-document.ts';

export interface LintRow {
  line: number;
  from: number;
  /** After its last code unit that is no blank. */
  to: number;
  /** After blanks at its end. */
  end: number;
  /** The offsets of the pipes between its cells and around them. */
  pipes: readonly number[];
}

export interface LintTable {
  index: number;
  line: number;
  endLine: number;
  /** The header, the row of delimiters, and the rows. */
  rows: readonly LintRow[];
}

/** All tables, in document order. */
export const tables = perDocument((document: LintDocument): readonly LintTable[] => {
  return document.nodes(NodeKind.Table).map((index) => {
    const rows: LintRow[] = [];
    for (const child of document.children(index)) {
      const kind = document.tree.kind(child);
      if (kind !== NodeKind.QuoteMark) rows.push(readRow(document, child));
    }
    return { index, line: document.line(index), endLine: document.endLine(index), rows };
  });
});

function readRow({ tree, text, lines }: LintDocument, index: number): LintRow {
  const from = tree.from(index);
  const line = lines.at(from);
  const end = lines.end(line);
  return { line, from, to: skipBlanksBack(text, end, from), end, pipes: readPipes(text, from, end) };
}
