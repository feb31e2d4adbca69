import { perDocument } from './per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { isBlank } from '../../../parser/characters.ts';
import type { LintDocument } from './lint-document.ts';

export interface LintItem {
  index: number;
  line: number;
  /** The marker, e.g. `-` or `1.` */
  markFrom: number;
  markTo: number;
  /** After the white space that follows the marker and belongs to it. */
  prefixTo: number;
}

export interface LintList {
  index: number;
  isOrdered: boolean;
  line: number;
  items: readonly LintItem[];
}

const TAB_WIDTH = 4;
const MAX_PADDING = 4;
export const LISTS = [NodeKind.BulletList, NodeKind.OrderedList] as const;

/** All lists, in document order. */
export const lists = perDocument((document: LintDocument): readonly LintList[] => {
  const { tree } = document;
  return document.nodes(...LISTS).map((index) => {
    const items: LintItem[] = [];
    for (const item of document.children(index)) {
      if (tree.kind(item) === NodeKind.ListItem) items.push(readItem(document, item));
    }
    const isOrdered = tree.kind(index) === NodeKind.OrderedList;
    return { index, isOrdered, line: document.line(index), items };
  });
});

function readItem(document: LintDocument, index: number): LintItem {
  const { tree } = document;
  const mark = document.child(index, NodeKind.ListMark);
  const markFrom = tree.from(mark);
  const markTo = tree.to(mark);
  const line = document.lines.at(markFrom);
  return { index, line, markFrom, markTo, prefixTo: prefixEnd(document, line, markTo) };
}

function prefixEnd({ text, lines }: LintDocument, line: number, markTo: number): number {
  const end = lines.end(line);
  let column = 0;
  for (let at = lines.start(line); at < markTo; at += 1) column = columnAfter(text, at, column);
  const first = column;
  let at = markTo;
  for (; at < end && isBlank(text.charCodeAt(at)); at += 1) column = columnAfter(text, at, column);
  if (at === end) return markTo;
  return column - first > MAX_PADDING ? markTo + 1 : at;
}

/** The column after a code unit in a column. */
export function columnAfter(text: string, at: number, column: number): number {
  return text[at] === '\t' ? column + TAB_WIDTH - (column % TAB_WIDTH) : column + 1;
}
