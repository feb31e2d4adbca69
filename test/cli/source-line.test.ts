import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_COLUMNS, showLine, showText } from '../../src/cli/source-line.ts';

/** The shown line with the underlined part in brackets; for lines of narrow characters. */
function marked(line: string, match: string): string {
  const start = line.indexOf(match);
  const { text, before, width } = showLine(line, start, start + match.length);
  return `${text.slice(0, before)}[${text.slice(before, before + width)}]${text.slice(before + width)}`;
}

describe('a source line', () => {
  it('is the same whether all of it is ASCII or not', () => {
    const lines = fc
      .stringMatching(/^[a-e .]{0,40}$/)
      .chain((part) => fc.integer({ min: 1, max: 30 }).map((times) => part.repeat(times)));
    fc.assert(
      fc.property(lines, fc.nat(1_000), fc.nat(500), (line, from, length) => {
        const start = Math.min(from, line.length);
        const end = Math.min(start + length, line.length);
        const other = showLine(line.replaceAll('a', 'é'), start, end);
        expect(showLine(line, start, end)).toEqual({ ...other, text: other.text.replaceAll('é', 'a') });
      }),
    );
  });

  it('has spaces for tabs', () => {
    expect(marked('\tone\ttwo', 'two')).toBe('    one    [two]');
  });

  it('spells out what is hidden or turns the text', () => {
    expect(marked('a\u0000b\u202Ec\u200Bd', 'c')).toBe('a\\u{0}b\\u{202e}[c]\\u{200b}d');
    expect(marked('a\u001B[31mred', '\u001B')).toBe('a[\\u{1b}][31mred');
  });

  it('counts two columns for wide characters and none for marks and joiners', () => {
    expect(showLine('\u6F22\u5B57 x', 3, 4)).toEqual({ text: '\u6F22\u5B57 x', before: 5, width: 1 });
    expect(showLine('\u{1F600}\u{1F600}', 2, 4)).toEqual({ text: '\u{1F600}\u{1F600}', before: 2, width: 2 });
    expect(showLine('e\u0301e\u0301 x', 5, 6).before).toBe(3);
    expect(showLine('\u0645\u06CC\u200C\u062E x', 5, 6).before).toBe(4);
  });

  it('is cut around the match when it is long', () => {
    const words = 'word '.repeat(100);
    const shown = marked(`${words}MATCH ${words}`, 'MATCH');
    expect(shown).toMatch(/^…(?:.{1,5} |word )*\[MATCH\] (?:word )*.{0,4}…$/);
    expect(shown.length).toBeLessThanOrEqual(MAX_COLUMNS + 3);
  });

  it('underlines no more than is shown of a long match', () => {
    const { text, before, width } = showLine('x'.repeat(5000), 0, 5000);
    expect({ length: text.length, before, width }).toEqual({
      length: MAX_COLUMNS + 1,
      before: 0,
      width: MAX_COLUMNS,
    });
  });

  it('may have its match at the very end, or an empty one', () => {
    expect(showLine('abc', 3, 3)).toEqual({ text: 'abc', before: 3, width: 1 });
    expect(showLine('x'.repeat(900), 900, 900).width).toBe(1);
  });

  it('never looks at more than it needs of a line with a million characters', () => {
    const line = '\u{1F600}'.repeat(500_000);
    // An odd offset splits a surrogate pair.
    for (const start of [1, 499_999, 999_998])
      expect(showLine(line, start, start + 1).text.length).toBeLessThan(250);
  });
});

describe('a name', () => {
  it('has nothing hidden in it', () => {
    expect(showText('invoice\u202Efdp.md\n\u0007')).toBe('invoice\\u{202e}fdp.md\\u{a}\\u{7}');
  });
});
