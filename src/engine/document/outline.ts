import { normaliseLabel } from '../parser/definitions.ts';
import { NODE_NAMES, NodeKind } from '../parser/node-kind.ts';
import { parseMarkdown } from '../parser/parse-markdown.ts';
import type { SyntaxTree, UndefinedReference } from '../parser/syntax-tree.ts';

export interface Heading {
  level: number;
  start: number;
  end: number;
  /** `##` and, if the heading is closed, the marks at its end. For a setext heading: its underline. */
  marks: { start: number; end: number }[];
  setext: boolean;
  /** Its text, with markup. */
  text: string;
  /** In a block quote, a list or a footnote: it says nothing about the document's structure. */
  nested: boolean;
  /** Its inline nodes, by the names of the parse tree, in document order: a node comes before those inside it. */
  inlines: { name: string; start: number; end: number }[];
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
  /** In a block quote, a list or a footnote. */
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
  tree: SyntaxTree;
  headings: Heading[];
  links: Link[];
  /** What reads like a reference, but has no definition. */
  undefinedReferences: readonly UndefinedReference[];
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

/** Whether what is inside says nothing about the document's structure. */
function isContainer(kind: NodeKind): boolean {
  return kind === NodeKind.Blockquote || kind === NodeKind.ListItem || kind === NodeKind.FootnoteDefinition;
}

function isHeading(kind: NodeKind): boolean {
  return kind >= NodeKind.ATXHeading1 && kind <= NodeKind.SetextHeading2;
}

/**
 * Parses the Markdown of a document from `bodyStart` on. It takes time linear in the length of the text.
 *
 * @param markdownText - what is parsed, of the same length: the text with its templates hidden
 */
export function readOutline(text: string, bodyStart: number, markdownText = text): Outline {
  const tree = parseMarkdown(markdownText, bodyStart);
  const outline: Outline = {
    tree,
    headings: [],
    links: [],
    undefinedReferences: tree.undefinedReferences,
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
  /** The brackets of an address that is the text of a link are none of the link's. */
  let addressEnd = -1;

  tree.iterate({
    enter(node) {
      const { kind } = node;
      const start = node.from;
      let end = node.to;
      while (end > start && (text[end - 1] === '\r' || text[end - 1] === '\n')) end -= 1;
      heading?.inlines.push({ name: NODE_NAMES[kind] ?? '', start, end });
      if (isContainer(kind)) depth += 1;
      else if (kind === NodeKind.HeaderMark) heading?.marks.push({ start, end });
      else if (kind === NodeKind.Link || kind === NodeKind.Image)
        openLinks.push(new LinkReader(kind, start, end));
      else if (kind === NodeKind.Autolink) addressEnd = end;
      else if (kind === NodeKind.LinkMark) {
        if (end > addressEnd) openLinks.at(-1)?.mark(start, end);
      } else if (kind === NodeKind.URL) {
        const link = openLinks.at(-1);
        const definition = outline.linkDefinitions.at(-1);
        if (link) link.url(start, end);
        else if (definition && start < definition.end) definition.url = { start, end };
      } else if (kind === NodeKind.LinkLabel) {
        if (node.from === definitionStart) {
          const label = text.slice(start + 1, end - 1);
          outline.definitions.add(normaliseLabel(label));
          outline.linkDefinitions.push({ start, end: definitionEnd, label, url: { start: end, end } });
        } else openLinks.at(-1)?.label(start, end);
      } else if (kind === NodeKind.LinkReference) {
        definitionStart = node.from;
        definitionEnd = end;
      } else if (kind === NodeKind.FencedCode) {
        fence = { start, end, openStart: start, openEnd: start, info: '', closed: false, nested: depth > 0 };
        outline.fences.push(fence);
      } else if (kind === NodeKind.CodeMark && fence && start < fence.end) {
        if (fence.openEnd === fence.start) fence.openEnd = end;
        else fence.closed = true;
      } else if (kind === NodeKind.CodeInfo && fence) fence.info = text.slice(start, end);
      else if (kind === NodeKind.InlineCode) outline.inlineCode.push({ start, end });
      else if (kind === NodeKind.HTMLTag || kind === NodeKind.HTMLBlock) outline.html.push({ start, end });
      else if (kind === NodeKind.Comment || kind === NodeKind.CommentBlock)
        outline.comments.push({ start, end });
      else if (isHeading(kind)) {
        const setext = kind >= NodeKind.SetextHeading1;
        heading = {
          level: kind - (setext ? NodeKind.SetextHeading1 : NodeKind.ATXHeading1) + 1,
          start,
          end,
          marks: [],
          setext,
          text: '',
          nested: depth > 0,
          inlines: [],
        };
        outline.headings.push(heading);
      }
    },
    leave(node) {
      const { kind } = node;
      if (isContainer(kind)) depth -= 1;
      else if (kind === NodeKind.Link || kind === NodeKind.Image) {
        const link = openLinks.pop()?.finish();
        if (link) outline.links.push(link);
      } else if (heading && isHeading(kind)) {
        heading.text = headingText(text, heading);
        heading = null;
      } else if (kind === NodeKind.FencedCode) fence = null;
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

  constructor(node: NodeKind, start: number, end: number) {
    const kind = node === NodeKind.Image ? 'image' : 'link';
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
