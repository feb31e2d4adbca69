import { perDocument } from './per-document.ts';
import { isBlank } from '../../../parser/characters.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';
import { columnAfter, lists, type LintItem } from './lists.ts';

const FOOTNOTE_INDENT = 4;
const CONTAINERS = [NodeKind.Blockquote, NodeKind.ListItem, NodeKind.FootnoteDefinition] as const;

/** A piece of what stands on a line before its text. */
export interface PrefixPiece {
  kind: 'indent' | 'quote';
  from: number;
  to: number;
}

/**
 * What stands on a line before a node: indentation that belongs to no container, and quote marks with the blank after
 * them. List markers, and the columns that items and footnotes take, are left out.
 *
 * @param index - a node that starts on the line, or a quote mark on it
 */
export function linePrefix(document: LintDocument, index: number, line: number): PrefixPiece[] {
  const pieces: PrefixPiece[] = [];
  const start = readContainers(document, index, line, pieces);
  addIndent(document, start, document.tree.from(index), pieces);
  return pieces;
}

/** Whether the blanks after a quote mark on a line are indentation that belongs to no container. */
export function isIndentAfter(
  document: LintDocument,
  mark: number,
  line: number,
  from: number,
  to: number,
): boolean {
  const pieces: PrefixPiece[] = [];
  addIndent(document, readContainers(document, mark, line, pieces), to, pieces);
  return pieces.some((piece) => piece.kind === 'indent' && piece.from === from);
}

/** Reads the prefixes of the containers around a node. @returns where they end on the line */
function readContainers(document: LintDocument, index: number, line: number, pieces: PrefixPiece[]): number {
  const { tree, text, lines } = document;
  const chain: number[] = [];
  for (
    let at = document.ancestor(index, ...CONTAINERS);
    at !== -1;
    at = document.ancestor(at, ...CONTAINERS)
  ) {
    chain.push(at);
  }
  let position = lines.start(line);
  const end = lines.end(line);
  for (const container of chain.toReversed()) {
    const kind = tree.kind(container);
    const blanksEnd = skipBlanks(text, position, end);
    if (kind === NodeKind.Blockquote) {
      // A line that goes on a paragraph may lack the marks.
      if (text[blanksEnd] !== '>' || blanksEnd >= tree.to(container)) return position;
      addIndent(document, position, blanksEnd, pieces);
      position = blanksEnd + (isBlank(text.charCodeAt(blanksEnd + 1)) ? 2 : 1);
      pieces.push({ kind: 'quote', from: blanksEnd, to: position });
    } else if (kind === NodeKind.ListItem) {
      const item = itemsByIndex(document).get(container);
      if (!item) return position;
      if (item.line === line) {
        addIndent(document, position, item.markFrom, pieces);
        position = contentStart(item);
      } else position = advance(document, line, position, itemSize(document, container, item));
    } else if (document.line(container) === line) {
      addIndent(document, position, tree.from(container), pieces);
      position = skipBlanks(text, tree.to(document.child(container, NodeKind.FootnoteLabel)) + 2, end);
    } else position = advance(document, line, position, FOOTNOTE_INDENT);
  }
  return position;
}

function addIndent({ text }: LintDocument, from: number, to: number, pieces: PrefixPiece[]): void {
  if (from < to && text.slice(from, to).trim() === '') pieces.push({ kind: 'indent', from, to });
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function contentStart({ markTo, prefixTo }: LintItem): number {
  return prefixTo === markTo ? markTo + 1 : prefixTo;
}

/** Takes at most that many columns of blanks. */
function advance(document: LintDocument, line: number, from: number, count: number): number {
  const { text, lines } = document;
  const end = lines.end(line);
  let column = columnAt(document, line, from);
  const last = column + count;
  let at = from;
  while (at < end && column < last && isBlank(text.charCodeAt(at))) {
    column = columnAfter(text, at, column);
    at += 1;
  }
  return at;
}

/** The column of an offset on its line: tabs are as wide as up to the next fourth column. */
function columnAt({ text, lines }: LintDocument, line: number, offset: number): number {
  let column = 0;
  for (let at = lines.start(line); at < offset; at += 1) column = columnAfter(text, at, column);
  return column;
}

/** How many columns of the following lines an item takes. */
function itemSize(document: LintDocument, index: number, item: LintItem): number {
  const sizes = itemSizes(document);
  let size = sizes.get(index);
  if (size === undefined) {
    const from = readContainers(document, index, item.line, []);
    size = columnAt(document, item.line, contentStart(item)) - columnAt(document, item.line, from);
    sizes.set(index, size);
  }
  return size;
}

const itemSizes = perDocument((): Map<number, number> => {
  return new Map();
});

const itemsByIndex = perDocument((document: LintDocument): ReadonlyMap<number, LintItem> => {
  return new Map(lists(document).flatMap(({ items }) => items.map((item) => [item.index, item] as const)));
});
