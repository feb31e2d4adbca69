import { footnoteDefinitionEnd, isSetextUnderline, listMarkerLength } from './block-markers.ts';
import { Block, Footnote, ListItem, MarkedBlock, TextBlock } from './block.ts';
import { Code, isDigit } from './characters.ts';
import { normaliseLabel } from './definitions.ts';
import { addCodeLine, continueConcrete, startLeaf, trimCode } from './leaf-blocks.ts';
import { LineScanner } from './line-scanner.ts';
import { NodeKind } from './node-kind.ts';
import { addParagraphLine, finishParagraph, openParagraph, openTable } from './paragraph.ts';
import type { Leaf, OpenBlocks } from './open-blocks.ts';
import type { Syntax } from './syntax.ts';
import { isTableStart } from './table.ts';

/** From this indentation on a line is code, in columns, where there is such code. */
const CODE_INDENT = 4;
/** Lines that are indented so far go on a footnote, in columns. */
const FOOTNOTE_INDENT = 4;

/** Reads the blocks of a document line by line, as the appendix "A parsing strategy" of CommonMark describes. */
export class BlockParser implements OpenBlocks {
  readonly text: string;
  readonly syntax: Syntax;
  readonly line: LineScanner;
  readonly document: Block;
  /** Offsets of the marks of block quotes, ascending. */
  readonly quoteMarks: number[] = [];
  readonly codeIndent: number;
  /** Normalised labels of link reference definitions. */
  readonly definitions = new Set<string>();
  /** Normalised labels of footnote definitions. */
  readonly footnotes = new Set<string>();
  /** Open containers, the document first. A list is not among them, its open item is. */
  readonly #stack: Block[];
  /** Indexes of the block quotes in the stack. */
  readonly #quotes: number[] = [];
  /** The leaf block that the next line may continue. */
  #leaf: Leaf | null = null;

  constructor(text: string, from: number, syntax: Syntax) {
    this.text = text;
    this.syntax = syntax;
    this.codeIndent = syntax.indentedCode ? CODE_INDENT : Number.POSITIVE_INFINITY;
    this.line = new LineScanner(text);
    this.document = new Block(NodeKind.Document, from);
    this.#stack = [this.document];
  }

  parse(): Block {
    const { text, document } = this;
    let start = document.from;
    let lineFeed = indexOf(text, '\n', start);
    let carriageReturn = indexOf(text, '\r', start);
    while (start < text.length) {
      const end = Math.min(lineFeed, carriageReturn);
      const next = end + (lineFeed === end + 1 && carriageReturn === end ? 2 : 1);
      if (carriageReturn < next) carriageReturn = indexOf(text, '\r', next);
      if (lineFeed < next) lineFeed = indexOf(text, '\n', next);
      this.line.moveTo(start, end);
      this.#readLine();
      start = next;
    }
    this.closeContainers(1);
    document.to = text.length;
    return document;
  }

  /** The innermost open container. */
  get container(): Block {
    return this.#stack.at(-1) ?? this.document;
  }

  /** Adds a leaf block to the innermost container; the next line may continue it. */
  openLeaf(block: Leaf): void {
    this.#leaf = block;
    if (block.kind !== NodeKind.Paragraph) this.container.append(block);
  }

  /** Adds a leaf block that no line continues. */
  addLeaf(block: Block): void {
    this.container.append(block);
    this.#leaf = null;
  }

  /** Ends the leaf block, if one is open. */
  closeLeaf(): void {
    const leaf = this.#leaf;
    if (!leaf) return;
    this.#leaf = null;
    if (leaf instanceof TextBlock) {
      if (leaf.kind === NodeKind.Paragraph) finishParagraph(this, leaf);
    } else if (leaf.kind === NodeKind.CodeBlock) trimCode(leaf);
  }

