import type { Tree } from '@lezer/common';
import { parser, Table, TaskList } from '@lezer/markdown';

export interface Heading {
  level: number;
  start: number;
  end: number;
  /** `##` and, if the heading is closed, the marks at its end. For a setext heading: its underline. */
  marks: { start: number; end: number }[];
  setext: boolean;
  /** Its text, with markup. */
  text: string;
  /** Whether it is in a block quote or a list. Then it is no part of the document's structure. */
  nested: boolean;
}

export interface Link {
  kind: 'link' | 'image';
  start: number;
  end: number;
  /** The text between the brackets. */
  textStart: number;
  textEnd: number;
  /** The destination, with angle brackets if it has them; null in a reference and in `[a]()`. */
  url: { start: number; end: number } | null;
  /** The second pair of brackets of a reference, e.g. `[label]` or `[]`. */
  label: { start: number; end: number } | null;
  inline: boolean;
}

export interface Fence {
  start: number;
  end: number;
  openStart: number;
  openEnd: number;
  info: string;
  closed: boolean;
  /** In a block quote or a list. */
  nested: boolean;
}

/** A link definition: `[label]: url` */
export interface LinkDefinition {
  start: number;
  end: number;
  /** As written. */
  label: string;
  url: { start: number; end: number };
}

/** What the checks need from the parse tree. Offsets are those of the document. */
export interface Outline {
  /** The parse tree itself. Its positions are relative to the start of the Markdown. */
  tree: Tree;
  headings: Heading[];
  links: Link[];
  fences: Fence[];
  /** Inline code, with its backticks. */
  inlineCode: { start: number; end: number }[];
  /** The normalised labels of the link definitions. */
  definitions: Set<string>;
  /** The link definitions, in document order. */
  linkDefinitions: LinkDefinition[];
  /** HTML tags and HTML blocks, without comments. */
  html: { start: number; end: number }[];
  /** HTML comments. */
  comments: { start: number; end: number }[];
}

// GFM without bare links and strikethrough. No rule needs them, and parsing bare links takes quadratic time.
const markdown = parser.configure([Table, TaskList]);

const HEADING = /^(ATX|Setext)Heading([1-6])$/;
const CONTAINERS = new Set(['Blockquote', 'ListItem']);

/** Normalises a reference label as CommonMark does: case is folded, and a run of white space becomes one space. */
export function normaliseLabel(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ').toLowerCase().toUpperCase();
}

/**
 * Parses the Markdown of a document from `bodyStart` on. Check `estimateCost` first: the time for links and emphasis grows
 * faster than the length of a paragraph.
 */
export function readOutline(text: string, bodyStart: number): Outline {
  // The parser does not take a lone `\r` for a line ending. The replacement keeps the length, so offsets hold.
  const body = text.slice(bodyStart).replaceAll(/\r(?!\n)/g, '\n');
  const tree = markdown.parse(body);
  const outline: Outline = {
    tree,
    headings: [],
    links: [],
    fences: [],
    inlineCode: [],
    definitions: new Set(),
    linkDefinitions: [],
    html: [],
    comments: [],
  };
  let heading: Heading | null = null;
  let fence: Fence | null = null;
  let definitionStart = -1;
  let definitionEnd = -1;
  let depth = 0;
  const openLinks: LinkReader[] = [];

  tree.iterate({
    enter(node) {
      const { name } = node;
      const start = node.from + bodyStart;
      let end = node.to + bodyStart;
      while (end > start && (text[end - 1] === '\r' || text[end - 1] === '\n')) end -= 1;
      if (CONTAINERS.has(name)) depth += 1;
      else if (name === 'HeaderMark') heading?.marks.push({ start, end });
      else if (name === 'Link' || name === 'Image') openLinks.push(new LinkReader(name, start, end));
      else if (name === 'LinkMark') openLinks.at(-1)?.mark(start, end);
      else if (name === 'URL') {
        const link = openLinks.at(-1);
        const definition = outline.linkDefinitions.at(-1);
        if (link) link.url(start, end);
        else if (definition && start < definition.end) definition.url = { start, end };
      } else if (name === 'LinkLabel') {
        if (node.from === definitionStart) {
          const label = text.slice(start + 1, end - 1);
          outline.definitions.add(normaliseLabel(label));
          outline.linkDefinitions.push({ start, end: definitionEnd, label, url: { start: end, end } });
        } else openLinks.at(-1)?.label(start, end);
      } else if (name === 'LinkReference') {
        definitionStart = node.from;
        definitionEnd = end;
      } else if (name === 'FencedCode') {
        fence = { start, end, openStart: start, openEnd: start, info: '', closed: false, nested: depth > 0 };
        outline.fences.push(fence);
      } else if (name === 'CodeMark' && fence && start < fence.end) {
        if (fence.openEnd === fence.start) fence.openEnd = end;
        else fence.closed = true;
      } else if (name === 'CodeInfo' && fence) fence.info = text.slice(start, end);
      else if (name === 'InlineCode') outline.inlineCode.push({ start, end });
      else if (name === 'HTMLTag' || name === 'HTMLBlock') outline.html.push({ start, end });
      else if (name === 'Comment' || name === 'CommentBlock') outline.comments.push({ start, end });
      else {
        const match = HEADING.exec(name);
        if (match) {
          const setext = match[1] === 'Setext';
          heading = { level: Number(match[2]), start, end, marks: [], setext, text: '', nested: depth > 0 };
          outline.headings.push(heading);
        }
      }
    },
    leave(node) {
      const { name } = node;
      if (CONTAINERS.has(name)) depth -= 1;
      else if (name === 'Link' || name === 'Image') {
        const link = openLinks.pop()?.finish();
        if (link) outline.links.push(link);
      } else if (heading && HEADING.test(name)) {
        heading.text = headingText(text, heading);
        heading = null;
      } else if (name === 'FencedCode') fence = null;
    },
  });
  return outline;
}

function headingText(text: string, heading: Heading): string {
  const [first, last] = [heading.marks[0], heading.marks.at(-1)];
  if (heading.setext) return text.slice(heading.start, last?.start ?? heading.end).trim();
  const end = last && last !== first ? last.start : heading.end;
  return text.slice(first?.end ?? heading.start, end).trim();
}

/** Collects the parts of a link while the tree is walked. */
class LinkReader {
  readonly #link: Link;
  #marks = 0;

  constructor(name: string, start: number, end: number) {
    const kind = name === 'Image' ? 'image' : 'link';
    this.#link = { kind, start, end, textStart: start, textEnd: end, url: null, label: null, inline: false };
  }

  mark(start: number, end: number): void {
    this.#marks += 1;
    if (this.#marks === 1) this.#link.textStart = end;
    else if (this.#marks === 2) this.#link.textEnd = start;
    else this.#link.inline = true;
  }

  url(start: number, end: number): void {
    // An address in the link's text is not the destination, which comes after the second mark.
    if (this.#marks > 2) this.#link.url = { start, end };
  }

  label(start: number, end: number): void {
    this.#link.label = { start, end };
  }

  finish(): Link {
    return this.#link;
  }
}
