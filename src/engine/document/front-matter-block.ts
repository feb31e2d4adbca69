import type { LineIndex } from '../text/line-index.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** The front matter of a document: where it is, not yet what it says. */
export interface FrontMatterBlock {
  format: 'yaml' | 'toml';
  /** The opening delimiter's line, without its ending. */
  openStart: number;
  openEnd: number;
  /** The text between the delimiters. */
  contentStart: number;
  contentEnd: number;
  /** Where the Markdown goes on. */
  end: number;
  /** False when no closing delimiter follows: then the block is what looks like fields. */
  closed: boolean;
}

/** Offset of the first code unit after a byte order mark. */
export function textStart(text: string): number {
  return text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
}

const YAML_OPEN = /^---[ \t]*$/;
const YAML_CLOSE = /^(?:---|\.\.\.)[ \t]*$/;
const TOML_DELIMITER = /^\+\+\+[ \t]*$/;
const YAML_FIELD = /^["']?[A-Za-z_][\w. -]{0,80}["']?[ \t]*:(?:[ \t]|$)/;
const FIELD_CONTINUATION = /^(?:[ \t]+\S|-[ \t]|#)/;

/**
 * Finds the front matter: YAML between `---` lines (or closed by `...`), or TOML between `+++` lines, at the very
 * start. An opening `---` that nothing closes counts only when a field follows it: else it is a thematic break.
 */
export function findFrontMatter(text: string, lines: LineIndex): FrontMatterBlock | null {
  const openStart = textStart(text);
  const openEnd = lines.contentEnd(1);
  const opening = text.slice(openStart, openEnd);
  const format = YAML_OPEN.test(opening) ? 'yaml' : TOML_DELIMITER.test(opening) ? 'toml' : null;
  if (format === null || lines.count < 2) return null;
  const contentStart = lines.end(1);
  const closing = format === 'yaml' ? YAML_CLOSE : TOML_DELIMITER;
  const block = { format, openStart, openEnd, contentStart } as const;
  for (let line = 2; line <= lines.count; line += 1) {
    // Most lines can't be a delimiter: look at them no further than their first code unit.
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

/** A comment of YAML is no field here: after an unclosed block, `# Title` is far more likely a heading. */
function looksLikeFields(line: string): boolean {
  return !line.startsWith('#') && (YAML_FIELD.test(line) || FIELD_CONTINUATION.test(line));
}
