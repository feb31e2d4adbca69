import { describe, expect, it } from 'vitest';
import { editedBy, foundBy, saidBy } from './example-style.ts';

const rule = (kind: string, fields: string, message = "'%s'"): string =>
  `extends: ${kind}\nmessage: "${message}"\n${fields}`;

const swap = (pairs: string, fields = ''): string =>
  rule('substitution', `${fields}\nswap:\n${pairs}`, "Use '%s' instead of '%s'.");
const headings = (fields: string): string => rule('capitalization', `scope: heading\n${fields}`);
const lines = (...titles: string[]): string => titles.map((title) => `# ${title}\n`).join('\n');

describe('existence', () => {
  it('finds whole words at their document offsets', () => {
    const text = 'A **ver**y fine, very _nice_ thing. Every `very` is code.\n';
    expect(foundBy(rule('existence', 'tokens: [very]'), text)).toEqual(['ver**y', 'very']);
  });

  it('is case-sensitive by default', () => {
    expect(foundBy(rule('existence', 'tokens: [obviously]'), 'Obviously, obviously.')).toEqual(['obviously']);
    const ignoring = rule('existence', 'ignorecase: true\ntokens: [obviously]');
    expect(foundBy(ignoring, 'Obviously, obviously.')).toEqual(['Obviously', 'obviously']);
  });

  it('supports patterns, nonword, and raw before or after the tokens', () => {
    expect(foundBy(rule('existence', "nonword: true\ntokens: ['\\s—\\s']"), 'a — b')).toEqual([' — ']);
    const raw = "raw: ['\\b(?:is|are)\\b\\s*']\ntokens: ['\\w+ed']";
    expect(foundBy(rule('existence', raw), 'It is painted.')).toEqual(['is painted']);
    expect(foundBy(rule('existence', "append: true\ntokens: [a]\nraw: ['\\sb']"), 'a b')).toEqual(['a b']);
  });

  it('skips its own exceptions and those of the vocabulary', () => {
    const acronyms = rule('existence', "tokens: ['[A-Z]{3}']\nexceptions: [API]");
    expect(foundBy(acronyms, 'API, SDK, CLI', { accept: ['SDK'] })).toEqual(['CLI']);
    expect(foundBy(`${acronyms}\nvocab: false`, 'API, SDK, CLI', { accept: ['SDK'] })).toEqual([
      'SDK',
      'CLI',
    ]);
  });

  it.each([
    ['remove', 'action: {name: remove}', 'It is so very very, very good.', 'It is so, very good.'],
    ['replace', 'action: {name: replace, params: [truly]}', 'very very good', 'truly good'],
    ['edit: trim', "action: {name: edit, params: [trim, 'v']}", 'very very', 'ery very'],
    ['edit: regex', "action: {name: edit, params: [regex, '(very) (very)', '$2']}", 'very very', 'very'],
    ['edit: truncate', "action: {name: edit, params: [truncate, ' ']}", 'very very', 'very'],
    ['edit: split', "action: {name: edit, params: [split, ' ', '1']}", 'very very', 'very'],
  ])('proposes the result of its action: %s', (_, action, text, expected) => {
    expect(editedBy(rule('existence', `tokens: ['very very']\n${action}`), text)).toBe(expected);
  });

  it('proposes nothing if the match contains markup', () => {
    const action = rule('existence', "tokens: ['very very']\naction: {name: replace, params: [truly]}");
    expect(editedBy(action, 'very **very** good')).toBe('very **very** good');
  });
});

