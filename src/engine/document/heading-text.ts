import { decodeEntities } from './entities.ts';
import type { Heading } from './outline.ts';

/** What the anchor of a heading is made of. */
export interface HeadingText {
  /** What readers see: without markup, images and tags, with entities decoded. Spaces at its ends are kept. */
  text: string;
  /** The same with the alternative texts of images, which some generators include. */
  textWithAlt: string;
  /** The Markdown between the marks of the heading. */
  source: string;
}

/** Reads the text of a heading. */
export function readHeadingText(text: string, heading: Heading): HeadingText {
  const { start, end } = contentOf(text, heading);
  const plain = new HeadingReader(text, start, end, false).read(heading.inlines);
  const hasImage = heading.inlines.some(({ name }) => name === 'Image');
  return {
    text: plain,
    textWithAlt: hasImage ? new HeadingReader(text, start, end, true).read(heading.inlines) : plain,
    source: text.slice(start, end),
  };
}

/** The range of a heading's content, without its marks and the blanks around it. */
function contentOf(text: string, { start, end, marks, setext }: Heading): { start: number; end: number } {
  const [first] = marks;
  const last = marks.at(-1);
  let from = setext ? start : (first?.end ?? start);
  let to = setext ? (last?.start ?? end) : last && last !== first ? last.start : end;
  while (from < to && /\s/.test(text.charAt(from))) from += 1;
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}

/** A link or an image around the current node. */
interface OpenLink {
  end: number;
  /** The number of brackets seen. */
  marks: number;
  isImage: boolean;
}

class HeadingReader {
  readonly #source: string;
  readonly #end: number;
  readonly #withAlt: boolean;
  /** Everything before this offset is copied or left out. */
  #at: number;
  #text = '';
  readonly #links: OpenLink[] = [];

  constructor(source: string, start: number, end: number, withAlt: boolean) {
    this.#source = source;
    this.#at = start;
    this.#end = end;
    this.#withAlt = withAlt;
  }

  read(inlines: Heading['inlines']): string {
    // Nodes that start before `#at` are inside one that is done.
    for (const { name, start, end } of inlines) if (start >= this.#at) this.#enter(name, start, end);
    this.#copyTo(this.#end);
    return this.#text;
  }

  #enter(name: string, start: number, end: number): void {
    switch (name) {
      case 'Escape':
        this.#replace(start, start + 1, '');
        this.#copyTo(end);
        return;
      case 'Entity':
        this.#replace(start, end, decodeEntities(this.#source.slice(start, end)));
        return;
      case 'InlineCode':
        this.#replace(start, end, codeText(this.#source.slice(start, end)));
        return;
      case 'Autolink':
        this.#replace(start, end, this.#source.slice(start + 1, end - 1));
        return;
      case 'HardBreak':
        this.#replace(start, end, '\n');
        return;
      case 'EmphasisMark':
      case 'StrikethroughMark':
      case 'HTMLTag':
      case 'Comment':
      case 'ProcessingInstruction':
      case 'QuoteMark':
        this.#replace(start, end, '');
        return;
      case 'Image':
        if (this.#withAlt) this.#links.push({ end, marks: 0, isImage: true });
        else this.#replace(start, end, '');
        return;
      case 'Link':
        this.#links.push({ end, marks: 0, isImage: false });
        return;
      case 'LinkMark':
        this.#linkMark(start, end);
        return;
      default:
    }
  }

  /** Drops the brackets of a link or an image, and everything from the second one on. */
  #linkMark(start: number, end: number): void {
    while ((this.#links.at(-1)?.end ?? Infinity) <= start) this.#links.pop();
    const link = this.#links.at(-1);
    if (!link) return;
    link.marks += 1;
    if (link.marks === 1) this.#replace(start, end, '');
    else if (link.marks === 2) this.#replace(start, link.end, '');
  }

  #replace(start: number, end: number, by: string): void {
    this.#copyTo(start);
    this.#text += by;
    this.#at = Math.max(this.#at, end);
  }

  /** Copies text. Line breaks lose the blanks around them. */
  #copyTo(end: number): void {
    const stop = Math.min(end, this.#end);
    if (stop <= this.#at) return;
    const run = this.#source.slice(this.#at, stop);
    this.#text += /[\r\n]/.test(run) ? linesOf(run).join('\n') : run;
    this.#at = stop;
  }
}

/** The lines of a run of text, without the blanks next to the line breaks. */
function linesOf(run: string): string[] {
  const lines = run.split(/\r\n|\r|\n/);
  const last = lines.length - 1;
  return lines.map((line, index) => {
    const started = index === 0 ? line : line.trimStart();
    return index === last ? started : started.trimEnd();
  });
}

/** The text of inline code: without backticks, and without the one space on each side that separates them from it. */
function codeText(code: string): string {
  const ticks = /^`*/.exec(code)?.[0].length ?? 0;
  const text = code.slice(ticks, code.length - ticks).replaceAll(/\r\n|\r|\n/g, ' ');
  return text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '' ? text.slice(1, -1) : text;
}
