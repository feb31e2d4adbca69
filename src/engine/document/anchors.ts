import { linkTarget } from './link-target.ts';
import type { Outline } from './outline.ts';
import type { ParsedDocument } from './parsed-document.ts';
import { touchesTemplate, type TemplateSpan } from '../flavors/template-span.ts';
import { MASK, type ProseBlock } from './prose.ts';

/** What connects a document with others. */
export interface DocumentLinks {
  /** What links to it may name after `#`. */
  anchors: ReadonlySet<string>;
  /** Paths of the documents that its relative links lead to, normalised and without its own. */
  linkedPaths: readonly string[];
}

/** How much of one piece of HTML is searched for anchors, in UTF-16 code units. */
const MAX_HTML_LENGTH = 100_000;
const HTML_ANCHOR = /\s(?:id|name)\s*=\s*["']?([^"'\s<>]+)/gi;
/** An anchor that a heading sets for itself, as in Hugo, Docusaurus and others: `## Title {#id}`. */
const CUSTOM_ANCHOR = /\{:?\s*#([^\s{}]+)\s*\}\s*$/;

/**
 * Reads the links between a document and others. A document that can't be parsed has none.
 *
 * @param filePath - path with `/` separators, which relative links start from
 */
export function readDocumentLinks(document: ParsedDocument, filePath: string): DocumentLinks {
  const { text, outline } = document;
  const linkedPaths = new Set<string>();
  for (const { kind, url } of outline?.links ?? []) {
    if (kind === 'image' || !url) continue;
    const target = linkTarget(text.slice(url.start, url.end), filePath);
    if (target?.path !== undefined && target.path !== filePath) linkedPaths.add(target.path);
  }
  return { anchors: documentAnchors(document), linkedPaths: [...linkedPaths] };
}

/** The anchors of a document; none when it can't be parsed. */
export function documentAnchors(document: ParsedDocument): ReadonlySet<string> {
  const { text, outline, prose, templates } = document;
  return outline ? headingAnchors(text, outline, prose, templates) : new Set();
}

/**
 * What links to a document may name after `#`: `top`, the slugs of its headings as GitHub makes them (repeated ones are
 * numbered), the ids that headings set for themselves, and the values of `id` and `name` in HTML.
 */
export function headingAnchors(
  text: string,
  outline: Outline,
  prose: readonly ProseBlock[],
  templates: readonly TemplateSpan[] = [],
): Set<string> {
  const anchors = new Set<string>(['top']);
  const seen = new Map<string, number>();
  for (const block of prose) {
    if (block.kind !== 'heading') continue;
    const title = visibleText(text, block, templates);
    const custom = CUSTOM_ANCHOR.exec(title)?.[1];
    if (custom !== undefined) anchors.add(custom);
    const slug = slugOf(title);
    if (slug === '') continue;
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  for (const { ids } of templates) for (const id of ids) anchors.add(id);
  for (const { start, end } of outline.html) {
    const html = text.slice(start, Math.min(end, start + MAX_HTML_LENGTH));
    for (const [, anchor = ''] of html.matchAll(HTML_ANCHOR)) anchors.add(anchor);
  }
  return anchors;
}

/** The text of a heading, with the inline code that prose masks, without what belongs to templates. */
function visibleText(
  text: string,
  { text: shown, offsetAt }: ProseBlock,
  templates: readonly TemplateSpan[],
): string {
  if (!shown.includes(MASK)) return shown;
  let visible = '';
  for (let index = 0; index < shown.length; index += 1) {
    if (shown[index] !== MASK) visible += shown[index] ?? '';
    else {
      const offset = offsetAt(index);
      const character = text[offset] ?? '';
      if (character !== '`' && !touchesTemplate(templates, offset, offset + 1)) visible += character;
    }
  }
  return visible.trimEnd();
}

/** The slug that GitHub makes of a heading (the table of contents filter of html-pipeline). */
/** The anchor that GitHub gives a heading, without a number. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
