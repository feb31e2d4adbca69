import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBounded } from './bounded.ts';
import { Machine } from './machine.ts';
import { compilePattern, PatternError, TextTooLongError } from './pattern.ts';
import { boundedPrefix } from './starts.ts';
import { compileProgram, parsePattern } from './program.ts';
import { translatePattern } from './translate.ts';

/** Always uses the linear-time matcher, even where the platform's engine would do. */
function linear(
  source: string,
  text: string,
): { start: number; end: number; groups: (string | undefined)[] }[] {
  const translated = translatePattern(source);
  const program = compileProgram(parsePattern(translated), translated);
  const machine = new Machine(program, text);
  const found = [];
  for (let start = 0; start <= text.length;) {
    const slots = machine.matchAt(start);
    const end = slots?.[1] ?? -1;
    if (slots && end > start) {
      const groups = Array.from({ length: slots.length / 2 - 1 }, (_, group) => {
        const from = slots[group * 2 + 2]!;
        const to = slots[group * 2 + 3]!;
        return from === -1 || to === -1 ? undefined : text.slice(from, to);
      });
      found.push({ start, end, groups });
      start = end;
    } else start += 1;
  }
  return found;
}
function native(source: string, text: string) {
  return [...text.matchAll(new RegExp(source, 'g'))]
    .filter(([whole]) => whole !== '')
    .map((match) => ({ start: match.index, end: match.index + match[0].length, groups: match.slice(1) }));
}
const spans = (found: { start: number; end: number }[]) => found.map(({ start, end }) => [start, end]);

const atom = fc.constantFrom(
  'a',
  'b',
  'c',
  ' ',
  '.',
  '[ab]',
  '[^a]',
  '\\w',
  '\\s',
  '\\d',
  '\\b',
  '\\B',
  '^',
  '$',
);
const quantifier = fc.constantFrom(
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{2}',
  '{1,2}',
  '{0,2}?',
  '{2,}',
);
const pattern = fc.letrec<{ part: string; whole: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(atom, quantifier).map(([one, many]) => (/^(?:\^|\$|\\[bB])$/.test(one) ? one : one + many)),
    fc.tuple(tie('whole'), quantifier).map(([inner, many]) => `(?:${inner})${many}`),
    tie('whole').map((inner) => `(${inner})`),
    fc
      .tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), tie('whole'))
      .map(([kind, inner]) => `(${kind}${inner.replaceAll(/\((?!\?)/g, '(?:')})`),
  ),
  whole: fc.oneof(
    { maxDepth: 3 },
    fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    fc.tuple(tie('part'), tie('part')).map(([a, b]) => `${a}|${b}`),
  ),
})).whole;

/** Texts of any length without long words or wide gaps. */
const ORDINARY = { word: 60, space: 4, any: Infinity };
const bounded = (source: string): boolean => isBounded(parsePattern(translatePattern(source)));

