import { parseDocument, type Document } from 'yaml';

/** YAML as it was parsed. Positions are those of the source. */
export interface ParsedYaml {
  document: Document.Parsed;
  /** Quoted values that go on in lines without indentation, which YAML 1.2 forbids and most readers take. */
  loose: { start: number; end: number }[];
}

/** Most values that are mended, since each of them is parsed again. */
const MAX_LOOSE_VALUES = 5;
const QUOTED_VALUE = /(?::|^[ \t]*-)[ \t]+(["'])/g;
/** Tabs before a value or the end of a list in brackets. YAML 1.2 forbids them there, and the parsers of site builders take them. */
const TABS = /(?<=[[{,][ \t]{0,20}\n)[ \t]{0,20}\t[ \t]{0,20}(?=["'\w\]}])/g;
const FIELD = /^["']?[A-Za-z_][\w. -]{0,80}["']?[ \t]*:(?:[ \t]|$)/;

/**
 * Parses YAML as the readers of front matter do: a quoted value may go on in lines without indentation. Such lines are
 * joined by spaces, as YAML joins the lines of a value, so the positions hold.
 */
export function parseYaml(text: string): ParsedYaml {
  // The YAML parser does not take a lone `\r` for a line ending. The replacement keeps the length, so positions hold.
  let source = text.replaceAll(/\r(?!\n)/g, '\n').replaceAll(TABS, (tabs) => tabs.replaceAll('\t', ' '));
  const loose: ParsedYaml['loose'] = [];
  for (;;) {
    const document = parseDocument(source, { prettyErrors: false, logLevel: 'silent' });
    const error = document.errors.find(
      ({ code, message }) => code === 'MISSING_CHAR' && message.endsWith('quote'),
    );
    const value = error && loose.length < MAX_LOOSE_VALUES ? looseValueAt(source, error.pos[0]) : null;
    if (!value) return { document, loose };
    const { start, end } = value;
    source = source.slice(0, start) + source.slice(start, end).replaceAll(/[\r\n]/g, ' ') + source.slice(end);
    loose.push(value);
  }
}

/**
 * Parses JSON, with the positions of its fields. YAML does not take tabs for indentation, so they are read as spaces; JSON
 * has none inside of its strings.
 */
export function parseJson(text: string): ParsedYaml {
  const source = text.replaceAll(/\t|\r(?!\n)/g, ' ');
  return { document: parseDocument(source, { prettyErrors: false, logLevel: 'silent' }), loose: [] };
}

/** The quoted value that begins on the line of a position and ends on a later one, of which none looks like a field. */
function looseValueAt(source: string, position: number): { start: number; end: number } | null {
  const lineStart = source.lastIndexOf('\n', Math.max(0, position - 1)) + 1;
  const newline = source.indexOf('\n', lineStart);
  if (newline === -1) return null;
  for (const { 0: before, 1: quote = '', index } of source.slice(lineStart, newline).matchAll(QUOTED_VALUE)) {
    const start = lineStart + index + before.length - 1;
    const end = closingQuote(source, start, quote);
    if (end === null) return null;
    if (end < newline) continue;
    const lines = source.slice(newline + 1, end).split('\n');
    const rest = source.slice(end, endOfLine(source, end));
    return lines.some((line) => FIELD.test(line)) || !/^\s*(?:#.*)?$/.test(rest) ? null : { start, end };
  }
  return null;
}

function endOfLine(source: string, at: number): number {
  const newline = source.indexOf('\n', at);
  return newline === -1 ? source.length : newline;
}

/** The offset after the quote that ends a value; null when there is none. */
function closingQuote(source: string, start: number, quote: string): number | null {
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\' && quote === '"') at += 1;
    else if (character === quote) {
      if (quote === "'" && source[at + 1] === "'") at += 1;
      else return at + 1;
    }
  }
  return null;
}
