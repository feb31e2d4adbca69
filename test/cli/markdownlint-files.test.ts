import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';

/** Has a bare address (MD034), a trailing space (MD009) and a line of 43 characters (MD013). */
const DOCUMENT = '# A\n\nSee https://example.com for all of it.  .\n\nText. \n';
const ONLY = (...rules: string[]): string =>
  JSON.stringify({ default: false, ...Object.fromEntries(rules.map((rule) => [rule, true])) });

let place: Workplace | undefined;
const inFolder = (files: ConstructorParameters<typeof Workplace>[0]): Workplace =>
  (place = new Workplace(files));
afterEach(() => {
  place?.remove();
  place = undefined;
});
/** The rules of markdownlint that found something, by path. */
const rulesOf = (found: readonly string[]): string[] =>
  found.map((one) => one.split(' ').slice(0, 2).join(' ')).filter((one) => / MD\d+$/.test(one));

describe('"extends" of a markdownlint configuration', () => {
  it('may be null', async () => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      '.markdownlint.json': '{"extends":null,"default":false,"MD034":true}',
    });
    expect(rulesOf((await folder.check(['a.md'])).found)).toEqual(['a.md MD034']);
  });

  it('is followed through files of any format, the nearest setting wins', async () => {
    const folder = inFolder({
      'docs/a.md': DOCUMENT,
      '.markdownlint.jsonc': '{ /* ours */ "extends": "./config/team.yaml", "MD009": true }',
      'config/team.yaml': 'extends: base/base\nMD034: warning\nMD009: false\n',
      'config/base/base': '{ "default": false, "MD034": "error", "MD013": { "line_length": 20 } }',
    });
    const { found, stderr } = await folder.check(['docs']);
    expect(stderr).toBe('');
    expect(rulesOf(found)).toEqual(['docs/a.md MD009', 'docs/a.md MD013', 'docs/a.md MD034']);
    expect(found).toContain('docs/a.md MD034 warning');
  });

  it('may be a file of an installed package', async () => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      '.markdownlint.json': '{ "extends": "team-style/lint.json" }',
      'node_modules/team-style/package.json': '{ "name": "team-style" }',
      'node_modules/team-style/lint.json': ONLY('MD034'),
    });
    expect(rulesOf((await folder.check(['a.md'])).found)).toEqual(['a.md MD034']);
  });

  it.each([
    [
      'a circle, with the names of its files',
      { 'b.json': '{"extends":".markdownlint.json"}' },
      /circle: .*\.markdownlint\.json → .*b\.json → .*\.markdownlint\.json/,
    ],
    ['a file that is not there', {}, /"extends" names b\.json, which does not exist/],
    ['a file that is broken', { 'b.json': '{' }, /b\.json:1: /],
  ])('is refused when it is %s', async (_, files, message) => {
    const folder = inFolder({ 'a.md': DOCUMENT, '.markdownlint.json': '{"extends":"b.json"}', ...files });
    const { stderr, code } = await folder.check(['a.md']);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('is followed in galley.yml, too', async () => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      'galley.yml': 'markdownlint: { extends: config/lint.json }\n',
      'config/lint.json': ONLY('MD034'),
    });
    expect(rulesOf((await folder.check(['a.md'])).found)).toEqual(['a.md MD034']);
  });
});

describe('severities of a markdownlint configuration', () => {
  it('decide the exit code', async () => {
    const folder = inFolder({ 'a.md': DOCUMENT, '.markdownlint.json': '{"default":false,"MD034":"error"}' });
    expect(await folder.check(['a.md'])).toMatchObject({ found: ['a.md MD034 error'], code: 1 });
    folder.write('.markdownlint.json', '{"default":false,"MD034":"warning"}');
    const ended = await folder.check(['a.md', '--profile', 'markdownlint']);
    expect(ended).toMatchObject({ found: ['a.md MD034 warning'], code: 0 });
  });
});

/**
 * Each expectation is what markdownlint-cli2 0.22.1 does with the same files, run in the folder.
 */
