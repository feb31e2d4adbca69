import type { Edit } from '../../shared/things.ts';
import type { FlavorParser } from '../flavors/flavor.ts';
import type { Effect } from '../rules/effects.ts';
import type { ComparableDocument } from './comparable-document.ts';
import { htmlRegions, hasShiftingFence } from './foreign-regions.ts';
import { hasPlainEmphasis, isPlainAddress } from './plain-inlines.ts';

/** What Python-Markdown and kramdown read differently from CommonMark, wherever it stands. */
const OWN_READING: ReadonlySet<Effect> = new Set(['indentation', 'link-style', 'table-layout']);
/** A line that begins or continues something to which empty lines around it matter. */
const MARKED = /^(?:[ \t]|[-*+:>|=~`]|\d+[.)]|\[|\{|<)/;
/** Most white space that is looked through, in UTF-16 code units. */
const MAX_GAP = 2_000;
const INDENTED = /^(?:\t| {4})/;
/** The marks of containers before what a line says. */
const MARKS_ONLY = /^[\s>]*(?:(?:[-*+]|\d+[.)])[\s>]*)*$/;
const ITEM = /^[\s>]*(?:[-*+]|\d+\.)[ \t]+(?![-*+\s]|\d+[.)])/;
const UNDERLINE = /^[\s>]*(?:-+|=+)[ \t]*$/;

/**
 * Tells which edits may mean something else to a parser that is no CommonMark parser. The comparison can't show it, since
 * it is made on a CommonMark tree: so only what those parsers are known to read alike is ever certain.
 */
export class OtherReading {
  readonly #text: string;
  readonly #parser: FlavorParser;
  readonly #isLost: boolean;
  readonly #html: readonly { start: number; end: number }[];
  #paragraph: Paragraph | null = null;

  constructor(document: ComparableDocument, parser: FlavorParser) {
    this.#text = document.text;
    this.#parser = parser;
    this.#isLost = hasShiftingFence(document);
    this.#html = htmlRegions(document);
  }

  /** @param effects - what the rule declares */
  mayDiffer(edit: Edit, effects: readonly Effect[]): boolean {
    return (
      this.#isLost ||
      this.#html.some(({ start, end }) => edit.start < end && edit.end > start) ||
      effects.some((effect) => OWN_READING.has(effect) || this.#differs[effect]?.(edit)) ||
      this.#movesLines(edit)
    );
  }

  readonly #differs: Readonly<Partial<Record<Effect, (edit: Edit) => boolean>>> = {
    marker: (edit) => !this.#isItemToAll(edit),
    'emphasis-style': ({ start }) => !this.#paragraphAt(start).isPlain,
    links: (edit) =>
      !isPlainAddress(this.#lineAt(edit.start), edit.start - this.#lineStart(edit.start), edit),
    'inner-spaces': (edit) =>
      MARKS_ONLY.test(this.#text.slice(this.#lineStart(edit.start), edit.start)) ||
      (this.#text.slice(edit.end, this.#lineEnd(edit.end)).trim() === '' && this.#endsDifferently(edit)),
    'trailing-spaces': (edit) => this.#endsDifferently(edit),
  };

  /** A line is an item to all when its run of lines begins with one: else it may go on a paragraph. */
  #isItemToAll({ start }: Edit): boolean {
    const { first } = this.#paragraphAt(start);
    const next = this.#text.slice(this.#lineEnd(start) + 1, this.#lineEnd(this.#lineEnd(start) + 1));
    return ITEM.test(first) && ITEM.test(this.#lineAt(start)) && !UNDERLINE.test(next);
  }

  /** White space at the end of a line may be a break, or part of a mark, to one parser and not to the other. */
  #endsDifferently({ start, expected, text }: Edit): boolean {
    const line = this.#lineAt(start);
    const content = line.trimEnd();
    if (/[#\]:]$/.test(content) || (content !== '' && MARKS_ONLY.test(content))) return true;
    const next = this.#text.slice(this.#lineEnd(start) + 1, this.#lineEnd(this.#lineEnd(start) + 1));
    const before = this.#text.slice(0, Math.max(0, this.#lineStart(start) - 1));
    if (content === '')
      return INDENTED.test(next) || INDENTED.test(before.slice(before.lastIndexOf('\n') + 1));
    const left = line.length - content.length - expected.length + text.length;
    return next.trim() !== '' && left < 2 && /\t| {2}/.test(line.slice(content.length));
  }

  /** Empty lines that come, go or change in number. */
  #movesLines({ start, end, expected, text }: Edit): boolean {
    if (!/[\r\n]/.test(text) && !/[\r\n]/.test(expected)) return false;
    if (expected.split('\n').some((line) => line.trim() !== '' && MARKED.test(line))) return true;
    // At the end of the document nothing follows that could be read differently.
    if (this.#text.slice(end).trim() === '') return false;
    const above = lineBefore(this.#text, start);
    const below = lineAfter(this.#text, end);
    if (below.start - above.end > MAX_GAP) return true;
    const had = hasEmptyLine(this.#text.slice(above.end, below.start));
    const has = hasEmptyLine(this.#text.slice(above.end, start) + text + this.#text.slice(end, below.start));
    if (had && has) return INDENTED.test(above.line) || INDENTED.test(below.line);
    const interrupts = this.#parser === 'kramdown' && below.line.startsWith('#');
    return interrupts || MARKED.test(above.line) || MARKED.test(below.line);
  }

  #lineStart(offset: number): number {
    return this.#text.lastIndexOf('\n', offset - 1) + 1;
  }

  #lineEnd(offset: number): number {
    const end = this.#text.indexOf('\n', offset);
    return end === -1 ? this.#text.length : end;
  }

  #lineAt(offset: number): string {
    return this.#text.slice(this.#lineStart(offset), this.#lineEnd(offset)).replace(/\r$/, '');
  }

  /** The lines around an offset up to empty ones. Edits of one paragraph come one after the other. */
  #paragraphAt(offset: number): Paragraph {
    const known = this.#paragraph;
    if (known && known.start <= offset && offset <= known.end) return known;
    let start = this.#lineStart(offset);
    let end = this.#lineEnd(offset);
    while (start > 0 && !isEmpty(this.#lineAt(start - 1))) start = this.#lineStart(start - 1);
    while (end < this.#text.length && !isEmpty(this.#lineAt(end + 1))) end = this.#lineEnd(end + 1);
    const isPlain = hasPlainEmphasis(this.#text.slice(start, end));
    this.#paragraph = { start, end, isPlain, first: this.#lineAt(start) };
    return this.#paragraph;
  }
}

interface Paragraph {
  start: number;
  end: number;
  /** Its first line. */
  first: string;
  /** All of its emphasis is read alike. */
  isPlain: boolean;
}

function isEmpty(line: string): boolean {
  return /^[\s>]*$/.test(line);
}

function hasEmptyLine(between: string): boolean {
  return (between.match(/\r\n?|\n/g)?.length ?? 0) > 1;
}

/** The last line with something on it that begins before an offset, and where what is on it ends. */
function lineBefore(text: string, offset: number): { line: string; end: number } {
  let end = offset;
  while (end > 0 && offset - end <= MAX_GAP && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return { line: text.slice(text.lastIndexOf('\n', end - 1) + 1, end), end };
}

/** The first line with something on it that begins at or after an offset, or on which the offset is. */
function lineAfter(text: string, offset: number): { line: string; start: number } {
  let start = offset;
  while (start < text.length && start - offset <= MAX_GAP && /\s/.test(text[start] ?? '')) start += 1;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  return { line: text.slice(Math.max(lineStart, 0), end === -1 ? text.length : end), start };
}