  #readLine(): void {
    const { line } = this;
    const before = this.#stack.length;
    let depth = this.#matchContainers();
    const isNewItem = depth === -1;
    if (isNewItem) depth = this.#stack.length;
    const leaf = this.#leaf;
    const isMatched = depth === this.#stack.length;
    if (leaf instanceof MarkedBlock && isMatched && leaf.kind !== NodeKind.CodeBlock) {
      if (continueConcrete(this, leaf)) return;
      this.#leaf = null;
    }
    const interrupts = isMatched && this.#leaf?.kind === NodeKind.Paragraph;
    const isOpened = this.#openContainers(depth, interrupts) || isNewItem;
    const isLazy = !isOpened && depth < before;
    if (isOpened) depth = this.#stack.length;
    if (line.isBlank) this.#readBlankLine(depth, isLazy);
    else this.#readFlow(depth, isLazy);
  }

  /**
   * Matches the line with the open containers.
   *
   * @returns how many matched; -1 when the line starts a new item of a list that is open
   */
  #matchContainers(): number {
    const { line } = this;
    const stack = this.#stack;
    let depth = 1;
    let quotes = 0;
    for (; depth < stack.length; depth += 1) {
      const container = stack[depth];
      if (!container) break;
      if (container.kind === NodeKind.Blockquote) {
        if (line.isBlank || line.indent >= this.codeIndent || line.next !== Code.Greater) return depth;
        this.#takeQuoteMark();
        container.to = line.lineEnd;
        quotes += 1;
      } else if (line.isBlank) {
        // List items and footnotes go on: all of them at once, because there may be very many.
        if (line.position === line.lineEnd) depth = (this.#quotes[quotes] ?? stack.length) - 1;
        else if (container instanceof ListItem) line.takeColumns(container.size);
      } else if (container instanceof ListItem) {
        container.startsBlank = false;
        if (!container.isEnded && line.indent >= container.size) line.takeColumns(container.size);
        else return this.#startSibling(container, depth) ? -1 : depth;
      } else if (line.indent >= FOOTNOTE_INDENT) line.takeColumns(FOOTNOTE_INDENT);
      else return depth;
    }
    const last = stack.at(-1);
    if (line.isBlank && last instanceof ListItem && last.startsBlank) last.isEnded = true;
    return depth;
  }

  /** Starts the next item of an open list, when the line has its marker. */
  #startSibling(item: ListItem, depth: number): boolean {
    const { line, text } = this;
    if (line.indent >= this.codeIndent) return false;
    const length = listMarkerLength(text, line.contentStart, line.lineEnd, false);
    if (length === 0 || text.charCodeAt(line.contentStart + length - 1) !== item.marker) return false;
    if (isDigit(line.next) !== (item.list.kind === NodeKind.OrderedList)) return false;
    this.closeContainers(depth);
    this.#openItem(item.list, length);
    return true;
  }

  #takeQuoteMark(): void {
    const { line } = this;
    this.quoteMarks.push(line.contentStart);
    line.takeContent(1);
    if (line.indent > 0) line.takeColumns(1);
  }

  /** Opens the containers that start on this line. @returns whether there are any */
  #openContainers(depth: number, interrupts: boolean): boolean {
    const { line, text } = this;
    let isOpened = false;
    while (!line.isBlank && line.indent < this.codeIndent) {
      const next = line.next;
      const at = line.contentStart;
      if (next === Code.Greater) {
        if (!isOpened) this.closeContainers(depth);
        const quote = new Block(NodeKind.Blockquote, at);
        this.#openContainer(quote);
        this.#quotes.push(this.#stack.length - 1);
        this.#takeQuoteMark();
        quote.to = line.lineEnd;
      } else if (next === Code.BracketOpen && this.syntax.footnotes) {
        const end = footnoteDefinitionEnd(text, at, line.lineEnd);
        if (end === -1) return isOpened;
        if (!isOpened) this.closeContainers(depth);
        const footnote = new Footnote(NodeKind.FootnoteDefinition, at);
        this.#openContainer(footnote);
        footnote.to = footnote.markTo = end;
        this.footnotes.add(normaliseLabel(text.slice(at + 2, end - 2)));
        line.takeContent(end - at);
        if (line.isBlank) footnote.to = line.lineEnd;
        line.takeColumns(line.indent);
      } else {
        const length = listMarkerLength(text, at, line.lineEnd, interrupts && !isOpened);
        if (length === 0) return isOpened;
        if (!isOpened) this.closeContainers(depth);
        const list = new Block(isDigit(next) ? NodeKind.OrderedList : NodeKind.BulletList, at);
        this.container.append(list);
        this.#openItem(list, length);
      }
      isOpened = true;
    }
    return isOpened;
  }

  #openContainer(block: Block): void {
    this.container.append(block);
    this.#stack.push(block);
  }

  #openItem(list: Block, markerLength: number): void {
    const { line } = this;
    const item = new ListItem(NodeKind.ListItem, line.contentStart, list);
    item.markTo = item.to = item.from + markerLength;
    item.marker = this.text.charCodeAt(item.markTo - 1);
    const before = line.indent + markerLength;
    line.takeContent(markerLength);
    item.startsBlank = line.isBlank;
    if (item.startsBlank) item.to = line.lineEnd;
    const padding = item.startsBlank || line.indent > this.codeIndent ? 1 : line.indent;
    item.size = before + padding;
    if (!item.startsBlank) line.takeColumns(padding);
    list.append(item);
    this.#stack.push(item);
  }

  /** Ends the open leaf, and all containers from an index of the stack on. */
  closeContainers(depth: number): void {
    this.closeLeaf();
    const stack = this.#stack;
    while (stack.length > depth) {
      const block = stack.pop();
      if (!block) return;
      block.to = Math.max(block.to, block.lastChild?.to ?? 0);
      if (block instanceof ListItem) block.list.to = block.to;
      else if (block.kind === NodeKind.Blockquote) this.#quotes.pop();
    }
  }

  #readBlankLine(depth: number, isLazy: boolean): void {
    const leaf = this.#leaf;
    if (leaf instanceof MarkedBlock && leaf.kind === NodeKind.CodeBlock && !isLazy) addCodeLine(this, leaf);
    else this.closeContainers(depth);
  }

  #readFlow(depth: number, isLazy: boolean): void {
    const { line } = this;
    const leaf = this.#leaf;
    if (leaf instanceof TextBlock) {
      if (leaf.kind === NodeKind.Paragraph) {
        if (line.indent < this.codeIndent && this.#endParagraph(leaf, depth, isLazy)) return;
        if (this.#leaf === leaf) {
          addParagraphLine(this, leaf);
          return;
        }
      } else if (!isLazy && line.indent < this.codeIndent) {
        if (startLeaf(this, true, depth)) return;
        leaf.lines.push(line.contentStart, line.lineEnd);
        leaf.to = line.lineEnd;
        return;
      }
    } else if (leaf?.kind === NodeKind.CodeBlock && !isLazy && line.indent >= this.codeIndent) {
      addCodeLine(this, leaf);
      return;
    }
    if (leaf || isLazy) this.closeContainers(depth);
    if (line.indent >= this.codeIndent) {
      const code = new MarkedBlock(NodeKind.CodeBlock, line.blockStart);
      this.openLeaf(code);
      addCodeLine(this, code);
    } else if (!startLeaf(this, true, this.#stack.length)) openParagraph(this);
  }

  /** Ends a paragraph when the line is no part of it. @returns whether the line is done with */
  #endParagraph(paragraph: TextBlock, depth: number, isLazy: boolean): boolean {
    const { line, text } = this;
    if (!isLazy) {
      if (this.syntax.tables && isTableStart(text, paragraph, line)) {
        openTable(this, paragraph);
        return true;
      }
      if (isSetextUnderline(text, line.contentStart, line.lineEnd)) {
        this.#leaf = null;
        if (finishParagraph(this, paragraph, true)) return true;
        // The definitions took all lines: the underline is a line of its own.
        return false;
      }
    }
    return startLeaf(this, false, depth);
  }
}

/** Where a character comes next; the length of the text for nowhere. */
function indexOf(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index === -1 ? text.length : index;
}
