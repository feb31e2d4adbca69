import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../engine/index.ts';
import { changedLines } from './diff-lines.ts';
import { commentOf, keyOf, suggest } from './suggestions.ts';

const edit = (text: string, start: number, end: number, by: string) => ({
  start,
  end,
  expected: text.slice(start, end),
  text: by,
});
const every = () => true;
const fix = (edits: ReturnType<typeof edit>[]) => [{ ruleId: 'a/rule', message: 'Wrong.', edits }];

describe('suggestions', () => {
  it('are the whole lines that edits touch, as they are to be', () => {
    const text = 'one\ntwo three\nfour\nfive\n';
    const made = suggest('a.md', text, fix([edit(text, 4, 7, '2'), edit(text, 8, 13, '3')]), every);
    expect(made).toMatchObject([{ startLine: 2, endLine: 2, text: '2 3' }]);
    const across = suggest('a.md', text, fix([edit(text, 12, 16, 'X')]), every);
    expect(across).toMatchObject([{ startLine: 2, endLine: 3, text: 'two threXur' }]);
  });

  it('take lines away, and add some', () => {
    const text = 'one\n\n\ntwo\n';
    expect(suggest('a.md', text, fix([edit(text, 4, 5, '')]), every)).toMatchObject([
      { startLine: 2, endLine: 2, text: null },
    ]);
    expect(suggest('a.md', text, fix([edit(text, 0, 0, 'zero\n')]), every)).toMatchObject([
      { startLine: 1, endLine: 1, text: 'zero\none' },
    ]);
  });

  it('are only for lines of the diff, and not two for one line', () => {
    const text = 'one\ntwo\n';
    const fixes = [...fix([edit(text, 0, 1, 'O')]), ...fix([edit(text, 1, 2, 'N'), edit(text, 4, 5, 'T')])];
    expect(suggest('a.md', text, fixes, every)).toMatchObject([{ text: 'One' }, { text: 'Two' }]);
    expect(suggest('a.md', text, fixes, (line) => line === 2)).toMatchObject([{ text: 'Two' }]);
  });

  it('are known again by their comments, whatever fences are in them', () => {
    const text = '````md\nx\n';
    const [made] = suggest('a.md', text, fix([edit(text, 7, 8, '````')]), every);
    const { body, line } = commentOf(made!);
    expect(line).toBe(2);
    expect(body).toContain('\n`````suggestion\n````\n`````\n');
    expect(keyOf(body)).toBe(made!.key);
    expect(keyOf('a comment')).toBeUndefined();
  });

  it('make what the edits make, when all of them are committed', () => {
    const line = fc.stringMatching(/^[ab]{0,4}$/);
    const drawn = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 6 }),
      cuts: fc.uniqueArray(fc.nat(40), { maxLength: 6 }),
      texts: fc.array(fc.constantFrom('', 'x', 'y\n', '\nz')),
    });
    fc.assert(
      fc.property(drawn, ({ lines, cuts, texts }) => {
        const text = `${lines.join('\n')}\n`;
        const places = cuts.filter((at) => at < text.length).toSorted((a, b) => a - b);
        const edits = Array.from({ length: places.length >> 1 }, (_, n) =>
          edit(text, places[2 * n]!, places[2 * n + 1]!, texts[n] ?? ''),
        );
        const old = text.split('\n');
        for (const { startLine, endLine, text: wanted } of suggest(
          'a.md',
          text,
          fix(edits),
          every,
        ).toReversed()) {
          const now = wanted === null ? [] : wanted.split('\n');
          old.splice(startLine - 1, endLine - startLine + 1, ...now);
        }
        const made = old.join('\n');
        const expected = applyEdits(text, edits);
        // GitHub ends what is suggested with the end of its line.
        expect([expected, `${expected}\n`]).toContain(made);
      }),
    );
  });
});

describe('lines of a diff', () => {
  it('are those that it adds', () => {
    const isChanged = changedLines(
      '@@ -1,3 +1,4 @@ heading\n one\n-two\n+2\n+3\n three\n\\ No newline\n@@ -9 +10 @@\n-x\n+y',
    );
    expect([1, 2, 3, 4, 5, 9, 10, 11].filter(isChanged)).toEqual([2, 3, 10]);
  });

  it('are all lines of a file that is too large for one', () => {
    expect(changedLines(undefined)(1_000_000)).toBe(true);
  });
});
