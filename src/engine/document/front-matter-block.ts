import type { LineIndex } from '../text/line-index.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** Where the front matter of a document is. Its fields are read elsewhere. Offsets are UTF-16 code units. */
export interface FrontMatterBlock {
  format: 'yaml' | 'toml';
  /** The line of the opening delimiter, without its ending. */
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

/**
 * Finds the front matter at the very start of a document: YAML between `---` lines (or closed by `...`), or TOML between
 * `+++` lines. An opening `---` without a closing one counts only when a field follows. Otherwise it is a thematic break.
 *
 * @returns null when there is none
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
