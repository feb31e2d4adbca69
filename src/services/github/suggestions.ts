/** Proven fixes as suggestions that GitHub can commit: whole lines, each with what is to stand there. Pure. */
import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { applyEdits } from '../../engine/index.ts';
import type { Edit } from '../../shared/things.ts';
import type { LineComment } from '../../github/conversation.ts';

/** What a comment with a suggestion ends with, so that it is known again. */
const MARKER = /<!-- galley:suggestion:([\da-f]{16}) -->/;
const KEY_DIGITS = 16;

/** A fix of some lines. */
export interface Suggestion {
  path: string;
  /** From 1, both inclusive. */
  startLine: number;
  endLine: number;
  /** What is to stand there, without the end of the last line; null when the lines are to go. */
  text: string | null;
  ruleId: string;
  message: string;
  /** Equal for the same fix of the same lines. */
  key: string;
}

/** The edits of a rule in a text. */
export interface Fix {
  ruleId: string;
  message: string;
  edits: readonly Edit[];
}

/**
 * Makes suggestions of fixes. Edits that share a line become one. Fixes of lines that an earlier one has are left out.
 *
 * @param isChanged - whether a line is in the diff: all lines of a suggestion must be
 */
export function suggest(
  path: string,
  text: string,
  fixes: readonly Fix[],
  isChanged: (line: number) => boolean,
): Suggestion[] {
  const starts = lineStarts(text);
  const taken = new Set<number>();
  return fixes.flatMap(({ ruleId, message, edits }) =>
    blocksOf(text, starts, edits).flatMap(({ startLine, endLine, edits: own }): Suggestion[] => {
      const lines = Array.from({ length: endLine - startLine + 1 }, (_, index) => startLine + index);
      if (!lines.every((line) => isChanged(line) && !taken.has(line))) return [];
      for (const line of lines) taken.add(line);
      const from = starts[startLine - 1] ?? 0;
      const to = starts[endLine] ?? text.length;
      const old = text.slice(from, to);
      const moved = own.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from }));
      const made = applyEdits(old, moved).replaceAll('\r\n', '\n');
      const wanted = made === '' ? null : made.replace(/\n$/, '');
      const key = bytesToHex(sha256(new TextEncoder().encode(JSON.stringify([path, ruleId, old, wanted]))));
      return [{ path, startLine, endLine, text: wanted, ruleId, message, key: key.slice(0, KEY_DIGITS) }];
    }),
  );
}

/** The comment of a suggestion. */
export function commentOf({ path, startLine, endLine, text, ruleId, message, key }: Suggestion): LineComment {
  const longest = Math.max(2, ...(text?.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const block = [`${fence}suggestion`, ...(text === null ? [] : [text]), fence];
  const body = [`**${ruleId}**: ${message}`, '', ...block, '', `<!-- galley:suggestion:${key} -->`].join(
    '\n',
  );
  return { path, line: endLine, ...(startLine !== endLine && { start_line: startLine }), body };
}

/** The key of the suggestion that a comment makes. */
export function keyOf(body: string): string | undefined {
  return MARKER.exec(body)?.[1];
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

interface Block {
  startLine: number;
  endLine: number;
  edits: Edit[];
}

/** Groups edits, which are ascending, by the lines that they touch. */
function blocksOf(text: string, starts: readonly number[], edits: readonly Edit[]): Block[] {
  const blocks: Block[] = [];
  for (const edit of edits) {
    const startLine = lineOf(starts, edit.start);
    // What replaces whole lines by whole lines does not touch the next one.
    const isOfLines = edit.end > edit.start && starts.includes(edit.end) && starts.includes(edit.start);
    const isWhole = isOfLines && (edit.text === '' || edit.text.endsWith('\n'));
    const endLine = lineOf(starts, isWhole ? edit.end - 1 : Math.min(edit.end, text.length));
    const last = blocks.at(-1);
    if (last && startLine <= last.endLine) {
      last.endLine = Math.max(last.endLine, endLine);
      last.edits.push(edit);
    } else blocks.push({ startLine, endLine, edits: [edit] });
  }
  return blocks;
}

/** The line, from 1, of an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? Infinity) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
