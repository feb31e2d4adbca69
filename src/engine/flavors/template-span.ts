/**
 * How a span is hidden from the parser. `text` stands for content, as a run of masks. `blank` is no content of its own,
 * as an empty line. `container` begins a block whose indented body is Markdown, as the mark of a list item.
 */
export type TemplateMask = 'text' | 'blank' | 'container';

/** A part of a document that belongs to the template engine, the site generator or JSX, and is never edited. */
export interface TemplateSpan {
  start: number;
  end: number;
  mask: TemplateMask;
  /** It begins its line and ends it, list and quote marks aside. */
  ownLine: boolean;
  /** Ids that it gives to what it belongs to: those of an attribute list or of a JSX tag. */
  ids: readonly string[];
  /** Other text comes in here, so headings and anchors of the document are not known in full. */
  includes: boolean;
}

/** Stands for a code unit of a template in the text that is parsed. Punctuation to Markdown, as braces are. */
export const TEMPLATE_MASK = '\uFFFC';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Marks of a list item whose content begins four columns to the right. */
const CONTAINER_MARK = '+   ';

/**
 * Hides templates from a parser. The result has the length and the line endings of the text, so offsets hold.
 *
 * @param spans - ascending and disjoint
 */
export function maskTemplates(text: string, spans: readonly TemplateSpan[]): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let done = 0;
  let lineEnd = -1;
  for (const { start, end, mask } of spans) {
    if (lineEnd < start) lineEnd = nextLineEnd(text, start);
    if (start > done) parts.push(text.slice(done, start));
    parts.push(
      lineEnd < end || mask === 'container'
        ? masked(text.slice(start, end), mask)
        : maskedLine(end - start, mask),
    );
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** The offset of the line ending at or after an offset; the length of the text when there is none. */
function nextLineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== LINE_FEED && text.charCodeAt(at) !== CARRIAGE_RETURN)
    at += 1;
  return at;
}

/** Hides a template on one line, which nearly all are. */
function maskedLine(length: number, mask: TemplateMask): string {
  return (mask === 'blank' ? ' ' : TEMPLATE_MASK).repeat(length);
}

function masked(source: string, mask: TemplateMask): string {
  if (mask === 'blank') return source.replaceAll(/[^\r\n]/g, ' ');
  if (mask === 'container')
    return CONTAINER_MARK + TEMPLATE_MASK.repeat(source.length - CONTAINER_MARK.length);
  // An empty line inside stays one; white space before content is no indentation.
  return source.replaceAll(/[^\r\n]*[^\s][^\r\n]*/g, (line) => TEMPLATE_MASK.repeat(line.length));
}

/**
 * Finds the first span that ends after an offset.
 *
 * @param spans - ascending and disjoint
 * @returns its index; the number of spans when there is none
 */
export function firstSpanEndingAfter(spans: readonly TemplateSpan[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a part of a document lies in a template, or reaches into one. An empty part does so strictly inside. */
export function touchesTemplate(spans: readonly TemplateSpan[], start: number, end: number): boolean {
  const span = spans[firstSpanEndingAfter(spans, start)];
  return span !== undefined && (start === end ? span.start < start : span.start < end);
}
