import type { Edit } from '../shared/things.ts';

/** Lines shown before and after a change. */
const CONTEXT_LINES = 3;
/** Longest diff of a proposal, in UTF-16 code units. Hunks beyond it are left out; the edits are the whole truth. */
export const MAX_DIFF_LENGTH = 60_000;
/** Longest line that a diff shows, in UTF-16 code units; a hunk with a longer one is left out. */
const MAX_DIFF_LINE_LENGTH = 20_000;

interface Change {
  /** Lines of the old text, `[from, to)` from 0. */
  from: number;
  to: number;
  edits: Edit[];
}

/**
 * The unified diff of edits. It is built from the edits themselves, so it costs as much as they are long, however long
 * the document is. Lines are told apart by `\n`, as diff tools do; a `\r` stays in its line.
 *
 * @param text the original
 * @param edits ascending and disjoint
 */
export function unifiedDiff(text: string, edits: readonly Edit[], filePath: string): string {
  if (edits.length === 0) return '';
  const starts = lineStarts(text);
  const lineOf = (offset: number): number => upperBound(starts, offset) - 1;
  const changes: Change[] = [];
  for (const edit of edits) {
    const from = lineOf(edit.start);
    // An edit that ends right after a line ending takes the next line along, for the two may join.
    const to = lineOf(edit.end) + 1;
    const last = changes.at(-1);
    if (last && from < last.to) {
      last.to = Math.max(last.to, to);
      last.edits.push(edit);
    } else changes.push({ from, to, edits: [edit] });
  }
  const name = filePath.replaceAll(/\p{Cc}/gu, ' ');
  const parts = [`--- a/${name}\n+++ b/${name}\n`];
  let length = 0;
  let shift = 0;
  for (const hunk of groupHunks(changes)) {
    const made = writeHunk(text, starts, hunk, shift);
    shift += made.shift;
    length += made.text.length;
    if (length > MAX_DIFF_LENGTH) break;
    if (made.text !== '') parts.push(made.text);
  }
  return parts.length > 1 ? parts.join('') : '';
}

function groupHunks(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.from - last.to <= 2 * CONTEXT_LINES) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function writeHunk(
  text: string,
  starts: readonly number[],
  hunk: readonly Change[],
  shift: number,
): { text: string; shift: number } {
  const first = hunk[0];
  const last = hunk.at(-1);
  if (!first || !last) return { text: '', shift: 0 };
  const endsWithNewline = text.endsWith('\n');
  const lineCount = endsWithNewline ? starts.length - 1 : starts.length;
  const from = Math.max(0, first.from - CONTEXT_LINES);
  const to = Math.min(lineCount, last.to + CONTEXT_LINES);
  const startOf = (line: number): number => starts[line] ?? text.length;
  const rows: string[] = [];
  let oldLines = 0;
  let newLines = 0;
  const context = (start: number, end: number): void => {
    const lines = splitLines(text.slice(startOf(start), startOf(end)));
    rows.push(...prefixed(' ', lines));
    oldLines += lines.length;
    newLines += lines.length;
  };
  let at = from;
  for (const change of hunk) {
    context(at, change.from);
    const before = text.slice(startOf(change.from), startOf(change.to));
    const after = applyWithin(before, startOf(change.from), change.edits);
    const [removed, added] = trimCommon(splitLines(before), splitLines(after));
    rows.push(...removed.head, ...prefixed('-', removed.lines), ...prefixed('+', added), ...removed.tail);
    oldLines += removed.head.length + removed.lines.length + removed.tail.length;
    newLines += removed.head.length + added.length + removed.tail.length;
    at = change.to;
  }
  context(Math.min(at, to), to);
  const tooLong = rows.some((row) => row.length > MAX_DIFF_LINE_LENGTH);
  const header = `@@ -${range(from, oldLines)} +${range(from + shift, newLines)} @@\n`;
  return { text: tooLong ? '' : header + rows.join(''), shift: newLines - oldLines };
}

/** `start,count` of a hunk: an empty range names the line before it. */
function range(from: number, count: number): string {
  return `${count === 0 ? from : from + 1},${count}`;
}

function applyWithin(before: string, offset: number, edits: readonly Edit[]): string {
  let after = '';
  let done = 0;
  for (const edit of edits) {
    after += before.slice(done, edit.start - offset) + edit.text;
    done = edit.end - offset;
  }
  return after + before.slice(done);
}

/** Takes the lines that both begin and end with out of a change, already written as context. */
function trimCommon(
  removed: readonly string[],
  added: readonly string[],
): [{ head: string[]; lines: string[]; tail: string[] }, string[]] {
  let head = 0;
  while (head < removed.length && head < added.length && removed[head] === added[head]) head += 1;
  let tail = 0;
  while (
    tail < removed.length - head &&
    tail < added.length - head &&
    removed[removed.length - 1 - tail] === added[added.length - 1 - tail]
  ) {
    tail += 1;
  }
  return [
    {
      head: prefixed(' ', removed.slice(0, head)),
      lines: removed.slice(head, removed.length - tail),
      tail: prefixed(' ', removed.slice(removed.length - tail)),
    },
    added.slice(head, added.length - tail),
  ];
}

/** Lines with their `\n`; only the last may lack it. */
function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function prefixed(mark: ' ' | '-' | '+', lines: readonly string[]): string[] {
  return lines.map((line) =>
    line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`,
  );
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the first start that is greater than the offset. */
function upperBound(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
