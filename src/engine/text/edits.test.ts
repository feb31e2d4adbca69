import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, EditConflictError, mergeReplacements } from './edits.ts';
import { unifiedDiff } from './unified-diff.ts';

const edit = (start: number, end: number, expected: string, text: string) => ({ start, end, expected, text });
const reasonOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof EditConflictError) return error.reason;
    throw error;
  }
  return 'none';
};

describe('applyEdits', () => {
  it('replaces, inserts and removes in any order, and leaves the rest alone', () => {
    expect(applyEdits('a\r\nbc', [edit(4, 5, 'c', 'C'), edit(0, 0, '', '<'), edit(1, 3, '\r\n', '')])).toBe(
      '<abC',
    );
  });

  it('allows an insertion right before a replacement', () => {
    expect(applyEdits('ab', [edit(1, 2, 'b', 'B'), edit(1, 1, '', '-')])).toBe('a-B');
  });

  it('refuses overlaps, and two insertions at one place', () => {
    expect(reasonOf(() => applyEdits('abc', [edit(0, 2, 'ab', ''), edit(1, 3, 'bc', '')]))).toBe('overlap');
    expect(reasonOf(() => applyEdits('abc', [edit(1, 1, '', 'x'), edit(1, 1, '', 'y')]))).toBe('overlap');
  });

  it('refuses a text that is not what the edit expects, and places outside of it', () => {
    expect(reasonOf(() => applyEdits('abc', [edit(0, 1, 'x', '')]))).toBe('expected');
    expect(reasonOf(() => applyEdits('abc', [edit(2, 4, 'c', '')]))).toBe('range');
    expect(reasonOf(() => applyEdits('abc', [edit(Number.NaN, 1, 'a', '')]))).toBe('range');
  });
});

describe('mergeReplacements', () => {
  it('leaves a colliding group out as a whole', () => {
    const groups = [
      [{ start: 0, end: 2, text: '' }],
      [
        { start: 1, end: 3, text: '' },
        { start: 5, end: 6, text: '' },
      ],
    ];
    const { edits, kept } = mergeReplacements('abcdef', groups);
    expect(kept).toEqual([true, false]);
    expect(edits).toEqual([edit(0, 2, 'ab', '')]);
  });
});

const lines = fc
  .array(fc.constantFrom('a\n', 'b\n', '\n', 'c c\r\n', 'd'), { maxLength: 40 })
  .map((all) => all.join(''));
const spans = fc.array(fc.tuple(fc.nat(120), fc.nat(6), fc.constantFrom('', 'x', 'y\n', '\nz')), {
  maxLength: 8,
});

describe('unifiedDiff', () => {
  it('can be applied by other tools, with the same result as the edits', () => {
    fc.assert(
      fc.property(lines, spans, (text, wanted) => {
        const groups = wanted.map(([at, length, replacement]) => {
          const start = Math.min(at, text.length);
          return [{ start, end: Math.min(start + length, text.length), text: replacement }];
        });
        const { edits } = mergeReplacements(text, groups);
        const result = applyEdits(text, edits);
        const diff = unifiedDiff(text, edits, 'a.md');
        expect(diff === '' ? text : applyPatch(text, diff, { autoConvertLineEndings: false })).toBe(result);
      }),
      { numRuns: 300 },
    );
  });
});