describe('configurations of markdownlint in sub-folders', () => {
  const CASES: readonly [string, Record<string, string>, readonly string[]][] = [
    [
      'the nearest .markdownlint.* counts, alone',
      {
        '.markdownlint.json': ONLY('MD009'),
        'docs/.markdownlint.yaml': 'default: false\nMD034: true\n',
      },
      ['docs/a.md MD034', 'docs/deep/b.md MD034', 'top.md MD009'],
    ],
    [
      'the configs of .markdownlint-cli2.* are merged',
      {
        '.markdownlint-cli2.jsonc': '{ "config": { "default": false, "MD009": true } }',
        'docs/.markdownlint-cli2.yaml': 'config: { MD034: true }\n',
        'docs/deep/.markdownlint-cli2.jsonc': '{ "config": { "no-trailing-spaces": false, }, } // last',
      },
      ['docs/a.md MD009', 'docs/a.md MD034', 'docs/deep/b.md MD034', 'top.md MD009'],
    ],
    [
      'a .markdownlint.* wins over a .markdownlint-cli2.* beside it',
      { '.markdownlint-cli2.jsonc': `{ "config": ${ONLY('MD009')} }`, '.markdownlint.json': ONLY('MD034') },
      ['docs/a.md MD034', 'docs/deep/b.md MD034', 'top.md MD034'],
    ],
    [
      'a nearer config wins over a .markdownlint.* above',
      {
        '.markdownlint.json': ONLY('MD034'),
        'docs/.markdownlint-cli2.yaml': 'config: { default: false, MD009: true }\n',
      },
      ['docs/a.md MD009', 'docs/deep/b.md MD009', 'top.md MD034'],
    ],
    [
      'options without a config leave the .markdownlint.* above',
      { '.markdownlint.json': ONLY('MD034'), 'docs/.markdownlint-cli2.yaml': 'noProgress: true\n' },
      ['docs/a.md MD034', 'docs/deep/b.md MD034', 'top.md MD034'],
    ],
    [
      'a config may extend a file',
      {
        '.markdownlint-cli2.yaml': 'config: { extends: config/lint.json }\n',
        'config/lint.json': ONLY('MD034'),
      },
      ['docs/a.md MD034', 'docs/deep/b.md MD034', 'top.md MD034'],
    ],
  ];
  const documents = { 'top.md': DOCUMENT, 'docs/a.md': DOCUMENT, 'docs/deep/b.md': DOCUMENT };

  it.each(CASES)('%s', async (_, files, expected) => {
    const folder = inFolder({ ...documents, ...files });
    const { found, stderr } = await folder.check(['.']);
    expect(stderr).toBe('');
    expect(rulesOf(found)).toEqual(expected);
  });

  it.each(CASES)('from a sub-folder: %s', async (_, files, expected) => {
    const folder = inFolder({ ...documents, ...files });
    const { found } = await folder.check(['.'], 'docs');
    expect(rulesOf(found).map((one) => `docs/${one}`)).toEqual(
      expected.filter((one) => one.startsWith('docs/')),
    );
  });
});

describe('other files of markdownlint', () => {
  it('.markdownlintrc is read, as JSON or YAML', async () => {
    const folder = inFolder({ 'a.md': DOCUMENT, '.markdownlintrc': `// ours\n${ONLY('MD034')}` });
    expect(rulesOf((await folder.check(['a.md'])).found)).toEqual(['a.md MD034']);
    folder.write('.markdownlintrc', 'default: false\nMD009: true\n');
    expect(rulesOf((await folder.check(['a.md'])).found)).toEqual(['a.md MD009']);
  });

  it.each(['.markdownlint.cjs', '.markdownlint.mjs', '.markdownlint-cli2.cjs', '.markdownlint-cli2.mjs'])(
    '%s is named, and never run',
    async (name) => {
      const folder = inFolder({ 'a.md': DOCUMENT, [name]: 'process.exit(9);\n' });
      const { stderr, code } = await folder.check(['a.md']);
      expect(code).toBe(0);
      expect(stderr).toContain(`${name} is code, which Galley does not run`);
    },
  );

  it('options that need code are named', async () => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      '.markdownlint-cli2.yaml': 'customRules: [./rule.cjs]\nfix: true\n',
    });
    expect((await folder.check(['a.md'])).stderr).toContain('does not use customRules');
  });

  it('that are broken are named', async () => {
    const folder = inFolder({ 'a.md': DOCUMENT, '.markdownlint-cli2.yaml': 'config: [a]\n' });
    expect(await folder.check(['a.md'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('.markdownlint-cli2.yaml'),
    });
  });
});
