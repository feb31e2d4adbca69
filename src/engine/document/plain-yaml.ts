/**
 * Reads the plainest YAML, which most front matter is: fields with words, dates, whole numbers, quoted texts and short lists,
 * and blocks of such fields. The library takes ten times as long for it. Whatever else is in a text is left to the library.
 */

/** A field at the top level. Offsets are those of the text. */
export interface PlainField {
  /** The value, trimmed; null when it is no scalar. */
  text: string | null;
  keyStart: number;
  keyEnd: number;
  /** Without a value, both are where it would be. */
  valueStart: number;
  valueEnd: number;
}

/** A line of a block. */
interface Line {
  start: number;
  /** Where its content starts. */
  contentStart: number;
  indent: number;
  /** Null in a list. */
  key: string | null;
  /** '' without one. */
  value: string;
  valueStart: number;
  next: number;
}

/** A line with a field or the item of a list: indentation, key, white space, and the rest in characters that are no controls. */
const LINE = /( *)(?:-|([A-Za-z_][\w.-]*(?: [A-Za-z_][\w.-]*)*):)(?:( +)(?! )([ -~¡-ᙿ‐-‧、-퟿]*))?\r?\n/y;
const MAX_KEY_LENGTH = 200;
/** What begins text, if YAML does not read it as something else. */
const WORDS = /^[A-Za-z/(¡-ᙿ、-퟿]/;
const NO_TEXT = /: |:$| #|^(?:null|true|false)$/i;
/** Numbers that are written as they are read, and what begins with digits and is text: dates, versions. */
const DIGITS =
  /^(?:true|false|0|[1-9]\d{0,14}|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?|\d+(?:\/\d+)+|\d+(?:\.\d+){2,})$/;
const QUOTED = /^(?:"[^"\\]*"|'[^']*')$/;
const ITEM = String.raw`(?:[A-Za-z/][\w./-]*(?: [A-Za-z][\w./-]*)*|"[^"\\]*"|'[^']*')`;
const LIST = new RegExp(String.raw`^\[ *(?:${ITEM}(?: *, *${ITEM})* *)?\]$`);

/**
 * Reads the fields of a text.
 *
 * @returns null when it has anything but the plainest YAML, or is no mapping; the library then reads it without errors, or not
 */
export function readPlainFields(source: string): Map<string, PlainField> | null {
  const lines = readLines(source);
  if (!lines || lines[0]?.key === null || lines[0]?.indent !== 0) return null;
  const fields = new Map<string, PlainField>();
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    if (!line || line.key === null || line.indent !== 0 || fields.has(line.key)) return null;
    const { key, value, valueStart } = line;
    const after = value === '' ? blockEnd(lines, at + 1, 0) : at + 1;
    if (after === -1) return null;
    const isBlock = after > at + 1;
    const first = isBlock ? lines[at + 1]?.contentStart : valueStart;
    fields.set(key, {
      text: isBlock ? null : textOf(value),
      keyStart: line.start,
      keyEnd: line.start + key.length,
      valueStart: first ?? valueStart,
      valueEnd: isBlock ? (lines[after - 1]?.next ?? 0) : valueStart + value.length,
    });
    at = after;
  }
  return fields;
}

/** Reads all lines; null when one of them is not plain. */
function readLines(source: string): Line[] | null {
  const lines: Line[] = [];
  LINE.lastIndex = 0;
  for (let start = 0; start < source.length; start = LINE.lastIndex) {
    const match = LINE.exec(source);
    if (!match) return null;
    const [, blanks = '', key = null, gap = '', rest = ''] = match;
    const contentStart = start + blanks.length;
    const value = rest.trimEnd();
    const isWrong = key === null ? value === '' : key.length > MAX_KEY_LENGTH || NO_TEXT.test(key);
    if (isWrong || !isPlain(value)) return null;
    const valueStart = contentStart + (key === null ? 1 : key.length + 1) + gap.length;
    lines.push({ start, contentStart, indent: blanks.length, key, value, valueStart, next: LINE.lastIndex });
  }
  return lines;
}

function isPlain(value: string): boolean {
  if (value === '' || DIGITS.test(value) || QUOTED.test(value)) return true;
  return value.startsWith('[') ? LIST.test(value) : WORDS.test(value) && !NO_TEXT.test(value);
}

/** The value of a line; null for a list. */
function textOf(value: string): string | null {
  if (value.startsWith('[')) return null;
  return value.startsWith('"') || value.startsWith("'") ? value.slice(1, -1).trim() : value;
}

/**
 * The index after the block that is the value of a field: the fields or items of one indentation, with blocks inside.
 *
 * @param outer - the indentation of the field
 * @returns `from` when there is none, and -1 when it is not plain
 */
function blockEnd(lines: readonly Line[], from: number, outer: number): number {
  const first = lines[from];
  if (!first || first.indent < outer) return from;
  // A list may be indented as its field is.
  if (first.indent === outer && first.key !== null) return from;
  const keys = new Set<string>();
  let at = from;
  for (let line = lines[at]; line && line.indent >= first.indent; line = lines[at]) {
    const { indent, key, value } = line;
    if (indent === outer && key !== null) break;
    if (indent > first.indent || (key === null) !== (first.key === null)) return -1;
    at += 1;
    if (key === null) continue;
    if (keys.has(key)) return -1;
    keys.add(key);
    if (value !== '') continue;
    const end = blockEnd(lines, at, indent);
    // Where a block ends with nothing is for the library to say.
    if (end === at && (lines[at]?.indent ?? -1) < first.indent) return -1;
    if (end === -1) return -1;
    at = end;
  }
  return at;
}
