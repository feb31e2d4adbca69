import type { Weights } from './cost-weights.ts';

/**
 * The estimated cost of parsing a text. One linear pass makes the estimate, before anything superlinear runs.
 *
 * The estimate counts what was measured to be expensive. The cost of brackets and emphasis grows with the square of their
 * number in a paragraph, that of unmatched backticks with the length of the paragraph, of pipes with their number in a
 * table, of nested quotes with their depth, of setext underlines with the number in a row, and of comments with the length
 * of the text. Code counts like prose, because only the parser can tell the two apart.
 */
export interface Cost {
  /** Microseconds on the machine of the measurement; an order of magnitude elsewhere. */
  micros: number;
  /** The main cause of the cost, in words. */
  reason: string;
}

/** Counts since the last blank line, or since the last line that starts a block of its own. */
interface Section {
  inline: number;
  tags: number;
  /** Number of runs of backticks, by length. The parser searches for the end of an unmatched run in all of the text. */
  ticks: Map<number, number>;
  length: number;
  pipes: number;
  lines: number;
  underlines: number;
  isTable: boolean;
}

const DELIMITER_ROW = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\||$)/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const OWN_BLOCK = /^ {0,3}(?:[-+*][ \t]+\S|1[.)][ \t]+\S|#{1,6}[ \t])/;
const STRUCTURE = /^[ \t]*(?:[-+*>#=[|]|\d{1,9}[.)]|```|~~~)/;
/** What the lines that these patterns match begin with, after blanks: most lines begin with a letter. */
const BEGINNINGS = new Set(Array.from('-+*>#=[|:`~0123456789', (character) => character.charCodeAt(0)));
/** How much of a line is read to tell its kind, in UTF-16 code units. */
const KIND_LENGTH = 2_000;

function newSection(): Section {
  return {
    inline: 0,
    tags: 0,
    ticks: new Map(),
    length: 0,
    pipes: 0,
    lines: 0,
    underlines: 0,
    isTable: false,
  };
}

/**
 * Estimates the cost of parsing a text, in linear time.
 *
 * @param text - lines end with `\n`, `\r\n` or `\r`
 * @param weights - of the parser
 */
export function estimateCost(text: string, weights: Weights): Cost {
  const costs = {
    'its length': text.length * weights.codeUnit,
    'its number of blocks (headings, list items, rows)': 0,
    'links, tags or emphasis in one paragraph': 0,
    'its links, code spans and emphasis': 0,
    'unmatched backticks in one paragraph': 0,
    'table cells': 0,
    'nested block quotes or lists': 0,
    'one long paragraph or list': 0,
    'heading underlines in a row': 0,
    'HTML comments': 0,
    'spaces in a row': 0,
  };
  const section: Section = newSection();
  const closeInline = (): void => {
    costs['links, tags or emphasis in one paragraph'] +=
      section.inline ** 2 * weights.inlineSquared + section.tags ** 2 * weights.tagsSquared;
    let unmatched = 0;
    for (const count of section.ticks.values()) unmatched += count % 2;
    costs['unmatched backticks in one paragraph'] += unmatched * section.length * weights.ticksTimesLength;
    section.inline = 0;
    section.tags = 0;
    if (section.ticks.size > 0) section.ticks.clear();
    section.length = 0;
  };
  const closeSection = (): void => {
    closeInline();
    costs['table cells'] += section.pipes ** 2 * weights.pipesSquared;
    costs['one long paragraph or list'] += section.lines ** 2 * weights.linesSquared;
    costs['heading underlines in a row'] += section.underlines ** 2 * weights.underlinesSquared;
    section.pipes = 0;
    section.lines = 0;
    section.underlines = 0;
    section.isTable = false;
  };

  let depth = 0;
  let afterBlank = false;
  let start = 0;
  while (start <= text.length) {
    const end = lineEnd(text, start);
    const indent = indentOf(text, start, end);
    const isPlain = !BEGINNINGS.has(text.charCodeAt(indent.offset));
    const kind = isPlain ? '' : text.slice(start, Math.min(end, start + KIND_LENGTH));
    if (indent.offset === end) {
      costs['its length'] += weights.line;
      closeSection();
    } else {
      section.lines += 1;
      costs['its length'] += weights.line;
      if (!isPlain && STRUCTURE.test(kind)) {
        costs['its number of blocks (headings, list items, rows)'] += weights.structureLine;
      }
      const underline = !isPlain && UNDERLINE.test(kind);
      if (section.lines === 2 && !isPlain && DELIMITER_ROW.test(kind)) section.isTable = true;
      if (section.isTable || underline || (!isPlain && OWN_BLOCK.test(kind))) closeInline();
      if (underline) section.underlines += 1;
      const markers = countMarkers(text, indent.offset, end);
      costs['nested block quotes or lists'] +=
        markers * weights.marker + markers ** 2 * weights.markersSquared;
      const here = markers + indent.columns / 2;
      if (markers > 0 || afterBlank) depth = markers > 0 ? here : Math.min(depth, here);
      countInline(text, start, end, weights, costs, section);
    }
    // Lists stay open after a blank line, and the parser matches each following line against all of them.
    costs['nested block quotes or lists'] += depth * weights.depthTimesLine;
    afterBlank = indent.offset === end;
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  closeSection();
  costs['spaces in a row'] = squareBlanks(text) * weights.blanksSquared;
  if (weights.commentTimesLength > 0) {
    costs['HTML comments'] = countComments(text) * text.length * weights.commentTimesLength;
  }

  let micros = 0;
  let reason = 'its length';
  let most = -1;
  for (const [name, cost] of Object.entries(costs)) {
    micros += cost;
    if (cost > most) [most, reason] = [cost, name];
  }
  return { micros, reason };
}

/** Counts the block quotes and list items that the lines of a text begin, in linear time. Each is a node of its own in a tree. */
export function countContainers(text: string): number {
  let count = 0;
  for (let start = 0; start < text.length;) {
    const end = lineEnd(text, start);
    count += countMarkers(text, indentOf(text, start, end).offset, end);
    start = end + 1;
  }
  return count;
}

function lineEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

function indentOf(text: string, start: number, end: number): { offset: number; columns: number } {
  let columns = 0;
  let offset = start;
  for (; offset < end; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 32) columns += 1;
    else if (code === 9) columns += 4;
    else break;
  }
  return { offset, columns };
}

/** Number of block quote and list markers at the start of a line. */
function countMarkers(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const character = text[at];
    if (character === ' ' || character === '\t') continue;
    if (character === '>') count += 1;
    else if (character === '-' || character === '+' || character === '*') {
      if (text[at + 1] !== ' ' && text[at + 1] !== '\t') break;
      count += 1;
    } else {
      let digits = at;
      while (digits < at + 9 && digits < end && isDigit(text.charCodeAt(digits))) digits += 1;
      if (digits === at || (text[digits] !== '.' && text[digits] !== ')')) break;
      if (text[digits + 1] !== ' ' && text[digits + 1] !== '\t') break;
      at = digits;
      count += 1;
    }
  }
  return count;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const Kind = { Other: 0, Bracket: 1, Emphasis: 2, Backtick: 3, Tag: 4, Punctuation: 5, Pipe: 6 } as const;
/** What each ASCII character may start. */
const KINDS = new Uint8Array(128);
for (const [characters, kind] of [
  ['[]', Kind.Bracket],
  ['*_', Kind.Emphasis],
  ['`', Kind.Backtick],
  ['<', Kind.Tag],
  ['&$~\\@:.', Kind.Punctuation],
  ['|', Kind.Pipe],
] as const) {
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind;
}

type Costs = Record<'its links, code spans and emphasis' | 'table cells', number>;

function countInline(
  text: string,
  start: number,
  end: number,
  weights: Weights,
  costs: Costs,
  section: Section,
): void {
  let brackets = 0;
  let emphasis = 0;
  let punctuation = 0;
  let pipes = 0;
  for (let at = start; at < end; at += 1) {
    const kind = KINDS[text.charCodeAt(at)];
    // The common case: a letter, a space, or not ASCII.
    if (kind === undefined || kind === Kind.Other) continue;
    switch (kind) {
      case Kind.Bracket:
        brackets += 1;
        break;
      case Kind.Emphasis:
        // A run of equal marks is one delimiter.
        if (text[at - 1] !== text[at]) emphasis += 1;
        break;
      case Kind.Backtick:
        if (text[at - 1] !== '`') {
          punctuation += 1;
          countTicks(text, at, end, section);
        }
        break;
      case Kind.Tag:
        section.tags += 1;
        punctuation += 1;
        break;
      case Kind.Punctuation:
        punctuation += 1;
        break;
      case Kind.Pipe:
        pipes += 1;
        break;
    }
  }
  section.inline += brackets + emphasis;
  section.length += end - start;
  section.pipes += pipes;
  costs['its links, code spans and emphasis'] +=
    brackets * weights.bracket + emphasis * weights.emphasis + punctuation * weights.punctuation;
  costs['table cells'] += pipes * weights.pipe;
}

function countTicks(text: string, start: number, end: number, { ticks }: Section): void {
  let at = start + 1;
  while (at < end && text[at] === '`') at += 1;
  ticks.set(at - start, (ticks.get(at - start) ?? 0) + 1);
}

/** The parser reads on from each of many blanks in a row, because each might start a hard line break. */
const MANY_BLANKS = /[ \t]{100,}/g;

function squareBlanks(text: string): number {
  let sum = 0;
  for (const [blanks] of text.matchAll(MANY_BLANKS)) sum += blanks.length ** 2;
  return sum;
}

function countComments(text: string): number {
  let count = 0;
  for (let at = text.indexOf('<!--'); at !== -1; at = text.indexOf('<!--', at + 4)) count += 1;
  return count;
}
