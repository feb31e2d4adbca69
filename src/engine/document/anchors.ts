import { linkTarget } from './link-target.ts';
import type { Outline } from './outline.ts';
import type { ParsedDocument } from './parsed-document.ts';
import { MASK, type ProseBlock } from './prose.ts';

/** What other documents need to know of one, and what it needs to know of them. */
export interface DocumentLinks {
  /** What links to it may name after `#`. */
  anchors: ReadonlySet<string>;
  /** Paths of the documents that it links to by relative links, normalised, itself left out. */
  linkedPaths: readonly string[];
}

/** Most characters of a block of HTML that are searched for anchors, in UTF-16 code units. */
const MAX_HTML_LENGTH = 100_000;
const HTML_ANCHOR = /\s(?:id|name)\s*=\s*["']?([^"'\s<>]+)/gi;
/** An anchor of its own, as Hugo, Docusaurus and others have it: `## Title {#id}`. */
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
  const { text, outline, prose } = document;
  return outline ? headingAnchors(text, outline, prose) : new Set();
}

/**
 * What links to a document may name after `#`: its headings as GitHub names them, repeated ones numbered, anchors that
 * headings name themselves, and `id` and `name` in HTML.
 */
export function headingAnchors(text: string, outline: Outline, prose: readonly ProseBlock[]): Set<string> {
  const anchors = new Set<string>(['top']);
  const seen = new Map<string, number>();
  for (const block of prose) {
    if (block.kind !== 'heading') continue;
    const title = visibleText(text, block);
    const custom = CUSTOM_ANCHOR.exec(title)?.[1];
    if (custom !== undefined) anchors.add(custom);
    const slug = slugOf(title);
    if (slug === '') continue;
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  for (const { start, end } of outline.html) {
    const html = text.slice(start, Math.min(end, start + MAX_HTML_LENGTH));
    for (const [, anchor = ''] of html.matchAll(HTML_ANCHOR)) anchors.add(anchor);
  }
  return anchors;
}

/** A heading's text with the code in it, which is masked in prose. */
function visibleText(text: string, { text: shown, offsetAt }: ProseBlock): string {
  if (!shown.includes(MASK)) return shown;
  let visible = '';
  for (let index = 0; index < shown.length; index += 1) {
    const character = shown[index] === MASK ? text[offsetAt(index)] : shown[index];
    if (character !== '`' || shown[index] !== MASK) visible += character ?? '';
  }
  return visible;
}

/** A heading's anchor as GitHub makes it (html-pipeline's table of contents filter). */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
