import { lowerBound } from '../../shared/lower-bound.ts';
import type { Outline } from './outline.ts';
import { MASK, type ProseBlock } from './prose-block.ts';

/** Elements of which the text is code, or not shown. */
const NO_PROSE: ReadonlySet<string> = new Set(
  'script style pre code kbd samp textarea svg math template'.split(' '),
);
/** Elements within a text. All others begin and end one. */
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big br cite data del dfn em font i ins label mark q s small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const SHOWN_ATTRIBUTE = /\s(alt|title)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/gi;
/** Addresses, expressions of templates and JSX, and entities. */
const NOT_WORDS = /\b(?:https?|ftp|mailto):\/{0,2}[^\s<>]+|\{[^{}]*\}|&#?\w{1,40};/gi;
/** Indentation and marks of block quotes at the start of a line. */
const LINE_START = /^[ \t]*(?:>[ \t]?)*[ \t]*/;

type Context = Pick<ProseBlock, 'kind' | 'level' | 'list' | 'quote' | 'header'>;

const PLAIN: Context = { kind: 'paragraph', level: 0, list: false, quote: false, header: false };
const ATTRIBUTE: Context = { ...PLAIN, kind: 'attribute' };

/**
 * Reads what readers see of HTML and of images, in document order: the text in blocks of HTML, without code and scripts, and
 * alternative texts and titles. It is not counted and measured as prose is, but words in it are words.
 */
export function readHtmlTexts(text: string, outline: Outline): ProseBlock[] {
  const blocks: ProseBlock[] = [];
  const reader = new HtmlReader(text, blocks);
  for (const { start, end } of outline.html) reader.read(start, end);
  // Text after a comment at the start of a line belongs to the block of HTML that the comment begins.
  for (const { start, end } of outline.comments) reader.read(start, end);
  for (const { kind, textStart, textEnd } of outline.links) {
    if (kind !== 'image') continue;
    const builder = new TextBuilder(text);
    builder.add(textStart, textEnd);
    builder.finish(ATTRIBUTE, blocks);
  }
  return blocks.toSorted((a, b) => a.offsetAt(0) - b.offsetAt(0));
}

class HtmlReader {
  readonly #source: string;
  readonly #blocks: ProseBlock[];
  #builder: TextBuilder;

  constructor(source: string, blocks: ProseBlock[]) {
    this.#source = source;
    this.#blocks = blocks;
    this.#builder = new TextBuilder(source);
  }

