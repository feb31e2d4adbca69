import { describe, expect, it } from 'vitest';
import type { ValidationType } from '../../../shared/things.ts';
import { buildRuleset, checkSafety, PackError, validateDocument } from '../../index.ts';

function check(frontMatter: string, pack: object = {}) {
  const ruleset = buildRuleset({ pack });
  const text = `---\n${frontMatter}\n---\n\n# A\n\nText.\n`;
  return validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['front-matter'] }).issues;
}
const found = (frontMatter: string, pack?: object): string[] =>
  check(frontMatter, pack).map(({ rule_id, line, column }) => `${rule_id}@${line}:${column}`);

describe('dates', () => {
  it.each([
    '2026-02-28',
    '2026-02-28T10:00:00Z',
    '2026-02-28 10:00:00 +0200',
    '2024-02-29',
    '"2026-02-28"',
    '',
  ])('are right as ISO 8601 has them: %s', (date) => {
    expect(found(`date: ${date}`)).toEqual([]);
  });

  it.each(['2026-02-30', '02/03/2026', 'tomorrow', '2026-13-01', '[2026-01-01]', '20260228'])(
    'are wrong otherwise: %s',
    (date) => {
      expect(found(`title: A\ndate: ${date}`)).toEqual(['front-matter/date@3:7']);
    },
  );

  it('are looked for where the family says', () => {
    const pack = { front_matter: { dates: ['reviewed'] } };
    expect(found('reviewed: x\ndate: x', pack)).toEqual(['front-matter/date@2:11']);
  });
});

describe('the schema of a family', () => {
  const schema = {
    required: ['title'],
    properties: {
      weight: { type: 'integer', minimum: 0 },
      url: { type: 'string', pattern: '^/' },
      tags: { type: 'array', items: { type: 'string' } },
    },
  };

  it('holds for each field, at its value', () => {
    const pack = { front_matter: { schema } };
    expect(found('title: A\nweight: 1\nurl: /a/\ntags: [x]', pack)).toEqual([]);
    expect(found('title: A\nweight: -1\nurl: a\ntags: [1]', pack)).toEqual([
      'front-matter/schema@3:9',
      'front-matter/schema@4:6',
      'front-matter/schema@5:7',
    ]);
    expect(check('weight: 1', pack)[0]?.message).toContain('title');
  });

  it.each([
    [{ $ref: 'https://example.org/s.json' }, 'front_matter.schema.$ref'],
    [{ properties: { a: { pattern: '(a)\\1' } } }, 'front_matter.schema.properties.a.pattern'],
    [{ items: { pattern: 'a' } }, 'front_matter.schema.items.pattern'],
    [{ patternProperties: {} }, 'front_matter.schema.patternProperties'],
  ])('is refused when it needs another document or could hang the run: %j', (wrong, path) => {
    let problems;
    try {
      buildRuleset({ pack: { front_matter: { schema: wrong } } });
    } catch (error) {
      problems = error instanceof PackError ? error.problems : [];
    }
    expect(problems?.[0]?.path).toBe(path);
  });

  it('survives aliases, and patterns that would hang another engine', () => {
    const pack = { front_matter: { schema: { properties: { a: { pattern: '^(a+)+$' } } } } };
    expect(found(`a: ${'a'.repeat(5_000)}b`, pack)).toEqual(['front-matter/schema@2:4']);
    expect(found('a: &x [1]\nb: *x', { front_matter: { schema } })).toContain('front-matter/schema@2:1');
  });
});

describe('a quoted value over several lines', () => {
  it.each([
    ["title: 'A long title that\ngoes on here.'", 2, 8],
    ['title: "A long title that\ngoes on\n\nhere." # and so on\nweight: 1', 2, 8],
    ["weight: 1\ntitle: 'It''s\nhere'\nother: x", 3, 8],
    ["tags:\n  - 'one\ntwo'", 3, 5],
  ])('is one warning, for its readers take it: %j', (frontMatter, line, column) => {
    expect(check(frontMatter).map(({ level, ...one }) => `${level} ${one.line}:${one.column}`)).toEqual([
      `warning ${line}:${column}`,
    ]);
  });

  it('has a value all the same', () => {
    const pack = { front_matter: { required: ['title', 'weight'] } };
    expect(found("title: 'A\nb'\nweight: 1", pack)).toEqual(['front-matter/yaml-warning@2:8']);
    expect(found("title: 'A\n  b'\nweight: 1", pack)).toEqual([]);
  });

  it.each([
    "title: 'A\nweight: 1",
    "title: 'A\nweight: 'b'",
    'title: "A\nweight: 1\nother: b"',
    "title: 'It\nis' so",
  ])('is one error when its quote is missing: %j', (frontMatter) => {
    expect(found(frontMatter)).toHaveLength(1);
    expect(found(frontMatter)[0]).toMatch(/^front-matter\/syntax/);
  });
});

