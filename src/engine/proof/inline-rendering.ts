import { normaliseLabel } from '../parser/definitions.ts';
import { MAX_RENDERED_DEPTH } from './rendered-depth.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** Where links lead, by normalised label. */
export type Definitions = ReadonlyMap<string, string>;

/** What two renderings may differ in. */
export interface Tolerance {
  /** An address in the text and a link to it with itself as its text are the same. */
  links: boolean;
  /** Words are left out; what stands between and around them is not. */
  text: boolean;
}

const MARKS = new Set([
  'HeaderMark',
  'EmphasisMark',
  'StrikethroughMark',
  'QuoteMark',
  'LinkMark',
  'LinkLabel',
  'LinkTitle',
  'URL',
  'CodeMark',
  'TableDelimiter',
]);
const ELEMENTS: Readonly<Record<string, string>> = {
  Emphasis: 'em',
  StrongEmphasis: 'strong',
  Strikethrough: 'del',
};

/**
 * Writes what the text of one block shows, in one canonical form: white space collapsed and moved out of elements, and
 * nothing of how it is written.
 */
export class InlineRendering {
  readonly #source: string;
  readonly #definitions: Definitions;
  readonly #tolerance: Tolerance;
  #out = '';
  #space: '' | ' ' | '\n' = '';
  /** Begin tags that wait for their text: white space goes before them. */
  #waiting = '';
  #atStart = true;
  #depth = 0;

  constructor(source: string, definitions: Definitions, tolerance: Tolerance) {
    this.#source = source;
    this.#definitions = definitions;
    this.#tolerance = tolerance;
  }

  /** Renders the children of a node, and the text between them. */
  render(node: SyntaxNode): string {
    this.#children(node);
    this.#space = '';
    this.#flush();
    return this.#out;
  }

