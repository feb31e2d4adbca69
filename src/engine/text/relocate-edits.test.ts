import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { applyEdits, mergeReplacements } from './edits.ts';
import { EditPlaces } from './edit-places.ts';
import { relocateEdits } from './relocate-edits.ts';

const replace = (text: string, expected: string, replacement: string, from = 0) => {
  const start = text.indexOf(expected, from);
  return { start, end: start + expected.length, expected, text: replacement };
};
const insert = (start: number, text: string) => ({ start, end: start, expected: '', text });

describe('relocateEdits', () => {
  const original = '# Title\n\nAn intro of teh page.\n\n## Use\n\nRun the comand.\n';

  it('answers edits as they are when nothing changed', () => {
    const edits = [replace(original, 'teh', 'the')];
    expect(relocateEdits(original, edits, original)).toEqual({ state: 'found', edits });
  });

  it('follows text that moved, on both sides of several changes', () => {
    const target = `Before it all.\n\n${original.replace('## Use', 'Much more.\n\n## Use')}The end.\n`;
    const edits = [replace(original, 'teh', 'the'), replace(original, 'comand', 'command')];
    const found = relocateEdits(original, edits, target);
    expect(found).toMatchObject({ state: 'found' });
    expect(found.state === 'found' && applyEdits(target, found.edits)).toBe(
      target.replace('teh', 'the').replace('comand', 'command'),
    );
  });

  it('leaves out what is there already, and finds the rest', () => {
    const edits = [replace(original, 'teh', 'the'), replace(original, 'comand', 'command')];
    const target = `New.\n${original.replace('teh', 'the')}`;
    expect(relocateEdits(original, edits, target)).toEqual({
      state: 'found',
      edits: [replace(target, 'comand', 'command')],
    });
  });

  it('knows two results in one line, though each changed what stands around the other', () => {
    const text = 'teh cat adn teh dog\n';
    const edits = [replace(text, 'teh', 'the'), replace(text, 'adn', 'and'), replace(text, 'teh', 'the', 4)];
    expect(relocateEdits(text, edits, `New.\n${applyEdits(text, edits)}New.\n`)).toEqual({
      state: 'present',
    });
  });

  it('says when the text was rewritten', () => {
    const target = original.replace('An intro of teh page.', 'Something else.');
    expect(relocateEdits(original, [replace(original, 'teh', 'the')], target)).toMatchObject({
      state: 'lost',
      index: 0,
    });
  });

  it('says when the same text stands at two places that agree alike', () => {
    const target = `${original}\n${original}`;
    expect(relocateEdits(original, [replace(original, 'teh', 'the')], target)).toMatchObject({
      state: 'ambiguous',
      index: 0,
    });
  });

  it('does not take a removal for made when another word came in its place', () => {
    const text = 'It is very good.\n';
    const edits = [replace(text, ' very', '')];
    expect(relocateEdits(text, edits, 'It is extremely good.\n')).toMatchObject({ state: 'lost' });
    expect(relocateEdits(text, edits, 'New.\nIt is good.\nNew.\n')).toEqual({ state: 'present' });
  });

  it('takes a full stop to the line that it was made for when a line is added after it', () => {
    expect(relocateEdits('bar\nbaz\n', [insert(3, '.')], 'bar\nfoo\nbaz\n')).toEqual({
      state: 'found',
      edits: [insert(3, '.')],
    });
  });

  it('names an edit that was not made for the original, without throwing', () => {
    const edits = [insert(0, 'x'), { start: Number.NaN, end: 3, expected: 'a', text: '' }];
    expect(relocateEdits('abc', edits, 'abcd')).toMatchObject({ state: 'lost', index: 1 });
  });

  it('looks at few places for each of a thousand edits of a megabyte', () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, n) => `- item ${n % 5000} has teh text of number ${n}\n\n`,
    );
    const text = lines.join('');
    const edits = Array.from({ length: 1000 }, (_, n) => replace(text, 'teh', 'the', n * 800));
    const unique = mergeReplacements(
      text,
      edits.map((edit) => [edit]),
    ).edits;
    const target = `New.\n${text.slice(0, 500_000)}more${text.slice(500_000)}New.\n`;
    const rated = vi.spyOn(EditPlaces.prototype, 'rate');
    try {
      expect(relocateEdits(text, unique, target)).toMatchObject({ state: 'found' });
      expect(rated.mock.calls.length).toBeGreaterThanOrEqual(unique.length);
      expect(rated.mock.calls.length).toBeLessThanOrEqual(4 * unique.length);
    } finally {
      rated.mockRestore();
    }
  });
});

const line = fc.constantFrom('a\n', 'x\n', 'b c\n', '\n', '- item\n', 'a long line of some words\r\n');
const document = fc.array(line, { minLength: 1, maxLength: 14 });
const result = fc.constantFrom('', 'y', '\n', 'z z\n');

/** An edit within a document, as the lines before it, it and the lines after it. */
const cut = fc
  .tuple(document, document, document, fc.nat(30), fc.nat(30), result)
  .map(([before, middle, after, from, length, text]) => {
    const own = middle.join('');
    const start = Math.min(from, own.length - 1);
    const end = Math.min(start + length, own.length);
    return { before, own, after, start, end, text };
  })
  .filter(({ own, start, end, text }) => own.slice(start, end) !== text);

interface Cut {
  before: string[];
  own: string;
  after: string[];
  start: number;
  end: number;
  text: string;
}
const textOf = ({ before, own, after }: Cut): string => before.join('') + own + after.join('');
const editOf = ({ before, own, start, end, text }: Cut) => {
  const shift = before.join('').length;
  return { start: shift + start, end: shift + end, expected: own.slice(start, end), text };
};

describe('an edit of a text that changed elsewhere', () => {
  it('lands at its own place or nowhere when lines come in or go at one place', () => {
    fc.assert(
      fc.property(cut, document, fc.nat(14), fc.nat(4), fc.boolean(), (made, added, at, removed, isAfter) => {
        const side = isAfter ? made.after : made.before;
        const changed = side.toSpliced(at, removed, ...(removed > 0 ? [] : added));
        const now = isAfter ? { ...made, after: changed } : { ...made, before: changed };
        const original = textOf(made);
        const target = textOf(now);
        const edit = editOf(made);
        const found = relocateEdits(original, [edit], target);
        // What looks as if the edit had been made is no different from a text where it was.
        if (found.state !== 'found') return;
        expect(applyEdits(target, found.edits)).toBe(applyEdits(target, [editOf(now)]));
      }),
      { numRuns: 1000 },
    );
  });

  it('lands at its own place or nowhere when new lines come in at many places', () => {
    fc.assert(
      fc.property(cut, fc.array(fc.tuple(fc.boolean(), fc.nat(14)), { maxLength: 6 }), (made, news) => {
        const now: Cut = { ...made, before: [...made.before], after: [...made.after] };
        for (const [index, [isAfter, at]] of news.entries()) {
          (isAfter ? now.after : now.before).splice(at, 0, `new line ${index}\n`);
        }
        const original = textOf(made);
        const target = textOf(now);
        const found = relocateEdits(original, [editOf(made)], target);
        if (found.state !== 'found') return;
        expect(applyEdits(target, found.edits)).toBe(applyEdits(target, [editOf(now)]));
      }),
      { numRuns: 1000 },
    );
  });

  it('is present once it was made', () => {
    fc.assert(
      fc.property(cut, (made) => {
        const original = textOf(made);
        const target = applyEdits(original, [editOf(made)]);
        if (target === original) return;
        expect(relocateEdits(original, [editOf(made)], target)).toEqual({ state: 'present' });
      }),
    );
  });
});
