import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, mergeReplacements } from './edits.ts';
import { diffHunks, unifiedDiff } from './unified-diff.ts';

const lines = fc
  .array(fc.constantFrom('a\n', 'b\n', '\n', 'c c\r\n', 'd'), { maxLength: 60 })
  .map((all) => all.join(''));
const spans = fc.array(fc.tuple(fc.nat(160), fc.nat(6), fc.constantFrom('', 'x', 'y\n', '\nz')), {
  maxLength: 8,
});

describe('diffHunks', () => {
  it('shows each change with the lines around it, and where a line has no ending', () => {
    expect(diffHunks('a\nb\r\nc', [{ start: 5, end: 6, expected: 'c', text: 'd\n' }])).toEqual([
      {
        old_start: 1,
        old_lines: 3,
        new_start: 1,
        new_lines: 3,
        lines: [
          { kind: 'same', text: 'a' },
          { kind: 'same', text: 'b\r' },
          { kind: 'removed', text: 'c', no_newline: true },
          { kind: 'added', text: 'd' },
        ],
      },
    ]);
    expect(diffHunks('a', [])).toEqual([]);
  });

  it('holds the lines of both texts at the places that it names', () => {
    fc.assert(
      fc.property(lines, spans, (text, wanted) => {
        const groups = wanted.map(([at, length, replacement]) => {
          const start = Math.min(at, text.length);
          return [{ start, end: Math.min(start + length, text.length), text: replacement }];
        });
        const { edits } = mergeReplacements(text, groups);
        const [before, after] = [text, applyEdits(text, edits)].map((all) => all.split('\n'));
        for (const hunk of diffHunks(text, edits)) {
          const old = hunk.lines.filter(({ kind }) => kind !== 'added');
          const now = hunk.lines.filter(({ kind }) => kind !== 'removed');
          expect([old.length, now.length]).toEqual([hunk.old_lines, hunk.new_lines]);
          for (const [index, line] of old.entries())
            expect(line.text).toBe(before?.[hunk.old_start - 1 + index]);
          for (const [index, line] of now.entries())
            expect(line.text).toBe(after?.[hunk.new_start - 1 + index]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows a change of very many lines', () => {
    const text = '\n'.repeat(200_000);
    const [hunk] = diffHunks(text, [{ start: 0, end: text.length, expected: text, text: 'a\n' }]);
    expect(hunk).toMatchObject({ old_lines: 200_000, new_lines: 1 });
  });
});

describe('unifiedDiff', () => {
  const text = `${'a\n'.repeat(20)}${'b'.repeat(100)}\n`;
  const edits = [
    { start: 0, end: 1, expected: 'a', text: 'A' },
    { start: 40, end: 41, expected: 'b', text: 'B' },
  ];

  it('leaves out hunks beyond its length, and those with a line that is too long', () => {
    const all = unifiedDiff(text, edits, 'a.md');
    const first = all.slice(0, all.lastIndexOf('@@ -'));
    expect(all).toContain('+Bbb');
    expect(unifiedDiff(text, edits, 'a.md', { maxLength: 100 })).toBe(first);
    expect(unifiedDiff(text, edits, 'a.md', { maxLineLength: 80 })).toBe(first);
    expect(unifiedDiff(text, edits, 'a.md', { maxLength: 10 })).toBe('');
  });
});