  #children(node: SyntaxNode, from = node.from, to = node.to): void {
    let at = from;
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.to <= from) continue;
      if (child.from >= to) break;
      this.#text(this.#source.slice(at, Math.max(at, child.from)));
      this.#node(child);
      at = Math.max(at, child.to);
    }
    if (at < to) this.#text(this.#source.slice(at, to));
  }

  #node(node: SyntaxNode): void {
    if (this.#depth >= MAX_RENDERED_DEPTH) return this.#text(this.#source.slice(node.from, node.to));
    this.#depth += 1;
    this.#element(node);
    this.#depth -= 1;
  }

  #element(node: SyntaxNode): void {
    const { name, from, to } = node;
    if (MARKS.has(name)) return;
    const element = ELEMENTS[name];
    if (element !== undefined) {
      this.#open(`<${element}>`);
      this.#children(node);
      this.#close(`</${element}>`);
      return;
    }
    const raw = this.#source.slice(from, to);
    switch (name) {
      case 'InlineCode':
        this.#put(`<code>${codeContent(raw)}</code>`);
        break;
      case 'Link':
      case 'Image':
        this.#link(node);
        break;
      case 'Autolink': {
        const address = raw.slice(1, -1);
        if (this.#tolerance.links) this.#text(address);
        else this.#put(`<a ${addressOf(address)}>${address}</a>`);
        break;
      }
      case 'HardBreak':
        this.#flush();
        this.#out += '<br>';
        this.#space = '';
        this.#atStart = true;
        break;
      case 'Escape':
        this.#text(raw.slice(1));
        break;
      case 'TaskMarker':
        this.#put(raw.toLowerCase());
        break;
      case 'LiteralAutolink':
        if (this.#tolerance.links) this.#text(raw);
        else this.#put(`<a ${addressOf(raw)}>${raw}</a>`);
        break;
      case 'InlineMath':
      case 'FootnoteReference':
      case 'AlertMarker':
        this.#put(raw);
        break;
      case 'HTMLTag':
      case 'Comment':
      case 'ProcessingInstruction':
        this.#put(raw.replaceAll(/\s+/g, ' '));
        break;
      default:
        this.#text(raw);
    }
  }

  #link(node: SyntaxNode): void {
    const marks = node.getChildren('LinkMark');
    const [opening, closing] = marks;
    if (!opening || !closing) return this.#text(this.#source.slice(node.from, node.to));
    const target = this.#target(node, marks.length > 2, opening.to, closing.from);
    if (target === null) {
      // Without a definition the brackets are text.
      this.#text(this.#source.slice(opening.from, opening.to));
      this.#children(node, opening.to, closing.from);
      this.#text(this.#source.slice(closing.from, node.to));
      return;
    }
    const text = this.#source.slice(opening.to, closing.from);
    const isBare = target === addressOf(text);
    if (this.#tolerance.links && isBare && node.name === 'Link') return this.#text(text);
    const [begin, end] = node.name === 'Image' ? ['<img', '</img>'] : ['<a', '</a>'];
    this.#open(`${begin} ${target}>`);
    this.#children(node, opening.to, closing.from);
    this.#close(end);
  }

  /** Destination and title; null for a reference that is not defined. */
  #target(node: SyntaxNode, isInline: boolean, textStart: number, textEnd: number): string | null {
    const label = node.getChild('LinkLabel');
    if (isInline && !label) return targetOf(this.#source, node, textEnd);
    const named = label ? this.#source.slice(label.from + 1, label.to - 1) : '';
    const key = normaliseLabel(named.trim() === '' ? this.#source.slice(textStart, textEnd) : named);
    return this.#definitions.get(key) ?? null;
  }

  #text(text: string): void {
    const content = text.trim();
    const start = text.length - text.trimStart().length;
    this.#blank(text.slice(0, start));
    if (content === '') return;
    // Nearly all text has single spaces only.
    const isPlain = !/[^\S ]| {2}/.test(content);
    this.#put(
      isPlain ? content : content.replaceAll(/\s+/g, (run) => (run.includes('\n') ? '\n' : ' ')),
      true,
    );
    this.#blank(text.slice(start + content.length));
  }

  #blank(run: string): void {
    if (run === '') return;
    if (run.includes('\n')) this.#space = '\n';
    else if (this.#space === '') this.#space = ' ';
  }

  #put(content: string, isText = false): void {
    this.#flush();
    if (!isText || !this.#tolerance.text) this.#out += content;
    this.#atStart = false;
  }

  #flush(): void {
    if (this.#space !== '' && !this.#atStart && !this.#tolerance.text) this.#out += this.#space;
    if (this.#waiting !== '') this.#atStart = false;
    this.#out += this.#waiting;
    this.#space = '';
    this.#waiting = '';
  }

  #open(tag: string): void {
    this.#waiting += tag;
  }

  #close(tag: string): void {
    if (this.#waiting !== '') this.#flush();
    this.#out += tag;
  }
}

/** Where a bare address leads. */
function addressOf(address: string): string {
  if (/^www\./i.test(address)) return `http://${address}`;
  return /^[a-z]+:/i.test(address) ? address : `mailto:${address}`;
}

/** Destination and title of an inline link or a definition, as they are shown. */
export function targetOf(source: string, node: SyntaxNode, after = node.from): string {
  let target = '';
  for (const child of node.getChildren('URL')) {
    if (child.from >= after) target = source.slice(child.from, child.to).replace(/^<(.*)>$/s, '$1');
  }
  const title = node.getChild('LinkTitle');
  return title ? `${target} "${source.slice(title.from + 1, title.to - 1)}"` : target;
}

function codeContent(raw: string): string {
  const ticks = /^`+/.exec(raw)?.[0].length ?? 0;
  const content = raw.slice(ticks, raw.length - ticks).replaceAll(/\r\n?|\n/g, ' ');
  const isPadded = content.startsWith(' ') && content.endsWith(' ') && content.trim() !== '';
  return isPadded ? content.slice(1, -1) : content;
}
