import { lowerBound } from '../../shared/lower-bound.ts';
import type { SyntaxTree, TreeNode, UndefinedReference } from '../parser/syntax-tree.ts';
import { MASK, type ProseBlock, type ProseKind } from './prose-block.ts';

export { MASK, type ProseBlock, type ProseKind } from './prose-block.ts';

const HEADING = /^(?:ATX|Setext)Heading([1-6])$/;
const ADDRESS = /\b(?:https?|ftp|mailto):\/{0,2}[^\s<>]+/gi;

/**
 * Reads the prose of a document from the parse tree, in document order. Code, HTML blocks, front matter, link definitions
 * and comments are not prose.
 *
 * @param tree - the parse tree of the text
 */
export function readProse(text: string, tree: SyntaxTree): ProseBlock[] {
  const blocks: ProseBlock[] = [];
  let builder: BlockBuilder | null = null;
  let lists = 0;
  let quotes = 0;
  let header = false;
  const begin = (node: TreeNode, kind: ProseKind, level = 0): void => {
    const context = { kind, level, list: lists > 0, quote: quotes > 0, header };
    builder = new BlockBuilder(text, node.from, node.to, context, tree.undefinedReferences);
  };
  tree.iterate({
    enter(node) {
      const { name } = node;
      if (builder) return builder.enter(node);
      switch (name) {
        case 'Paragraph':
          begin(node, 'paragraph');
          return true;
        case 'TableCell':
          begin(node, 'table-cell');
          return true;
        case 'TableHeader':
          header = true;
          return true;
        case 'ListItem':
          lists += 1;
          return true;
        case 'Blockquote':
          quotes += 1;
          return true;
        case 'Document':
        case 'FootnoteDefinition':
        case 'BulletList':
        case 'OrderedList':
        case 'Table':
        case 'TableRow':
          return true;
        default: {
          const level = HEADING.exec(name)?.[1];
          if (level === undefined) return false;
          begin(node, 'heading', Number(level));
          return true;
        }
      }
    },
    leave({ name }) {
      if (builder) {
        if (!builder.leave(name)) return;
        const block = builder.finish();
        if (block) blocks.push(block);
        builder = null;
      } else if (name === 'ListItem') lists -= 1;
      else if (name === 'Blockquote') quotes -= 1;
      else if (name === 'TableHeader') header = false;
    },
  });
  return blocks;
}

type Context = Pick<ProseBlock, 'kind' | 'level' | 'list' | 'quote' | 'header'>;

/** Collects the text of a block, and where each run of it comes from. */
class BlockBuilder {
  readonly #source: string;
  readonly #end: number;
  readonly #context: Context;
  /** Everything before this offset is done: copied, masked or skipped. */
  #at: number;
  #depth = 0;
  #text = '';
  #starts: number[] = [];
  #offsets: number[] = [];
  /** The open links, with the number of brackets seen so far. */
  #links: { marks: number; end: number }[] | null = null;

  /** References without a definition: their labels are no prose, though they are shown. */
  readonly #undefined: readonly UndefinedReference[];
  #nextUndefined: number;

