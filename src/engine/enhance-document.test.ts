import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from './text/edits.ts';
import { enhanceDocument, type DocumentChange } from './enhance-document.ts';

const original = '\uFEFF# Title  \r\n\r\nAn intro of teh page adn more.\r\n\r\nRun the comand.\t\n';
const replace = (expected: string, text: string, of = original) => {
  const start = of.indexOf(expected);
  return { start, end: start + expected.length, expected, text };
};
const change = (id: string, ...edits: DocumentChange['edits']): DocumentChange => ({ id, edits });

describe('enhanceDocument', () => {
  it('applies changes in any order of place, and leaves the rest alone', () => {
    const changes = [
      change('late', replace('comand', 'command')),
      change('early', replace('teh', 'the'), replace('  \r', '\r')),
    ];
    const { text, edits, applied, notApplied } = enhanceDocument({ original, changes });
    expect(text).toBe('\uFEFF# Title\r\n\r\nAn intro of the page adn more.\r\n\r\nRun the command.\t\n');
    expect(edits).toEqual([replace('  \r', '\r'), replace('teh', 'the'), replace('comand', 'command')]);
    expect({ applied, notApplied }).toEqual({ applied: ['late', 'early'], notApplied: [] });
  });

  it('refuses a change as a whole when it overlaps one before it, and says which and where', () => {
    const changes = [
      change('first', replace('teh page', 'this page')),
      change('second', replace('page adn', 'page and'), replace('comand', 'command')),
    ];
    const { text, notApplied } = enhanceDocument({ original, changes });
    expect(text).toBe(original.replace('teh page', 'this page'));
    expect(notApplied).toEqual([
      { id: 'second', reason: 'overlaps', with: 'first', detail: 'Another change is made at line 3.' },
    ]);
  });

  it('applies an edit once that two changes share', () => {
    const shared = replace('teh', 'the');
    const changes = [change('a', shared), change('b', shared, replace('adn', 'and'))];
    const { text, applied, edits } = enhanceDocument({ original, changes });
    expect(applied).toEqual(['a', 'b']);
    expect(edits).toHaveLength(2);
    expect(text).toBe(original.replace('teh', 'the').replace('adn', 'and'));
  });

  it('says of each other change why it was not applied', () => {
    const changes = [
      change('none'),
      change('same', replace('teh', 'teh')),
      change('other', { start: 0, end: 3, expected: 'xyz', text: '' }),
      change('itself', replace('teh page', ''), replace('page adn', '')),
    ];
    const { text, notApplied } = enhanceDocument({ original, changes });
    expect(text).toBe(original);
    expect(notApplied.map(({ id, reason }) => [id, reason])).toEqual([
      ['none', 'no-edits'],
      ['same', 'no-edits'],
      ['other', 'text-changed'],
      ['itself', 'overlaps'],
    ]);
  });

  it('brings changes to a text that has some of them and was written on', () => {
    const changes = [
      change('done', replace('teh', 'the')),
      change('open', replace('adn', 'and')),
      change('gone', replace('comand', 'command')),
      change('beside', replace('of teh', 'of this')),
    ];
    const base = original.replace('teh', 'the').replace('Run the comand.', 'Do it.').replace('# ', '# The ');
    const { text, applied, notApplied } = enhanceDocument({ original, base, changes });
    expect(text).toBe(base.replace('adn', 'and'));
    expect(applied).toEqual(['open']);
    expect(notApplied).toMatchObject([
      { id: 'done', reason: 'present' },
      { id: 'gone', reason: 'text-changed' },
      { id: 'beside', reason: 'overlaps', with: 'done' },
    ]);
  });

  it('does not guess between two places', () => {
    const base = `${original}\n${original}`;
    const { text, notApplied } = enhanceDocument({
      original,
      base,
      changes: [change('a', replace('adn', 'and'))],
    });
    expect(text).toBe(base);
    expect(notApplied).toMatchObject([{ id: 'a', reason: 'ambiguous' }]);
  });
});

const document = fc
  .array(fc.constantFrom('a\n', 'x y  \r\n', '\uFEFF', '\n', '- item\n', 'some words of a line\n', '\t'), {
    minLength: 1,
    maxLength: 20,
  })
  .map((parts) => parts.join(''));
const wish = fc.tuple(fc.nat(120), fc.nat(8), fc.constantFrom('', 'Y', 'new\n', '  '));
const wishes = fc.array(fc.array(wish, { maxLength: 3 }), { maxLength: 8 });
const changesOf = (text: string, all: readonly (readonly [number, number, string])[][]): DocumentChange[] =>
  all.map((spans, index) => ({
    id: `change ${index}`,
    edits: spans.map(([at, length, replacement]) => {
      const start = Math.min(at, text.length);
      const end = Math.min(start + length, text.length);
      return { start, end, expected: text.slice(start, end), text: replacement };
    }),
  }));

describe('an enhanced document', () => {
  it('is the base outside of its edits, which are ascending and disjoint', () => {
    fc.assert(
      fc.property(document, document, wishes, (text, other, all) => {
        for (const base of [text, text + other, other + text, other]) {
          const { edits, text: result } = enhanceDocument({
            original: text,
            base,
            changes: changesOf(text, all),
          });
          let [from, at] = [0, 0];
          for (const edit of edits) {
            expect(edit.start).toBeGreaterThanOrEqual(from);
            const same = base.slice(from, edit.start);
            expect(result.slice(at, at + same.length)).toBe(same);
            expect(base.slice(edit.start, edit.end)).toBe(edit.expected);
            at += same.length + edit.text.length;
            from = edit.end;
          }
          expect(result.slice(at)).toBe(base.slice(from));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gets nothing new from the changes that it has', () => {
    fc.assert(
      fc.property(document, wishes, (text, all) => {
        const changes = changesOf(text, all);
        const once = enhanceDocument({ original: text, changes });
        if (once.text === text) return;
        const twice = enhanceDocument({ original: text, base: once.text, changes });
        expect(twice).toMatchObject({ text: once.text, edits: [], applied: [] });
        const present = twice.notApplied.filter(({ reason }) => reason === 'present');
        expect(present.map(({ id }) => id)).toEqual(once.applied);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same whether changes that agree come as one, or each edit by itself', () => {
    fc.assert(
      fc.property(document, wishes, (text, all) => {
        const whole = enhanceDocument({ original: text, changes: changesOf(text, all) });
        const single = whole.edits.map((edit, index) => change(String(index), edit));
        const together = change('all', ...whole.edits);
        expect(enhanceDocument({ original: text, changes: single }).text).toBe(whole.text);
        expect(enhanceDocument({ original: text, changes: single.toReversed() }).text).toBe(whole.text);
        expect(enhanceDocument({ original: text, changes: [together] }).text).toBe(whole.text);
      }),
    );
  });

  it('comes of any edits whatever, without an error', () => {
    const number = fc.oneof(fc.integer({ min: -3, max: 60 }), fc.double(), fc.constant(Number.NaN));
    const words = fc.constantFrom('', 'a', 'a\n', '\n', 'item');
    const edit = fc.record({ start: number, end: number, expected: words, text: words });
    const changes = fc.array(fc.record({ id: fc.string(), edits: fc.array(edit, { maxLength: 4 }) }));
    fc.assert(
      fc.property(document, document, changes, (text, base, wanted) => {
        const {
          edits,
          applied,
          notApplied,
          text: result,
        } = enhanceDocument({ original: text, base, changes: wanted });
        expect(applied.length + notApplied.length).toBe(wanted.length);
        expect(applyEdits(base, edits)).toBe(result);
      }),
      { numRuns: 1000 },
    );
  });
});