describe('substitution', () => {
  it('names the replacement and proposes it', () => {
    const utilize = swap('  utilize: use\n  (?:give|gave) rise to: lead to');
    expect(saidBy(utilize, 'We utilize it.')).toEqual(["Use 'use' instead of 'utilize'."]);
    expect(editedBy(utilize, 'We utilize it, which gave rise to this.')).toBe(
      'We use it, which lead to this.',
    );
  });

  it('fills in groups of the pattern', () => {
    const directory = swap("  'in(?:side)? the (\\w+ )?directory': in the $1folder\n  '(x)(y)': '$2$1'");
    expect(editedBy(directory, 'inside the home directory, xy')).toBe('in the home folder, yx');
  });

  it('keeps the initial capital if it ignores case', () => {
    const ignoring = swap('  it is: it’s\n  ios: iOS', 'ignorecase: true');
    expect(editedBy(ignoring, 'It is on IOS.')).toBe('It’s on iOS.');
    expect(editedBy(swap('  It is: it’s'), 'It is.')).toBe('it’s.');
    expect(editedBy(swap('  It is: it’s', 'capitalize: true'), 'It is.')).toBe('It’s.');
  });

  it('does not report text that equals the replacement', () => {
    expect(foundBy(swap('  javascript: JavaScript', 'ignorecase: true'), 'JavaScript, Javascript')).toEqual([
      'Javascript',
    ]);
  });

  it('lists several choices without proposing one', () => {
    const two = swap('  kill: stop|end');
    expect(saidBy(two, 'kill')).toEqual(["Use 'stop' or 'end' instead of 'kill'."]);
    expect(editedBy(two, 'kill')).toBe('kill');
    const bare = rule('substitution', 'swap: {kill: stop|exit|end}', "Use %s instead of '%s'.");
    expect(saidBy(bare, 'kill')).toEqual(["Use 'stop', 'exit', or 'end' instead of 'kill'."]);
  });

  it('removes text with an empty replacement', () => {
    const obvious = rule('substitution', "swap: {'obviously': ''}", "Remove '%s'.");
    expect(saidBy(obvious, 'It is obviously so.')).toEqual(["Remove 'obviously'."]);
    expect(editedBy(obvious, 'It is obviously so.')).toBe('It is so.');
  });
});

describe('occurrence', () => {
  it('counts in each sentence', () => {
    const long = rule('occurrence', 'scope: sentence\nmax: 3\ntoken: \\b(\\w+)\\b');
    expect(foundBy(long, 'One two three. One two three four. Mr. Two three.')).toEqual([
      'One two three four.',
    ]);
  });

  it('supports a minimum', () => {
    const few = rule('occurrence', 'scope: heading\nmin: 2\ntoken: \\w+');
    expect(foundBy(few, '# One\n\n# One two\n')).toEqual(['One']);
  });
});

describe('repetition', () => {
  const repeated = rule('repetition', "alpha: true\nignorecase: true\ntokens: ['[^\\s]+']");

  it('finds repeated words across line breaks, but not symbols or numbers', () => {
    expect(foundBy(repeated, 'This the\nthe case, 2 2 and - - too. The end.')).toEqual(['the\nthe']);
  });

  it('allows as many repetitions as configured', () => {
    expect(foundBy(`${repeated}\nmax: 1`, 'no no, no no no')).toEqual(['no no no']);
  });
});

describe('consistency', () => {
  it('reports the second spelling if both occur', () => {
    const either = rule('consistency', 'ignorecase: true\neither:\n  advisor: adviser\n  colour: color');
    expect(foundBy(either, 'An advisor.\n\nAn adviser, an advisor and a color.\n')).toEqual(['adviser']);
  });
});

describe('conditional', () => {
  it('reports acronyms that are never defined', () => {
    const defined = rule(
      'conditional',
      "first: '\\b([A-Z]{3,5})\\b'\nsecond: '(?:\\b[A-Z][a-z]+ )+\\(([A-Z]{3,5})\\)'\nexceptions: [API]",
      "'%s' has no definition.",
    );
    const text = 'World Health Organization (WHO) is the WHO.\n\nThe DAFB has an API.\n';
    expect(saidBy(defined, text)).toEqual(["'DAFB' has no definition."]);
  });
});

