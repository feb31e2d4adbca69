import type { NodeKind } from './node-kind.ts';

const NO_BLOCKS: readonly Block[] = [];

/** A block while the document is read. The meaning of some fields depends on the kind. */
export class Block {
  kind: NodeKind;
  from: number;
  to: number;
  children: readonly Block[] = NO_BLOCKS;
  /** Of a leaf: start and end offset of the content of each line, in turn. */
  readonly lines: number[] = [];
  /** Whether quote marks stand between the lines. */
  isSplit = false;
  /** Number of quote marks in the document when the last line was added. */
  quoteMarks = 0;
  /** The opening mark: of a heading, a fence, a list item, a footnote definition. */
  markFrom = -1;
  markTo = -1;
  /** The closing mark: of a heading or a fence. */
  closeFrom = -1;
  closeTo = -1;
  /** Code unit of the list marker or the fence. */
  marker = 0;
  /** Columns that belong to a list item, length of a fence, kind of an HTML block. */
  size = 0;
  /** Columns before an opening fence. */
  indent = 0;
  /** Of a list item: its marker is followed by nothing on its line, and then by blank lines alone. */
  startsBlank = false;
  /** Of a list item that starts blank: a blank line followed, so the item has ended. */
  isEnded = false;
  /** Of a paragraph: its last line may be the header of a table. */
  mayBeHeader = false;
  /** Of a paragraph: the first block in a list item. */
  isFirstInItem = false;
  /** The list of a list item. */
  list: Block | null = null;
  /** The parts of a link reference definition. */
  parts: readonly number[] = [];

  constructor(kind: NodeKind, from: number) {
    this.kind = kind;
    this.from = from;
    this.to = from;
  }

  append(child: Block): void {
    if (this.children === NO_BLOCKS) this.children = [child];
    else (this.children as Block[]).push(child);
  }
}
