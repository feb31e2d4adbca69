import { normaliseLabel } from '../parser/definitions.ts';
import { decodeEntities, decodeMarkdown } from './entities.ts';
import type { Link, Outline } from './outline.ts';

/** Where a link or an image leads, wherever the destination is written. */
export interface Destination {
  kind: 'link' | 'image';
  /** Range of the destination in the document, with its angle brackets, without quotes. */
  start: number;
  end: number;
  /** The destination with escapes and entities decoded. */
  url: string;
  /** Whether it is in an HTML attribute: site generators leave those as they are. */
  isHtml: boolean;
}

/** How much of one piece of HTML is searched, in UTF-16 code units. */
const MAX_HTML_LENGTH = 100_000;
/** The `href` of `<a>`, or the `src` of `<img>`. Looks through 1,000 code units of other attributes. */
const HTML_LINK =
  /<(?:(a)\s(?:[^<>]{0,1000}?\s)?href|(img)\s(?:[^<>]{0,1000}?\s)?src)\s{0,9}=\s{0,9}(?:"([^"<>]{0,2000})"|'([^'<>]{0,2000})'|([^\s"'<>=`]{1,2000}))/gi;
/** In these, what looks like a tag is none. */
const NOT_MARKUP = /<!--[^]*?(?:-->|$)|<(script|style)\b[^]*?(?:<\/\1|$)/gi;

/**
 * Reads the destinations of a document in its order: of inline links and images, of the definitions that references use,
 * and of `<a href>` and `<img src>`. A definition is listed once, however often it is used.
 */
export function readDestinations(text: string, outline: Outline): Destination[] {
  const destinations: Destination[] = [];
  const add = (kind: Destination['kind'], { start, end }: { start: number; end: number }): void => {
    const url = decodeMarkdown(text.slice(start, end).replace(/^<(.*)>$/s, '$1'));
    destinations.push({ kind, start, end, url, isHtml: false });
  };
  const uses = new Map<string, Destination['kind']>();
  for (const link of outline.links) {
    if (link.url) add(link.kind, link.url);
    if (link.inline || outline.definitions.size === 0) continue;
    const label = labelOf(text, link);
    // A definition for both counts as that of a link, since links are checked for anchors too.
    if (link.kind === 'link' || !uses.has(label)) uses.set(label, link.kind);
  }
  for (const { label, url } of outline.linkDefinitions) {
    const key = normaliseLabel(label);
    const kind = uses.get(key);
    // The first definition of a label counts. Others are reported by another rule.
    uses.delete(key);
    if (kind) add(kind, url);
  }
  for (const { start, end } of outline.html) {
    const html = text.slice(start, Math.min(end, start + MAX_HTML_LENGTH));
    for (const found of linksInHtml(html)) {
      destinations.push({ ...found, start: start + found.start, end: start + found.end });
    }
  }
  return destinations.toSorted((a, b) => a.start - b.start);
}

/** The normalised label of a reference: its second brackets, or its text when those are empty or missing. */
function labelOf(text: string, { label, textStart, textEnd }: Link): string {
  const named = label ? normaliseLabel(text.slice(label.start + 1, label.end - 1)) : '';
  return named === '' ? normaliseLabel(text.slice(textStart, textEnd)) : named;
}

function* linksInHtml(html: string): Generator<Destination> {
  if (!/href|src/i.test(html)) return;
  const markup = html.replaceAll(NOT_MARKUP, (whole) => ' '.repeat(whole.length));
  for (const { 0: whole, 1: anchor, 3: double, 4: single, 5: bare, index } of markup.matchAll(HTML_LINK)) {
    const value = double ?? single ?? bare ?? '';
    const end = index + whole.length - (bare === undefined ? 1 : 0);
    const url = decodeEntities(value).trim();
    yield {
      kind: anchor === undefined ? 'image' : 'link',
      start: end - value.length,
      end,
      url,
      isHtml: true,
    };
  }
}