  read(start: number, end: number): void {
    let context = PLAIN;
    let at = start;
    while (at < end) {
      const bracket = this.#source.indexOf('<', at);
      const open = bracket === -1 || bracket >= end ? end : bracket;
      this.#builder.add(at, open);
      if (open === end) break;
      at = tagEnd(this.#source, open, end);
      const name = /^<\/?([a-z][\w.:-]*)/i.exec(this.#source.slice(open, Math.min(at, open + 60)))?.[1];
      if (name === undefined) {
        // A lone `<` is text; comments and declarations are not.
        if (at === open + 1) this.#builder.add(open, at);
        continue;
      }
      const tag = name.toLowerCase();
      const closes = this.#source[open + 1] === '/';
      this.#attributes(open, at);
      if (NO_PROSE.has(tag)) {
        if (!INLINE_CODE.has(tag)) this.#builder = this.#builder.finish(context, this.#blocks);
        if (!closes && this.#source[at - 2] !== '/') {
          const from = at;
          at = closingTag(this.#source, tag, at, end);
          if (INLINE_CODE.has(tag)) this.#builder.mask(from, at);
        }
      } else if (!INLINE.has(tag)) {
        this.#builder = this.#builder.finish(context, this.#blocks);
        context = closes ? PLAIN : contextOf(tag);
      }
    }
    this.#builder = this.#builder.finish(context, this.#blocks);
  }

  #attributes(start: number, end: number): void {
    const tag = this.#source.slice(start, end);
    for (const { 0: all, 2: double, 3: single, index } of tag.matchAll(SHOWN_ATTRIBUTE)) {
      const value = double ?? single ?? '';
      const to = start + index + all.length - 1;
      const builder = new TextBuilder(this.#source);
      builder.add(to - value.length, to);
      builder.finish(ATTRIBUTE, this.#blocks);
    }
  }
}

/** Elements of code within a text. */
const INLINE_CODE: ReadonlySet<string> = new Set(['code', 'kbd', 'samp']);

function contextOf(tag: string): Context {
  const level = /^h([1-6])$/.exec(tag)?.[1];
  if (level !== undefined) return { ...PLAIN, kind: 'heading', level: Number(level) };
  if (tag === 'td' || tag === 'th') return { ...PLAIN, kind: 'table-cell', header: tag === 'th' };
  return { ...PLAIN, list: tag === 'li', quote: tag === 'blockquote' };
}

/** The offset after a tag, comment or declaration; after the bracket alone when it begins none. */
function tagEnd(source: string, open: number, end: number): number {
  const until = (mark: string): number => {
    const found = source.slice(open, end).indexOf(mark);
    return found === -1 ? end : open + found + mark.length;
  };
  if (source.startsWith('<!--', open)) return until('-->');
  if (source.startsWith('<![CDATA[', open)) return until(']]>');
  if (source.startsWith('<?', open)) return until('?>');
  if (!/[a-z/!]/i.test(source[open + 1] ?? '')) return open + 1;
  let quote = '';
  for (let at = open + 1; at < end; at += 1) {
    const character = source[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at + 1;
    else if (
      (character === '"' || character === "'") &&
      /=\s*$/.test(source.slice(Math.max(open, at - 9), at))
    ) {
      quote = character;
    }
  }
  return end;
}

function closingTag(source: string, tag: string, from: number, end: number): number {
  const found = source.slice(from, end).search(new RegExp(`</${tag}`, 'i'));
  return found === -1 ? end : from + found;
}

/** Collects a text from parts of the document, with the place of each part. */
class TextBuilder {
  readonly #source: string;
  #text = '';
  readonly #starts: number[] = [];
  readonly #offsets: number[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /** Adds a part as it is read: lines without indentation, and addresses, expressions and entities masked. */
  add(start: number, end: number): void {
    const part = this.#source.slice(start, end).replaceAll(NOT_WORDS, (found) => MASK.repeat(found.length));
    let at = start;
    for (const [index, line] of part.split(/(?<=\r\n|\n|\r(?!\n))/).entries()) {
      const indent = index > 0 ? (LINE_START.exec(line)?.[0].length ?? 0) : 0;
      const words = line.slice(indent).trimEnd();
      this.#append(words, at + indent);
      const gap = line.length - indent - words.length;
      if (gap > 0) this.#append(/[\r\n]$/.test(line) ? '\n' : ' ', at + indent + words.length);
      at += line.length;
    }
  }

  mask(start: number, end: number): void {
    this.#append(MASK.repeat(end - start), start);
  }

  /** Adds the text to the blocks, and returns a builder for the next one. */
  finish(context: Context, blocks: ProseBlock[]): TextBuilder {
    const source = this.#source;
    const text = this.#text.trimEnd();
    const isEmpty = !/[^\s\uFFFC]/.test(text);
    if (isEmpty) return this.#text === '' ? this : new TextBuilder(source);
    const starts = this.#starts;
    const offsets = this.#offsets;
    const offsetAt = (index: number): number => {
      const run = Math.max(0, lowerBound(starts.length, (one) => (starts[one] ?? 0) <= index) - 1);
      return (offsets[run] ?? 0) + index - (starts[run] ?? 0);
    };
    const endAt = (index: number): number => (index === 0 ? offsetAt(0) : offsetAt(index - 1) + 1);
    blocks.push({ ...context, text, offsetAt, endAt });
    return new TextBuilder(source);
  }

  #append(text: string, offset: number): void {
    if (text === '' || (this.#text === '' && text.trim() === '')) return;
    const lead = this.#text === '' ? text.length - text.trimStart().length : 0;
    this.#starts.push(this.#text.length);
    this.#offsets.push(offset + lead);
    this.#text += text.slice(lead);
  }
}
