import { lowerBound } from '../../shared/lower-bound.ts';
import type { DiffHunk, Edit } from '../../shared/things.ts';

/** Lines shown before and after a change. */
const CONTEXT_LINES = 3;
/** Longest diff of a proposal, in UTF-16 code units. Hunks beyond it are left out; the edits are always complete. */
export const MAX_DIFF_LENGTH = 60_000;
/** Longest line that a diff shows, in UTF-16 code units; a hunk with a longer one is left out. */
const MAX_DIFF_LINE_LENGTH = 20_000;

const MARKS = { same: ' ', removed: '-', added: '+' } as const;

type DiffLine = DiffHunk['lines'][number];

interface Change {
  /** Lines of the old text, `[from, to)` from 0. */
  from: number;
  to: number;
  edits: Edit[];
}

/** Limits of a diff, in UTF-16 code units. */
export interface DiffLimits {
  /** Longest diff. Hunks beyond it are left out. Default: 60,000. */
  maxLength?: number;
  /** Longest line. A hunk with a longer one is left out. Default: 20,000. */
  maxLineLength?: number;
}

/**
 * Prints edits as a unified diff. It is built from the edits themselves, so its cost depends on them and not on the length
 * of the document. As in other diff tools, `\n` alone ends a line; a `\r` is part of its line.
 *
 * @param text - the original
 * @param edits - ascending and disjoint
 * @param filePath - for the header; control characters in it become spaces
 * @returns the empty string when there is no hunk to show
 */
export function unifiedDiff(
  text: string,
  edits: readonly Edit[],
  filePath: string,
  { maxLength = MAX_DIFF_LENGTH, maxLineLength = MAX_DIFF_LINE_LENGTH }: DiffLimits = {},
): string {
  const name = filePath.replaceAll(/\p{Cc}/gu, ' ');
  const parts = [`--- a/${name}\n+++ b/${name}\n`];
  let length = 0;
  for (const hunk of hunksOf(text, edits)) {
    const printed = printHunk(hunk, maxLineLength);
    length += printed.length;
    if (length > maxLength) break;
    if (printed !== '') parts.push(printed);
  }
  return parts.length > 1 ? parts.join('') : '';
}

/**
 * The hunks that {@link unifiedDiff} prints, as data.
 *
 * @param text - the original
 * @param edits - ascending and disjoint
 */
export function diffHunks(text: string, edits: readonly Edit[]): DiffHunk[] {
  return [...hunksOf(text, edits)];
}

/** Makes one hunk at a time, so that a caller with a limit does not pay for hunks beyond it. */
function* hunksOf(text: string, edits: readonly Edit[]): Generator<DiffHunk> {
  if (edits.length === 0) return;
  const starts = lineStarts(text);
  let shift = 0;
  for (const changes of groupHunks(changesOf(starts, edits))) {
    const hunk = makeHunk(text, starts, changes, shift);
    shift += hunk.new_lines - hunk.old_lines;
    yield hunk;
  }
}

function changesOf(starts: readonly number[], edits: readonly Edit[]): Change[] {
  const lineOf = (offset: number): number => upperBound(starts, offset) - 1;
  const changes: Change[] = [];
  for (const edit of edits) {
    const from = lineOf(edit.start);
    // An edit that ends right after a line ending may join two lines, so the next line belongs to the change.
    const to = lineOf(edit.end) + 1;
    const last = changes.at(-1);
    if (last && from < last.to) {
      last.to = Math.max(last.to, to);
      last.edits.push(edit);
    } else changes.push({ from, to, edits: [edit] });
  }
  return changes;
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

function makeHunk(
  text: string,
  starts: readonly number[],
  changes: readonly Change[],
  shift: number,
): DiffHunk {
  const lineCount = text.endsWith('\n') ? starts.length - 1 : starts.length;
  const from = Math.max(0, (changes[0]?.from ?? 0) - CONTEXT_LINES);
  const to = Math.min(lineCount, (changes.at(-1)?.to ?? 0) + CONTEXT_LINES);
  const startOf = (line: number): number => starts[line] ?? text.length;
  // Collected as arrays: `push(...lines)` would fail for more lines than a call may have arguments.
  const parts: DiffLine[][] = [];
  let at = from;
  for (const { from: first, to: end, edits } of changes) {
    parts.push(marked('same', splitLines(text.slice(startOf(at), startOf(first)))));
    const before = text.slice(startOf(first), startOf(end));
    parts.push(changedLines(splitLines(before), splitLines(applyWithin(before, startOf(first), edits))));
    at = end;
  }
  parts.push(marked('same', splitLines(text.slice(startOf(Math.min(at, to)), startOf(to)))));
  const lines = parts.flat();
  const oldLines = lines.filter(({ kind }) => kind !== 'added').length;
  const newLines = lines.filter(({ kind }) => kind !== 'removed').length;
  return {
    old_start: firstLine(from, oldLines),
    old_lines: oldLines,
    new_start: firstLine(from + shift, newLines),
    new_lines: newLines,
    lines,
  };
}

/** First line of a hunk's range, from 1. An empty range names the line before it. */
function firstLine(from: number, count: number): number {
  return count === 0 ? from : from + 1;
}

/** Prints a hunk; the empty string when one of its lines is too long. */
function printHunk(hunk: DiffHunk, maxLineLength: number): string {
  const { old_start, old_lines, new_start, new_lines } = hunk;
  const rows = hunk.lines.map(
    ({ kind, text, no_newline }) =>
      `${MARKS[kind]}${text}\n${no_newline ? '\\ No newline at end of file\n' : ''}`,
  );
  if (rows.some((row) => row.length > maxLineLength)) return '';
  return `@@ -${old_start},${old_lines} +${new_start},${new_lines} @@\n${rows.join('')}`;
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

/** The lines of a change. Lines that both versions begin or end with are marked as unchanged. */
function changedLines(removed: readonly string[], added: readonly string[]): DiffLine[] {
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
    ...marked('same', removed.slice(0, head)),
    ...marked('removed', removed.slice(head, removed.length - tail)),
    ...marked('added', added.slice(head, added.length - tail)),
    ...marked('same', removed.slice(removed.length - tail)),
  ];
}

/** Splits a text into lines with their `\n`. Only the last line may lack it. */
function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function marked(kind: DiffLine['kind'], lines: readonly string[]): DiffLine[] {
  return lines.map((line) =>
    line.endsWith('\n') ? { kind, text: line.slice(0, -1) } : { kind, text: line, no_newline: true },
  );
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the first start that is after the offset. */
function upperBound(starts: readonly number[], offset: number): number {
  return lowerBound(starts.length, (index) => (starts[index] ?? 0) <= offset);
}
