import { type Block, DefinitionBlock, Footnote, ListItem, MarkedBlock, TextBlock } from './block.ts';
import type { InlineParser } from './inline-parser.ts';
import { sourceOf } from './inline-source.ts';
import { NODE_KINDS, NodeKind } from './node-kind.ts';
import type { Syntax } from './syntax.ts';
import type { TreeBuilder } from './syntax-tree.ts';
import { readCells, readPipes } from './table.ts';

const TASK_MARKER = /^\[[ \txX\r\n]\](?:[\r\n]|[ \t]+[^ \t])/;
const TASK_MARKER_LENGTH = 3;
const ALERT_MARKER = /^\[!(?:note|tip|important|warning|caution)\](?=[ \t]*$)/i;

/** Writes blocks and the inlines in them into a tree, in document order. */
export class TreeWriter {
  readonly #text: string;
  readonly #syntax: Syntax;
  readonly #builder: TreeBuilder;
  readonly #inlines: InlineParser;

  constructor(text: string, syntax: Syntax, builder: TreeBuilder, inlines: InlineParser) {
    this.#text = text;
    this.#syntax = syntax;
    this.#builder = builder;
    this.#inlines = inlines;
  }

  /** Writes a document. Blocks may nest deeper than the call stack. */
  write(document: Block): void {
    const builder = this.#builder;
    const open: Block[] = [document];
    const indexes = [builder.open(document.kind, document.from, document.to)];
    let next = document.firstChild;
    for (let parent = open.at(-1); parent; parent = open.at(-1)) {
      if (!next) {
        builder.close(indexes.pop() ?? 0);
        open.pop();
        next = parent.nextSibling;
        continue;
      }
      const index = builder.open(next.kind, next.from, next.to);
      if (isContainer(next.kind)) {
        if (next instanceof ListItem) builder.leaf(NodeKind.ListMark, next.from, next.markTo);
        else if (next instanceof Footnote) this.#writeFootnoteMarks(next);
        open.push(next);
        indexes.push(index);
        next = next.firstChild;
      } else {
        this.#writeLeaf(next, parent, open.length === 2);
        builder.close(index);
        next = next.nextSibling;
      }
    }
  }