describe('TOML', () => {
  it('is searched for the fields that the family requires', () => {
    const ruleset = buildRuleset({ pack: { front_matter: { required: ['title'] } } });
    const rules = (text: string): string[] =>
      validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['front-matter'] }).issues.map(
        ({ rule_id }) => rule_id,
      );
    expect(rules('+++\ntitle = "A"\n+++\n\nText.\n')).toEqual([]);
    expect(rules('+++\ndraft = true\n[x]\ntitle = "A"\n+++\n\nText.\n')).toEqual(['front-matter/required']);
  });
});

const findings = (text: string, pack: object = {}, types?: ValidationType[]): string[] =>
  validateDocument({
    text,
    filePath: 'a.md',
    ruleset: buildRuleset({ pack, profile: 'strict' }),
    ...(types && { validationTypes: types }),
  }).issues.map(({ rule_id, line, column }) => `${rule_id}@${line}:${column}`);
const page = (json: string): string => `${json}\n\n## Sub\n\nText.\n`;

describe('JSON', () => {
  it.each([
    ['on lines', '{\n  "title": "Page"\n}'],
    [
      'on lines with CRLF and tabs',
      '\uFEFF{\r\n\t"title": "Page",\r\n\t"a": {\r\n\t\t"b": ["}"]\r\n\t}\r\n}',
    ],
    ['on one line', '{ "title": "Page" }'],
    ['with a brace at the start of a line', '{\n"a": {\n"b": 1\n},\n"title": "\\u00e9\\ud83d\\ude00"\n}'],
  ])('is front matter with a title: %s', (_, json) => {
    expect(findings(page(json), {}, ['headings', 'markdown', 'front-matter'])).toEqual([]);
  });

  it('is checked against the pack, at its fields', () => {
    const schema = { properties: { weight: { type: 'integer' } } };
    const pack = { front_matter: { required: ['title', 'kind'], schema } };
    const json = '{\n  "title": "Page",\n  "date": "2026-02-30",\n  "weight": "x"\n}';
    expect(findings(page(json), pack, ['front-matter'])).toEqual([
      'front-matter/required@1:1',
      'front-matter/date@3:11',
      'front-matter/schema@4:13',
    ]);
    expect(findings(page('{\n  "title": ""\n}'), pack, ['front-matter'])).toContain(
      'front-matter/required@2:3',
    );
    const { issueEdits } = validateDocument({
      text: '{ "a": 1 }\n\n# Title\n',
      filePath: 'a.md',
      ruleset: buildRuleset({ pack }),
      validationTypes: ['front-matter'],
    });
    expect(issueEdits.flat()).toEqual([]);
  });

  it('lists plugins, and has a description', () => {
    const pack = { plugins: [{ name: 'Chart Plugin' }, { name: 'Table Plugin' }] };
    const json = '{\n  "title": "Backups",\n  "plugins": ["Chrat Plugin"]\n}';
    expect(findings(page(json), pack, ['truth'])).toContain('truth/unknown-plugin@3:16');
    expect(findings(page(json), pack, ['seo'])).toEqual(['seo/missing-description@1:1']);
  });

  it.each(['{\n  "title": "A",\n}', '{\n  "title": "A"\n  "b": 1\n}', '{\n  "title": A\n}'])(
    'is a finding when it is none: %j',
    (json) => {
      const syntax = findings(page(json), {}, ['front-matter']);
      expect(syntax.length).toBeGreaterThan(0);
      expect(syntax[0]).toMatch(/^front-matter\/syntax/);
    },
  );

  it.each([
    '{{< note >}}',
    '{% raw %}',
    '{: .big }',
    '{#id}',
    '{ x }',
    '{"a": 1} is JSON.',
    '{\n\nText in braces.\n\n}',
    '{',
  ])('is not seen in other braces: %j', (text) => {
    expect(findings(page(text))).toContain(`headings/missing-h1@${text.split('\n').length + 2}:1`);
  });

  it('keeps its fields', () => {
    const text = page('{\n  "title": "A",\n  "author": { "name": "B" }\n}');
    expect(checkSafety(text, text.replace('"name": "B"', ''))?.detail).toContain('`author.name`');
    expect(checkSafety(text, text.replace('"A"', '"C"'))).toBeNull();
  });
});
