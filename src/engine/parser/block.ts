import type { NodeKind } from './node-kind.ts';

/** A block while the document is read. */
export class Block {
  kind: NodeKind;
  from: number;
  to: number;
  firstChild: Block | null = null;
  lastChild: Block | null = null;
  nextSibling: Block | null = null;

  constructor(kind: NodeKind, from: number) {
    this.kind = kind;
    this.from = from;
    this.to = from;
  }

  append(child: Block): void {
    if (this.lastChild) this.lastChild.nextSibling = child;
    else this.firstChild = child;
    this.lastChild = child;
  }
}

export class ListItem extends Block {
  readonly list: Block;
  /** After the list marker. */
  markTo = 0;
  /** Last code unit of the list marker. */
  marker = 0;
  /** Columns before its content. */
  size = 0;
  /** Whether nothing follows the marker on its line, and nothing but blank lines after it. */
  startsBlank = false;
  /** Whether an item that starts blank has ended, because a blank line followed. */
  isEnded = false;

  constructor(kind: NodeKind, from: number, list: Block) {
    super(kind, from);
    this.list = list;
  }
}

export class Footnote extends Block {
  /** After the colon. */
  markTo = 0;
}

/** A paragraph, a setext heading or a table: a block of lines with inlines. */
export class TextBlock extends Block {
  /** Start and end offset of the content of each line, in turn. */
  readonly lines: number[] = [];
  /** Whether quote marks stand between the lines. */
  isSplit = false;
  /** Number of quote marks in the document when the last line was added. */
  quoteMarks = 0;
  /** Of a paragraph: its last line may be the header of a table. */
  mayBeHeader = false;
  /** Of a paragraph: the first block in a list item. */
  isFirstInItem = false;
  /** The underline of a setext heading. */
  underlineFrom = -1;
  underlineTo = -1;
}

/** An ATX heading, indented or fenced code, a `$$` block, an HTML block. */
export class MarkedBlock extends Block {
  /** Start and end offset of each line of code, or of the heading's text, in turn. */
  readonly lines: number[] = [];
  /** The opening mark of a heading or a fence. */
  markFrom = -1;
  markTo = -1;
  /** The closing mark of a heading or a fence. */
  closeFrom = -1;
  closeTo = -1;
  /** Code unit that a fence is made of. */
  marker = 0;
  /** Length of a fence, kind of an HTML block. */
  size = 0;
  /** Columns before an opening fence. */
  indent = 0;
  infoFrom = -1;
  infoTo = -1;
}

/** A link reference definition. */
export class DefinitionBlock extends Block {
  /** Kind, start and end of each part, in turn. */
  parts: readonly number[] = [];
}