  #writeLeaf(block: Block, parent: Block, isAtTop: boolean): void {
    if (block instanceof TextBlock) {
      if (block.kind === NodeKind.Table) this.#writeTable(block.lines);
      else {
        const isFirstInQuote = parent.kind === NodeKind.Blockquote && parent.firstChild === block;
        const hasMore = block.nextSibling !== null || block.lines.length > 2;
        const mayBeAlert = this.#syntax.alerts && isAtTop && isFirstInQuote && hasMore;
        this.#writeParagraph(block, mayBeAlert);
        if (block.underlineTo !== -1) {
          this.#builder.leaf(NodeKind.HeaderMark, block.underlineFrom, block.underlineTo);
        }
      }
    } else if (block instanceof DefinitionBlock) this.#writeParts(block.parts);
    else if (block instanceof MarkedBlock) {
      if (block.kind === NodeKind.FencedCode) this.#writeFence(block, NodeKind.CodeMark);
      else if (block.kind === NodeKind.MathBlock) this.#writeFence(block, NodeKind.MathMark);
      else if (block.kind === NodeKind.CodeBlock) this.#writeCode(block.lines);
      else if (block.markTo !== -1) this.#writeHeading(block);
    }
  }

  #writeHeading({ markFrom, markTo, closeFrom, closeTo, lines }: MarkedBlock): void {
    this.#builder.leaf(NodeKind.HeaderMark, markFrom, markTo);
    this.#writeInlines(lines[0] ?? markTo, lines[1] ?? markTo);
    if (closeTo !== -1) this.#builder.leaf(NodeKind.HeaderMark, closeFrom, closeTo);
  }

  #writeInlines(from: number, to: number): void {
    if (to > from) this.#inlines.parse({ text: this.#text, from, to, lines: null }, this.#builder);
  }

  #writeParagraph({ kind, lines, isSplit, isFirstInItem, from }: TextBlock, mayBeAlert: boolean): void {
    const source = sourceOf(this.#text, lines, isSplit);
    // Blanks at the end of a paragraph are no part of its text.
    while (source.to > source.from && isBlankAt(source.text, source.to - 1)) source.to -= 1;
    if (
      isFirstInItem &&
      kind === NodeKind.Paragraph &&
      this.#syntax.taskItems &&
      this.#isTask(source.text, source.from, source.to)
    ) {
      this.#builder.leaf(NodeKind.TaskMarker, from, from + TASK_MARKER_LENGTH);
      source.from += TASK_MARKER_LENGTH;
    } else if (mayBeAlert && kind === NodeKind.Paragraph) {
      const marker = ALERT_MARKER.exec(this.#text.slice(lines[0], lines[1]))?.[0].length;
      if (marker !== undefined) {
        this.#builder.leaf(NodeKind.AlertMarker, from, from + marker);
        source.from = lines.length > 2 ? (source.lines?.[2] ?? lines[2] ?? source.to) : source.to;
      }
    }
    this.#inlines.parse(source, this.#builder);
  }

  #isTask(text: string, from: number, to: number): boolean {
    if (text[from] !== '[' || text[from + 2] !== ']') return false;
    return TASK_MARKER.test(text.slice(from, to));
  }

  #writeFence(block: MarkedBlock, mark: NodeKind): void {
    const builder = this.#builder;
    builder.leaf(mark, block.markFrom, block.markTo);
    if (block.infoTo > block.infoFrom) builder.leaf(NodeKind.CodeInfo, block.infoFrom, block.infoTo);
    this.#writeCode(block.lines);
    if (block.closeTo !== -1) builder.leaf(mark, block.closeFrom, block.closeTo);
  }

  /** Writes lines of code: one node for lines that nothing stands between. */
  #writeCode(lines: readonly number[]): void {
    let from = -1;
    let to = -1;
    for (let index = 0; index < lines.length; index += 2) {
      const start = lines[index] ?? 0;
      if (from !== -1 && start !== this.#nextLine(to)) {
        if (to > from) this.#builder.leaf(NodeKind.CodeText, from, to);
        from = -1;
      }
      if (from === -1) from = start;
      to = lines[index + 1] ?? 0;
    }
    if (to > from) this.#builder.leaf(NodeKind.CodeText, from, to);
  }

  #nextLine(end: number): number {
    return end + (this.#text.startsWith('\r\n', end) ? 2 : 1);
  }

  #writeParts(parts: readonly number[]): void {
    for (let index = 0; index < parts.length; index += 3) {
      this.#builder.leaf(
        NODE_KINDS[parts[index] ?? 0] ?? NodeKind.Document,
        parts[index + 1] ?? 0,
        parts[index + 2] ?? 0,
      );
    }
  }

  #writeFootnoteMarks({ from, markTo }: Footnote): void {
    this.#builder.leaf(NodeKind.FootnoteMark, from, from + 2);
    this.#builder.leaf(NodeKind.FootnoteLabel, from + 2, markTo - 2);
    this.#builder.leaf(NodeKind.FootnoteMark, markTo - 2, markTo);
  }

  #writeTable(lines: readonly number[]): void {
    for (let index = 0; index < lines.length; index += 2) {
      const from = lines[index] ?? 0;
      const to = lines[index + 1] ?? 0;
      if (index === 2) this.#builder.leaf(NodeKind.TableDelimiter, from, to);
      else this.#writeRow(index === 0 ? NodeKind.TableHeader : NodeKind.TableRow, from, to);
    }
  }

  #writeRow(kind: NodeKind, from: number, to: number): void {
    const builder = this.#builder;
    const row = builder.open(kind, from, to);
    const pipes = readPipes(this.#text, from, to);
    const cells = readCells(this.#text, from, to);
    let pipe = 0;
    for (let index = 0; index < cells.length; index += 2) {
      const start = cells[index] ?? 0;
      for (; pipe < pipes.length && (pipes[pipe] ?? 0) < start; pipe += 1) {
        builder.leaf(NodeKind.TableDelimiter, pipes[pipe] ?? 0, (pipes[pipe] ?? 0) + 1);
      }
      const end = cells[index + 1] ?? 0;
      const cell = builder.open(NodeKind.TableCell, start, end);
      this.#writeInlines(start, end);
      builder.close(cell);
    }
    for (; pipe < pipes.length; pipe += 1) {
      builder.leaf(NodeKind.TableDelimiter, pipes[pipe] ?? 0, (pipes[pipe] ?? 0) + 1);
    }
    builder.close(row);
  }
}

function isBlankAt(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}

function isContainer(kind: NodeKind): boolean {
  return kind >= NodeKind.Blockquote && kind <= NodeKind.FootnoteDefinition;
}
