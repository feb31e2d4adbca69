import type { LineIndex } from '../text/line-index.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** Where the front matter of a document is. Its fields are read elsewhere. Offsets are UTF-16 code units. */
export interface FrontMatterBlock {
  format: 'yaml' | 'toml' | 'json';
  /** The line of the opening delimiter, without its ending. The braces of JSON are both delimiters and content. */
  openStart: number;
  openEnd: number;
  /** The text between the delimiters. */
  contentStart: number;
  contentEnd: number;
  /** Where the Markdown starts. */
  end: number;
  /** False when there is no closing delimiter. Then the block ends after the last line that looks like a field. */
  closed: boolean;
}

/** Offset of the first code unit after a byte order mark, if there is one. */
export function textStart(text: string): number {
  return text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
}

const YAML_OPEN = /^---[ \t]*$/;
const YAML_CLOSE = /^(?:---|\.\.\.)[ \t]*$/;
const TOML_DELIMITER = /^\+\+\+[ \t]*$/;
const YAML_FIELD = /^["']?[A-Za-z_][\w. -]{0,80}["']?[ \t]*:(?:[ \t]|$)/;
const FIELD_CONTINUATION = /^(?:[ \t]+\S|-[ \t]|#)/;

/** Longest JSON that is read, in UTF-16 code units. */
const MAX_JSON_LENGTH = 100_000;
/** A brace that begins an object, and not a template (`{{`, `{%`) or an attribute list (`{:`, `{#`). */
const JSON_OPEN = /^\{[ \t]*(?:"|$)/;

/**
 * Finds the front matter at the very start of a document: YAML between `---` lines (or closed by `...`), TOML between
 * `+++` lines, or an object of JSON, as Hugo reads it. An opening `---` without a closing one counts only when a field follows. Otherwise it is a thematic break.
 *
 * @returns null when there is none
 */
export function findFrontMatter(text: string, lines: LineIndex): FrontMatterBlock | null {
  const openStart = textStart(text);
  const openEnd = lines.contentEnd(1);
  const opening = text.slice(openStart, openEnd);
  if (opening.startsWith('{')) return findJson(text, lines, openStart);
  const format = YAML_OPEN.test(opening) ? 'yaml' : TOML_DELIMITER.test(opening) ? 'toml' : null;
  if (format === null || lines.count < 2) return null;
  const contentStart = lines.end(1);
  const closing = format === 'yaml' ? YAML_CLOSE : TOML_DELIMITER;
  const block = { format, openStart, openEnd, contentStart } as const;
  for (let line = 2; line <= lines.count; line += 1) {
    // A cheap test of the first code unit rules out most lines.
    const first = text[lines.start(line)];
    if (first !== '-' && first !== '.' && first !== '+') continue;
    if (closing.test(lines.content(line))) {
      return { ...block, contentEnd: lines.start(line), end: lines.end(line), closed: true };
    }
  }
  if (format === 'toml' || !YAML_FIELD.test(lines.content(2))) return null;
  let last = 2;
  while (last < lines.count && looksLikeFields(lines.content(last + 1))) last += 1;
  return { ...block, contentEnd: lines.end(last), end: lines.end(last), closed: false };
}

/** After an unclosed block, `# Title` is more likely a heading than a comment of YAML. */
function looksLikeFields(line: string): boolean {
  return !line.startsWith('#') && (YAML_FIELD.test(line) || FIELD_CONTINUATION.test(line));
}

/**
 * Finds an object of JSON that ends its last line. What has the form of one counts, with or without mistakes inside: braces
 * on lines of their own and a quoted name after the first. On one line, it must be JSON.
 */
function findJson(text: string, lines: LineIndex, openStart: number): FrontMatterBlock | null {
  const openEnd = lines.contentEnd(1);
  const opening = text.slice(openStart, openEnd);
  if (!JSON_OPEN.test(opening)) return null;
  const contentEnd = closingBrace(text, openStart);
  if (contentEnd === null) return null;
  const last = lines.lineAt(contentEnd - 1);
  if (/\S/.test(text.slice(contentEnd, lines.contentEnd(last)))) return null;
  const content = text.slice(openStart, contentEnd);
  if (!/^\{\s*["}]/.test(content)) return null;
  const isForm = opening.trim() === '{' && lines.content(last).trim() === '}';
  if (!isForm && !isJson(content)) return null;
  return {
    format: 'json',
    openStart,
    openEnd,
    contentStart: openStart,
    contentEnd,
    end: lines.end(last),
    closed: true,
  };
}

/** The offset after the brace that closes the one at an offset. */
function closingBrace(text: string, start: number): number | null {
  let depth = 0;
  let inText = false;
  const stop = Math.min(text.length, start + MAX_JSON_LENGTH);
  for (let at = start; at < stop; at += 1) {
    const character = text[at];
    if (inText) {
      if (character === '\\') at += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

/** Whether a text is JSON. */
export function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
