import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';

/** A heading that skips a level, an image without alternative text, and a bare address. */
const DOCUMENT = '# A\n\n### B\n\n![](a.png)\n\nSee https://example.com.\n';

let place: Workplace | undefined;
const inFolder = (files: ConstructorParameters<typeof Workplace>[0]): Workplace =>
  (place = new Workplace(files));
afterEach(() => {
  place?.remove();
  place = undefined;
});

describe('--enable and --disable', () => {
  it('win over the configuration, and the last one counts', async () => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      'galley.yml':
        'rules: { "*": off }\noverrides: [{ paths: ["**"], rules: { images/missing-alt: error } }]\n',
    });
    const found = async (...args: string[]): Promise<string[]> =>
      (await folder.check(['a.md', ...args])).found;
    expect(await found('--enable', 'headings/increment,no-bare-urls', '--disable', 'images/*')).toEqual([
      'a.md MD034 info',
      'a.md headings/increment warning',
    ]);
    expect(await found('--disable', '*', '--enable', 'images/missing-alt')).toEqual([
      'a.md images/missing-alt error',
    ]);
    expect(await found('--enable', 'images/missing-alt', '--disable', '*')).toEqual([]);
  });

  it('are the same in threads', async () => {
    const folder = inFolder({ 'a.md': DOCUMENT, 'b.md': DOCUMENT });
    const args = ['.', '--disable', '*', '--enable', 'MD034'];
    const { found } = await folder.check([...args, '--jobs', '2']);
    expect(found).toEqual((await folder.check(args)).found);
    expect(found).toHaveLength(2);
  });

  it('know rules of Vale styles', async () => {
    const folder = inFolder({
      'a.md': '# A\n\nA very long day.\n',
      'House/Very.yml': 'extends: existence\nmessage: "Avoid \'%s\'."\nlevel: warning\ntokens: [very]\n',
    });
    const { found } = await folder.check(['a.md', '--style', 'House', '--disable', 'House.Very']);
    expect(found).toEqual([]);
  });

  it.each([
    ['--enable', 'headings/incremnt', 'headings/increment'],
    ['--disable', 'MD34', 'MD034'],
    ['--disable', 'No-Bare-Url', 'no-bare-urls'],
    ['--fix-only', 'link/empty', 'links/empty'],
  ])('%s %s: the name is refused with the nearest one', async (option, name, nearest) => {
    const folder = inFolder({ 'a.md': DOCUMENT });
    const { code, stdout, stderr } = await folder.run(['check', 'a.md', option, name, '--fix']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`galley: There is no rule ${name}; did you mean ${nearest}?\n`);
    expect(readFileSync(folder.file('a.md'), 'utf8')).toBe(DOCUMENT);
  });
});

describe('--fix-only', () => {
  it('fixes the findings of some rules, and reports all', async () => {
    const text = `${DOCUMENT}\n\nMore.\n`;
    const folder = inFolder({ 'a.md': text });
    const { stdout } = await folder.run([
      'check',
      'a.md',
      '--enable',
      'MD012',
      '--fix',
      '--fix-only',
      'MD012',
    ]);
    expect(readFileSync(folder.file('a.md'), 'utf8')).toBe(text.replace('\n\n\n', '\n\n'));
    expect(stdout).toContain('1 edit made in 1 file.');
    expect(stdout).toContain('images/missing-alt');
    expect((await folder.run(['check', 'a.md', '--diff', '--fix-only', 'links/*'])).stdout).toBe('');
  });

  it('needs --fix or --diff', async () => {
    const { code, stderr } = await inFolder({ 'a.md': DOCUMENT }).run([
      'check',
      'a.md',
      '--fix-only',
      'MD001',
    ]);
    expect([code, stderr]).toEqual([2, 'galley: --fix-only needs --fix or --diff.\n']);
  });
});

describe('--fail-on', () => {
  it.each([
    ['error', 'warning', 0],
    ['error', 'error', 1],
    ['warning', 'info', 0],
    ['warning', 'warning', 1],
    ['info', 'info', 1],
    ['never', 'error', 0],
  ])('%s: findings of level %s end with %d', async (failOn, level, code) => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      'galley.yml': `rules: { "*": off, headings/increment: ${level} }\n`,
    });
    expect((await folder.check(['a.md', '--fail-on', failOn])).code).toBe(code);
  });

  it('leaves --max-warnings, and refuses other levels', async () => {
    const folder = inFolder({ 'a.md': DOCUMENT });
    expect((await folder.check(['a.md', '--fail-on', 'never', '--max-warnings', '0'])).code).toBe(1);
    expect((await folder.check(['a.md', '--fail-on', 'fatal'])).code).toBe(2);
  });
});

describe('a document that is too large', () => {
  const LARGE = 'x'.repeat(1_000_001);

  it('is reported, and the others decide the exit code', async () => {
    const folder = inFolder({ 'a.md': DOCUMENT, 'b.md': LARGE });
    const { code, stderr, stdout } = await folder.run(['check', '.', '--format', 'json']);
    expect(code).toBe(0);
    expect(stderr).toContain('b.md is 1000001 bytes');
    expect(JSON.parse(stdout).problems).toHaveLength(1);
    expect((await folder.run(['check', '.', '--fail-on', 'info'])).code).toBe(1);
  });

  it('alone ends with 2: nothing was checked', async () => {
    expect((await inFolder({ 'b.md': LARGE }).run(['check', '.'])).code).toBe(2);
  });
});

it('--flavor says in which dialect the documents are written', async () => {
  // An attribute list belongs to the block above it in kramdown; in CommonMark it is text.
  const folder = inFolder({ 'a.md': '# A\n\n| a | b |\n| - | - |\n| 1 | 2 |\n{: .table }\n' });
  const check = async (flavor: string) =>
    (await folder.run(['check', 'a.md', '--profile', 'markdownlint', '--flavor', flavor])).stdout;
  expect(await check('commonmark')).toContain('MD056');
  expect(await check('kramdown')).not.toContain('MD056');
});
