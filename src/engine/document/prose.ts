import { lowerBound } from '../../shared/lower-bound.ts';
import type { SyntaxNodeRef, Tree } from '@lezer/common';

export type ProseKind = 'heading' | 'paragraph' | 'table-cell';

/** A piece of text that people read: a heading, a paragraph, the text of a list item, a table cell. */
export interface ProseBlock {
  kind: ProseKind;
  /** Of a heading, 1 to 6; else 0. */
  level: number;
  /** In a list item. */
  list: boolean;
  /** In a block quote. */
  quote: boolean;
  /** In the first row of a table. */
  header: boolean;
  /**
   * What a reader sees: without markup, link destinations, tags and images. Line breaks are `\n`; inline code and
   * addresses are as many {@link MASK} characters as they have code units.
   */
  text: string;
  /** Offset in the document of the code unit at `index`; `index` may be the length. */
  offsetAt: (index: number) => number;
  /** Offset in the document after the code unit before `index`: where a match that ends at `index` ends. */
  endAt: (index: number) => number;
}

/** Stands for what is no prose, in its length: neither a word character nor white space. */
export const MASK = '\uFFFC';

const HEADING = /^(?:ATX|Setext)Heading([1-6])$/;
const ADDRESS = /\b(?:https?|ftp|mailto):\/{0,2}[^\s<>]+/gi;

/**
 * Reads the prose of a document, in its order, from the parse tree. Code, HTML blocks, front matter, link definitions
 * and comments are none.
 *
 * @param tree - of the text from `bodyStart` on
 */
export function readProse(text: string, bodyStart: number, tree: Tree): ProseBlock[] {
  const blocks: ProseBlock[] = [];
  let builder: BlockBuilder | null = null;
  let lists = 0;
  let quotes = 0;
  let header = false;
  const begin = (node: SyntaxNodeRef, kind: ProseKind, level = 0): void => {
    const context = { kind, level, list: lists > 0, quote: quotes > 0, header };
    builder = new BlockBuilder(text, node.from + bodyStart, node.to + bodyStart, context);
  };
  tree.iterate({
    enter(node) {
      const { name } = node;
      if (builder) return builder.enter(node, bodyStart);
      switch (name) {
        case 'Paragraph':
        case 'Task':
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

/** Puts a block's text together, and remembers where each run of it comes from. */
class BlockBuilder {
  readonly #source: string;
  readonly #end: number;
  readonly #context: Context;
  /** Everything before is in the block's text, or left out of it. */
  #at: number;
  #depth = 0;
  #text = '';
  readonly #starts: number[] = [];
  readonly #offsets: number[] = [];
  /** Of the links that are open: how many of their brackets came by. */
  readonly #links: { marks: number; end: number }[] = [];

  constructor(source: string, start: number, end: number, context: Context) {
    this.#source = source;
    this.#at = start;
    this.#end = end;
    this.#context = context;
  }

  /** @returns whether to look into the node */
  enter({ name, from, to }: SyntaxNodeRef, bodyStart: number): boolean {
    const start = from + bodyStart;
    const end = to + bodyStart;
    switch (name) {
      case 'InlineCode':
      case 'Autolink':
        this.#copyTo(start);
        this.#mask(start, end);
        return false;
      case 'Image':
      case 'HTMLTag':
      case 'Comment':
      case 'ProcessingInstruction':
      case 'HeaderMark':
      case 'EmphasisMark':
      case 'TaskMarker':
        this.#skip(start, end);
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
        this.#links.push({ marks: 0, end });
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

  /** @returns whether the block itself is left; nodes that were not looked into are never left */
  leave(name: string): boolean {
    if (this.#depth === 0) return true;
    this.#depth -= 1;
    if (name === 'Link') this.#links.pop();
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

  /** The text of a link stays; its brackets, and all from the second one on, go. */
  #linkMark(start: number, end: number): void {
    const link = this.#links.at(-1);
    if (!link) return;
    link.marks += 1;
    if (link.marks === 1) this.#skip(start, end);
    else if (link.marks === 2) this.#skip(start, link.end);
  }

  #skip(start: number, end: number): void {
    this.#copyTo(start);
    this.#at = Math.max(this.#at, end);
  }

  #skipBlanks(): void {
    while (this.#at < this.#end && isBlank(this.#source.charCodeAt(this.#at))) this.#at += 1;
  }

  #mask(start: number, end: number): void {
    if (end <= this.#at) return;
    this.#append(MASK.repeat(end - start), start);
    this.#at = end;
  }

  /** Copies what is text, line by line: continuation lines lose their indentation. */
  #copyTo(end: number): void {
    while (this.#at < end) {
      if (this.#text === '') this.#skipBlanks();
      let stop = this.#at;
      while (stop < end && !isLineEnd(this.#source.charCodeAt(stop))) stop += 1;
      let runEnd = stop;
      // Blanks at the end of a line are nothing that people see.
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
    if (!follows) {
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