describe('an untrusted pattern', () => {
  it('matches the same as the platform, including groups', () => {
    let compared = 0;
    // With more repetitions within each other, the platform, which serves as the oracle, may never end.
    const short = pattern.filter((source) => (source.match(/[*+}]/g)?.length ?? 0) < 4);
    fc.assert(
      fc.property(
        short,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\n', 'A', '1'), maxLength: 12 }),
        (source, text) => {
          const found = linear(source, text);
          compared += 1;
          const expected = native(source, text);
          expect(spans(found)).toEqual(spans(expected));
          // In each round of a repetition the platform resets the inner groups; this matcher keeps them.
          if (!/[*+}?]/.test(source)) expect(found).toEqual(expected);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(compared).toBeGreaterThan(1_500);
  });

  it('finds the same with either engine', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ' ', '\n', 'A', '1', 'a'.repeat(70), ' '.repeat(6)), {
        maxLength: 8,
      })
      .map((parts) => parts.join(''));
    // Nested repetitions would take the platform, which serves as the oracle, too long on such texts.
    const flat = pattern.filter((source) => (source.match(/[*+}]/g)?.length ?? 0) < 2);
    fc.assert(
      fc.property(flat, text, (source, sample) => {
        const compiled = compilePattern(source);
        const expected = native(source, sample);
        expect(spans([...compiled.matches(sample)])).toEqual(spans(expected));
        expect(compiled.test(sample)).toBe(new RegExp(source).test(sample));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['(a+)+$', 'a', '!'],
    ['(a|aa)+$', 'a', '!'],
    ['(.*)*x', 'a', ''],
    ['(?:(?:a?)*|b*)*c', 'ab', ''],
    ['(.*)=(.*)=(.*)x', '=', ''],
    ['(?:[^,]+,){1,}\\s\\w+\\s(?:and|or)', 'a, b', ''],
    ['(?<!:[^ ]+?):\\s[A-Z]', ':', ''],
    ['a(?=.*x)', 'a', 'x'],
    ['(?<=(?:a|b)+c?)d', 'a', 'd'],
    ['(?!.*b)a', 'a', 'b'],
    ['\\(.+\\)', '(', ''],
    ['\\b[^\\s-]+ly-\\w+\\b', 'a', ''],
  ])('takes steps proportional to the text: %s', (source, part, end) => {
    const steps = (times: number): number => {
      const translated = translatePattern(source);
      const text = part.repeat(times) + end;
      const machine = new Machine(compileProgram(parsePattern(translated), translated), text);
      for (let start = 0; start <= text.length; start += 1) machine.matchAt(start);
      return machine.steps;
    };
    const [few, many] = [steps(500), steps(2_000)];
    expect(many / few).toBeLessThan(5);
  });

  it.each([
    ['(?i)HELLO', 'hello', [[0, 5]]],
    [
      'x(?i)b|c',
      'B xB C',
      [
        [2, 4],
        [5, 6],
      ],
    ],
    ['(?:a(?i)b)c', 'aBc aBC', [[0, 3]]],
    ['(?i:[a-c]ü)D', 'CÜD cüd', [[0, 3]]],
    ['(?i:a(?-i:b))', 'Ab AB', [[0, 2]]],
    ['a(?s:.)b(?m:$)', 'a\nb\na', [[0, 3]]],
    ['a(?#a comment)b', 'ab', [[0, 2]]],
    [
      '(?m)\\Aa|b\\z',
      'a\na b\nb',
      [
        [0, 1],
        [6, 7],
      ],
    ],
    ['(?P<word>\\w+)\\z', 'one two', [[4, 7]]],
    ['\\A\\w+', 'one two', [[0, 3]]],
    ['[[:upper:]]+', 'aBCd', [[1, 3]]],
    ['\\p{Lu}+x', 'aÄÖx', [[1, 4]]],
    ['(?s)a.b', 'a\nb', [[0, 3]]],
    ['3\\-D', 'in 3-D', [[3, 6]]],
    ['.😀', 'a😀', [[0, 3]]],
    [
      '\\b(is|was)\\b\\s*\\b(?:\\w+ed|built)\\b',
      'It is painted. It was  built.',
      [
        [3, 13],
        [18, 28],
      ],
    ],
    [
      '(?:x+y|ab?|c)d',
      'ad xxyd cd',
      [
        [0, 2],
        [3, 7],
        [8, 10],
      ],
    ],
  ])('may use Go or .NET syntax: %s', (source, text, expected) => {
    expect(spans([...compilePattern(source).matches(text)])).toEqual(expected);
  });

  it('is rejected with the reason if it is invalid or not linear', () => {
    for (const [source, reason] of [
      ['(a', 'Unterminated group'],
      ['(a)\\1', 'refers to a group'],
      ['(?>a)', 'Invalid group'],
      ['(?i)a(?-i:b)', 'switches off'],
      ['(?:a{1,500}){1,500}', 'too large'],
    ] as const) {
      expect(() => compilePattern(source)).toThrow(PatternError);
      expect(() => compilePattern(source)).toThrow(reason);
    }
  });

  it('runs on the platform only if few steps are proven', () => {
    expect(bounded('\\b(?:one|two|three(?:fold)?)\\b')).toBe(true);
    expect(bounded('a{0,20}b')).toBe(true);
    // Alternatives that start differently exclude each other, so of a thousand words few are tried.
    expect(
      bounded(Array.from({ length: 1_000 }, (_, n) => `${'abcdefghij'[n % 10]}-long-word-${n}`).join('|')),
    ).toBe(true);
    expect(bounded('\\w+')).toBe(false);
    expect(bounded('(?:a?){20}')).toBe(false);
    expect(bounded('(?:a|b|ab|ba){16}')).toBe(false);
  });

  it('runs on the platform for ordinary texts', () => {
    // A repetition followed by something it cannot match has only one way through it.
    for (const source of ['\\b\\w+ed\\b', '\\w+- and \\w+-', '\\b(?:is|was)\\b\\s*(?:\\w+ed|built)']) {
      expect(isBounded(parsePattern(translatePattern(source)), ORDINARY), source).toBe(true);
    }
    for (const source of ['\\w+\\w+\\w+', '(?:\\w+)+x', '(?:a|aa)+b', '[^,]+,']) {
      expect(isBounded(parsePattern(translatePattern(source)), ORDINARY), source).toBe(false);
    }
  });

  it('is pre-filtered by the platform only if that takes few steps', () => {
    fc.assert(
      fc.property(pattern, (source) => {
        const prefix = boundedPrefix(parsePattern(translatePattern(source)));
        expect(prefix === null || bounded(prefix)).toBe(true);
      }),
    );
    const many = '(?:a?){9}(?:a?){9}(?:a?){9}b+';
    const prefix = boundedPrefix(parsePattern(translatePattern(many)));
    expect(prefix === null || bounded(prefix)).toBe(true);
  });

  it('throws if the memo would exceed its limit', () => {
    const translated = translatePattern('(?:a+b|a+c)');
    const program = compileProgram(parsePattern(translated), translated);
    const machine = (text: string): Machine => new Machine(program, text, { budget: { pages: 4 } });
    expect(machine('a'.repeat(1_000)).matchAt(0)).toBeNull();
    expect(() => machine('a'.repeat(100_000)).matchAt(0)).toThrow(TextTooLongError);
  });
});