  constructor(
    source: string,
    start: number,
    end: number,
    context: Context,
    undefinedReferences: readonly UndefinedReference[],
  ) {
    this.#source = source;
    this.#at = start;
    this.#end = end;
    this.#context = context;
    this.#undefined = undefinedReferences;
    this.#nextUndefined = lowerBound(
      undefinedReferences.length,
      (index) => (undefinedReferences[index]?.start ?? 0) < start,
    );
  }

  /** @returns whether to look into the node */
  enter({ name, from: start, to: end }: TreeNode): boolean {
    switch (name) {
      case 'InlineCode':
      case 'InlineMath':
      case 'Autolink':
      case 'LiteralAutolink':
        this.#copyTo(start);
        this.#mask(start, end);
        return false;
      case 'Image':
      case 'HTMLTag':
      case 'Comment':
      case 'ProcessingInstruction':
      case 'HeaderMark':
      case 'EmphasisMark':
      case 'StrikethroughMark':
      case 'TaskMarker':
      case 'FootnoteReference':
        this.#skip(start, end);
        return false;
      case 'AlertMarker':
        this.#skip(start, end);
        this.#skipLineEnding();
        return false;
      case 'QuoteMark':
        this.#skip(start, end);
        this.#skipBlanks();
        return false;
      case 'Escape':
        this.#skip(start, start + 1);
        return false;
      case 'HardBreak':
        this.#copyTo(start);
        this.#append('\n', start);
        this.#at = Math.max(this.#at, end);
        this.#skipBlanks();
        return false;
      case 'Link':
        (this.#links ??= []).push({ marks: 0, end });
        break;
      case 'LinkMark':
        this.#linkMark(start, end);
        return false;
      case 'LinkLabel':
      case 'LinkTitle':
      case 'URL':
      case 'Entity':
        return false;
      default:
    }
    this.#depth += 1;
    return true;
  }

  /** @returns whether the node is the block itself. Not called for nodes whose children were not visited. */
  leave(name: string): boolean {
    if (this.#depth === 0) return true;
    this.#depth -= 1;
    if (name === 'Link') this.#links?.pop();
    return false;
  }

  finish(): ProseBlock | null {
    this.#copyTo(this.#end);
    const text = this.#text.trimEnd();
    if (text === '') return null;
    const starts = this.#starts;
    const offsets = this.#offsets;
    const offsetAt = (index: number): number => {
      const after = lowerBound(starts.length, (run) => (starts[run] ?? 0) <= index);
      const run = Math.max(0, after - 1);
      return (offsets[run] ?? 0) + index - (starts[run] ?? 0);
    };
    const endAt = (index: number): number => (index === 0 ? offsetAt(0) : offsetAt(index - 1) + 1);
    return { ...this.#context, text, offsetAt, endAt };
  }

  /** Keeps the text of a link. Skips its brackets, and everything from the second one on. */
  #linkMark(start: number, end: number): void {
    const link = this.#links?.at(-1);
    if (!link) return;
    link.marks += 1;
    if (link.marks === 1) this.#skip(start, end);
    else if (link.marks === 2) this.#skip(start, link.end);
  }

  #skip(start: number, end: number): void {
    this.#copyTo(start);
    this.#at = Math.max(this.#at, end);
  }

  #skipLineEnding(): void {
    this.#skipBlanks();
    if (this.#source.startsWith('\r\n', this.#at)) this.#at += 2;
    else if (isLineEnd(this.#source.charCodeAt(this.#at))) this.#at += 1;
    this.#skipBlanks();
  }

  #skipBlanks(): void {
    while (this.#at < this.#end && isBlank(this.#source.charCodeAt(this.#at))) this.#at += 1;
  }

  #mask(start: number, end: number): void {
    if (end <= this.#at) return;
    this.#append(MASK.repeat(end - start), start);
    this.#at = end;
  }

  /** Copies what is text, without the labels of references that have no definition. */
  #copyTo(end: number): void {
    for (;;) {
      const label = this.#undefined[this.#nextUndefined]?.label;
      if (label === undefined || (label && label.start >= end)) break;
      this.#nextUndefined += 1;
      if (!label) continue;
      this.#copyLines(label.start);
      this.#at = Math.max(this.#at, label.end);
    }
    this.#copyLines(end);
  }

  /** Copies line by line: continuation lines lose their indentation. */
  #copyLines(end: number): void {
    while (this.#at < end) {
      if (this.#text === '') this.#skipBlanks();
      let stop = this.#at;
      while (stop < end && !isLineEnd(this.#source.charCodeAt(stop))) stop += 1;
      let runEnd = stop;
      // Blanks at the end of a line are invisible.
      if (stop < end) while (runEnd > this.#at && isBlank(this.#source.charCodeAt(runEnd - 1))) runEnd -= 1;
      if (runEnd > this.#at) this.#copyRun(this.#at, runEnd);
      this.#at = stop;
      if (this.#at >= end) return;
      this.#append('\n', this.#at);
      this.#at += this.#source.startsWith('\r\n', this.#at) ? 2 : 1;
      this.#skipBlanks();
    }
  }

  #copyRun(start: number, end: number): void {
    const run = this.#source.slice(start, end);
    const isAddressed = run.includes(':') && /:\/\/|mailto:/i.test(run);
    this.#append(
      isAddressed ? run.replaceAll(ADDRESS, (address) => MASK.repeat(address.length)) : run,
      start,
    );
  }

  #append(text: string, offset: number): void {
    const last = this.#starts.length - 1;
    const follows =
      last >= 0 && (this.#offsets[last] ?? 0) + this.#text.length - (this.#starts[last] ?? 0) === offset;
    if (last < 0) {
      // Most blocks are one run. An array that is pushed to takes room for more.
      this.#starts = [this.#text.length];
      this.#offsets = [offset];
    } else if (!follows) {
      this.#starts.push(this.#text.length);
      this.#offsets.push(offset);
    }
    this.#text += text;
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