describe('capitalization', () => {
  it.each([
    ['$title', 'match: $title', ['The End of the World', 'Load and Save', 'Of `x` and Y'], ['The end of it']],
    ['Chicago', 'match: $title\nstyle: Chicago', ['Sailing from Here'], ['sailing From here']],
    [
      '$sentence',
      'match: $sentence\nindicators: [":"]\nexceptions: [Word, "C#"]',
      ['Load a file', 'A file: Load it', 'Save as Word', 'Use C# and `X`', '1. Do it now'],
      ['Load The Big File', 'load a file it is', 'A File: Load It'],
    ],
    ['$lower', 'match: $lower', ['all small'], ['Not small']],
    ['$upper', 'match: $upper', ['ALL LARGE 1'], ['Not LARGE']],
    ['a pattern', "match: '^[A-Z].*[^.]$'", ['Fine'], ['Not fine.']],
    ['a prefix', "match: $lower\nprefix: 'Step \\d: '", ['Step 1: do it'], ['Step 1: Do it', 'Step do']],
  ])('checks the case of headings: %s', (_, fields, right, wrong) => {
    expect(foundBy(headings(fields), lines(...right))).toEqual([]);
    expect(foundBy(headings(fields), lines(...wrong))).toEqual(wrong);
  });

  it('accepts words and patterns of a vocabulary', () => {
    const sentence = headings('match: $sentence\nthreshold: 0.99');
    const accept = ['GitHub Actions', '[Kk]ubernetes'];
    expect(foundBy(sentence, lines('Run GitHub Actions on Kubernetes'), { accept })).toEqual([]);
    expect(foundBy(sentence, lines('Run on Azure'), { accept })).toEqual(['Run on Azure']);
  });
});

describe('metric and readability', () => {
  const easy = 'The cat sat. '.repeat(60);
  const hard = 'Considerable organisational complexity necessitates comprehensive documentation. '.repeat(20);

  it('evaluates a formula and reports its value at the first words', () => {
    const perSentence = rule(
      'metric',
      "formula: |\n  words / sentences\ncondition: '> 4.0'",
      'There are %s words a sentence.',
    );
    expect(saidBy(perSentence, 'One two three. One two three.')).toEqual([]);
    expect(saidBy(perSentence, 'One two three four five. One two three four five.')).toEqual([
      'There are 5.00 words a sentence.',
    ]);
  });

  it('counts headings and paragraphs', () => {
    const counts = rule('metric', "formula: heading.h1 * 10 + heading_h2 + paragraphs\ncondition: '== 22.0'");
    expect(foundBy(counts, '# One\n\n# Two\n\n## Three\n\nText.\n\n```\ncode\n```\n')).toEqual(['One']);
    expect(foundBy(counts, '# One\n\nText.\n')).toEqual([]);
  });

  it.each(['Flesch-Kincaid', 'Gunning Fog', 'Coleman-Liau', 'SMOG', 'Automated Readability'])(
    'tells hard texts from easy ones: %s',
    (name) => {
      const grade = rule('readability', `grade: 8\nmetrics: [${name}]`);
      expect(saidBy(grade, easy)).toEqual([]);
      expect(saidBy(grade, hard)).toHaveLength(1);
    },
  );
});

describe('spelling', () => {
  const words = new Set(['the', 'quick', 'fox', "isn't"]);
  const spelling = { correct: (word: string) => words.has(word.toLowerCase()), suggest: () => [] };

  it('reports words that are not in the dictionary', () => {
    const text = "The quikc fox isn't `quikc`. NASA, iPhone, v2x and Galley.\n";
    const known = rule('spelling', "filters: ['^Gall']");
    expect(foundBy(known, text, { spelling })).toEqual(['quikc', 'and']);
    expect(foundBy(known, text, { spelling, accept: ['quikc'] })).toEqual(['and']);
    expect(foundBy(`${known}\ncustom: true`, 'The NASA', { spelling })).toEqual(['NASA']);
  });

  it('does nothing without a dictionary', () => {
    expect(foundBy(rule('spelling', ''), 'quikc')).toEqual([]);
  });
});
