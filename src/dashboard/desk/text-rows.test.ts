import { describe, expect, it } from 'vitest';
import { lineAt, linesOf } from './text-lines.ts';
import { type Change, rowAt, textRows, withChanges } from './text-rows.ts';

const rowsOf = (text: string, changes: readonly Omit<Change, 'index' | 'isLeftOut'>[] = []) => {
  const lines = linesOf(text);
  const numbered = changes.map((one, index) => ({ ...one, index, isLeftOut: false }));
  return withChanges(lines, textRows(lines), numbered);
};
const shown = (text: string, changes: readonly Omit<Change, 'index' | 'isLeftOut'>[]) =>
  rowsOf(text, changes).map(
    ({ kind, line, start, end }) => `${kind} ${line} ${JSON.stringify(text.slice(start, end))}`,
  );

describe('the rows of a text', () => {
  it('are its lines, whatever ends them', () => {
    expect(shown('a\r\nb\rc\n', [])).toEqual(['text 1 "a"', 'text 2 "b"', 'text 3 "c"', 'text 4 ""']);
    expect(lineAt(linesOf('a\r\nb'), 2)).toBe(1);
    expect(lineAt(linesOf('a\r\nb'), 3)).toBe(2);
  });

  it('are several for a very long line, and none cuts a character in two', () => {
    const text = '😀'.repeat(4_500);
    const rows = rowsOf(text);
    expect(rows.length).toBeGreaterThan(4);
    expect(rows.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    expect(rows.every(({ start, end }) => text.slice(start, end).isWellFormed())).toBe(true);
  });

  it('are one where a change goes over lines, and one for each line that changes by itself', () => {
    expect(shown('a\nb\nc\nd', [{ start: 2, end: 5, text: 'x' }])).toEqual([
      'text 1 "a"',
      'change 2 "b\\nc"',
      'text 4 "d"',
    ]);
    expect(
      shown('a\nb', [
        { start: 0, end: 1, text: 'x' },
        { start: 2, end: 3, text: 'y' },
      ]),
    ).toEqual(['change 1 "a"', 'change 2 "b"']);
    expect(
      shown('a b', [
        { start: 0, end: 1, text: 'x' },
        { start: 2, end: 3, text: 'y' },
      ]),
    ).toEqual(['change 1 "a b"']);
  });

  it('leave the next line alone when whole lines are removed', () => {
    expect(shown('a\n\n\nb', [{ start: 2, end: 3, text: '' }])).toEqual([
      'text 1 "a"',
      'change 2 "\\n"',
      'text 3 ""',
      'text 4 "b"',
    ]);
  });

  it('stand in for all rows of a long line that changes', () => {
    const text = `${'word '.repeat(1_000)}\nend`;
    expect(rowsOf(text).length).toBeGreaterThan(2);
    const rows = rowsOf(text, [{ start: 4_900, end: 4_904, text: 'x' }]);
    expect(rows.map(({ kind }) => kind)).toEqual(['change', 'text']);
    expect(rowAt(rows, 4_900)).toBe(0);
    expect(rowAt(rows, text.length)).toBe(1);
  });
});
