import { decodeEntities } from './entities.ts';
import { readHeadingText, type HeadingText } from './heading-text.ts';
import type { Outline } from './outline.ts';
import type { ParsedDocument } from './parsed-document.ts';
import { matchesOutsideCode } from './outside-code.ts';
import { isPartial } from './partial.ts';

/** One heading, as far as its anchor is concerned. */
export interface HeadingSource extends HeadingText {
  /** Whether it is a tag, e.g. `<h2>`: many site generators give those no anchor. */
  isHtml: boolean;
  /** An id that is set right after the heading: `{: #id}` on the next line. */
  idAfter?: string;
}

/**
 * Everything that the anchors of a document are made of. What the anchors are depends on the site generator: see
 * `anchorsOf`.
 */
export interface AnchorSources {
  /** In document order. */
  headings: readonly HeadingSource[];
  /** Values of `id` and `name` in HTML, and ids in attribute lists outside of headings. */
  ids: readonly string[];
  /** Whether the document has more text than was read, e.g. includes. Then it may have more anchors. */
  isPartial: boolean;
}

export const NO_ANCHOR_SOURCES: AnchorSources = { headings: [], ids: [], isPartial: false };

/** Longest heading written in HTML, in UTF-16 code units. */
const MAX_HTML_HEADING_LENGTH = 1_000;
const ID = /\s(?:id|name)\s*=\s*["']?([^"'\s<>]+)/gi;
const HTML_HEADING = /<h([1-6])(?=[\s>])[^>]{0,1000}>/gi;
const CLOSING_TAGS = [1, 2, 3, 4, 5, 6].map((level) => new RegExp(`</h${level}\\s*>`, 'i'));
const TAG_OR_COMMENT = /<!--[^]*?-->|<\/?[A-Za-z][^>]*>/g;
/** Attributes in braces, e.g. `{ #id .class }`. */
const ATTRIBUTES = /\{(:?[^{}\r\n]{1,500})\}/g;
/** Attributes on the line after a heading, as kramdown reads them. */
const ATTRIBUTE_LINE = /(?:\r\n|\r|\n)[ \t]*\{:([^{}\r\n]*)\}/y;

/** A line that the definition of it follows, as in a definition list. */
const TERM = /^(?![ \t]*(?:[:>#|]|[-+*] ))([^\r\n]{1,200})(?:\r\n|\r|\n){1,2}: /gm;

/** Reads what the anchors of a document are made of. A document that can't be parsed has none. */
export function readAnchorSources({
  text,
  outline,
  templates,
  flavor,
  bodyStart,
}: Pick<ParsedDocument, 'text' | 'outline' | 'templates' | 'flavor' | 'bodyStart'>): AnchorSources {
  if (!outline) return NO_ANCHOR_SOURCES;
  const headings = outline.headings.map((heading): { start: number; source: HeadingSource } => {
    ATTRIBUTE_LINE.lastIndex = heading.end;
    const idAfter = idIn(ATTRIBUTE_LINE.exec(text)?.[1] ?? '');
    const source = { ...readHeadingText(text, heading), isHtml: false };
    return { start: heading.start, source: idAfter === undefined ? source : { ...source, idAfter } };
  });
  const ids: string[] = [];
  let isSorted = true;
  for (const { start, end } of outline.html) {
    const html = text.slice(start, end);
    for (const [, id = ''] of html.matchAll(ID)) ids.push(decodeEntities(id));
    for (const { at, content } of htmlHeadings(html)) {
      const source = { text: content, textWithAlt: content, source: content, isHtml: true };
      headings.push({ start: start + at, source });
      isSorted = false;
    }
  }
  if (!isSorted) headings.sort((a, b) => a.start - b.start);
  for (const id of idsOutsideHeadings(text, outline, templates)) ids.push(id);
  if (flavor === 'hugo') {
    // Hugo gives the terms of definition lists ids as it does headings.
    for (const { 1: source = '' } of matchesOutsideCode(text, { ...outline, inlineCode: [] }, TERM)) {
      const term = source.replaceAll(/[`*_]/g, '');
      headings.push({ start: text.length, source: { text: term, textWithAlt: term, source, isHtml: false } });
    }
  }
  return {
    headings: headings.map(({ source }) => source),
    ids,
    // A page that has no text of its own shows that of something else.
    isPartial:
      (bodyStart > 0 && text.slice(bodyStart).trim() === '') ||
      templates.some(({ includes }) => includes) ||
      isPartial(text, outline),
  };
}

/** The headings in a piece of HTML, none inside another. Headings that are not closed are left out. */
function* htmlHeadings(html: string): Generator<{ at: number; content: string }> {
  HTML_HEADING.lastIndex = 0;
  for (let tag = HTML_HEADING.exec(html); tag; tag = HTML_HEADING.exec(html)) {
    const from = tag.index + tag[0].length;
    const after = html.slice(from, from + MAX_HTML_HEADING_LENGTH);
    const length = after.search(CLOSING_TAGS[Number(tag[1]) - 1] ?? /$/);
    if (length === -1) continue;
    yield { at: tag.index, content: decodeEntities(after.slice(0, length).replaceAll(TAG_OR_COMMENT, '')) };
    HTML_HEADING.lastIndex = from + length;
  }
}

/**
 * The id in a list of attributes, as Python-Markdown, Pandoc, kramdown and goldmark read it: `#id` or `id=id` among others.
 *
 * @param attributes - without the braces
 */
export function idIn(attributes: string): string | undefined {
  const [, short, long] = /(?:^:?|\s)(?:#([^\s.=}]+)|id=["']?([^\s"'}]+))/.exec(attributes) ?? [];
  return short ?? long;
}

/** Whether something is neither on the line where a heading ends nor on the next one. */
function isApart(text: string, headingEnd: number, at: number): boolean {
  const newline = text.slice(headingEnd, headingEnd + 2).search(/\n|\r(?!\n)/);
  return headingEnd + newline + 1 < at;
}

/** The ids that templates and attribute lists give to anything but headings, e.g. to the code before them. */
function* idsOutsideHeadings(
  text: string,
  outline: Outline,
  templates: ParsedDocument['templates'],
): Generator<string> {
  const given = templates.flatMap(({ start, ids }) => ids.map((id) => ({ at: start, id })));
  for (const { index, 1: attributes = '' } of matchesOutsideCode(text, outline, ATTRIBUTES)) {
    const id = idIn(attributes);
    if (id !== undefined) given.push({ at: index, id });
  }
  for (const { openStart: at, info } of outline.fences) {
    const id = idIn(/\{([^{}]{1,500})\}/.exec(info)?.[1] ?? '');
    if (id !== undefined) given.push({ at, id });
  }
  const { headings } = outline;
  let next = 0;
  for (const { at, id } of given.toSorted((a, b) => a.at - b.at)) {
    for (
      let end = headings[next]?.end;
      end !== undefined && isApart(text, end, at);
      end = headings[next]?.end
    )
      next += 1;
    if ((headings[next]?.start ?? Infinity) > at) yield id;
  }
}
