/** The findings of a document by line, to be marked in its text. */
import type { Level } from '../../shared/things.ts';
import type { DeskItem } from './desk-items.ts';

/** Lines that a finding marks at most: one about a whole chapter would mark all of it. */
const MAX_LINES = 40;
/** Marks that a line shows at most. */
const MAX_MARKS = 60;

export interface Mark {
  start: number;
  end: number;
  level: Level;
  itemKey: string;
  message: string;
}

export type Marks = ReadonlyMap<number, readonly Mark[]>;

export function marksOf(items: readonly DeskItem[]): Marks {
  const marks = new Map<number, Mark[]>();
  const add = (line: number, mark: Mark) => {
    const there = marks.get(line);
    if (!there) marks.set(line, [mark]);
    else if (there.length < MAX_MARKS) there.push(mark);
  };
  for (const { key, issues, places, level: worst, title } of items) {
    for (const { start, end, level, message, line, end_line } of issues) {
      const mark = { start, end, level, itemKey: key, message };
      for (let at = line; at <= Math.min(end_line, line + MAX_LINES); at += 1) add(at, mark);
    }
    // A finding in many places is listed once: its edits say where the others are.
    for (const { start, end, line, issue } of places)
      if (!issue) add(line, { start, end, level: worst, itemKey: key, message: title });
  }
  return marks;
}

const WEIGHT: Record<Level, number> = { error: 3, warning: 2, info: 1 };

/** The most severe of marks. */
export function worstOf(marks: readonly Mark[]): Mark | undefined {
  return marks.reduce<Mark | undefined>(
    (worst, mark) => (worst && WEIGHT[worst.level] >= WEIGHT[mark.level] ? worst : mark),
    undefined,
  );
}

export interface Piece {
  text: string;
  /** Those that cover the text. Of a piece without text: one that is between two characters. */
  marks: readonly Mark[];
}

/** Cuts `[start, end)` of a text where marks start and end. */
export function piecesOf(text: string, start: number, end: number, marks: readonly Mark[]): Piece[] {
  const here = marks.filter((mark) => mark.start <= end && mark.end >= start);
  if (here.length === 0) return [{ text: text.slice(start, end), marks: [] }];
  const cuts = new Set([start, end]);
  for (const mark of here) {
    if (mark.start > start) cuts.add(mark.start);
    if (mark.end < end) cuts.add(mark.end);
  }
  const at = [...cuts].toSorted((a, b) => a - b);
  return at.flatMap((from, index) => {
    const between = here.filter((mark) => mark.start === from && mark.end === from);
    const to = at[index + 1];
    const pieces: Piece[] = between.length > 0 ? [{ text: '', marks: between }] : [];
    if (to !== undefined)
      pieces.push({
        text: text.slice(from, to),
        marks: here.filter((mark) => mark.start <= from && mark.end >= to && mark.start < mark.end),
      });
    return pieces;
  });
}
