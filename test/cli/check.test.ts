import { existsSync, readdirSync, readFileSync, statSync, chmodSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';
import { SPACES_ON } from '../spaces-on.ts';

const CLEAN = '# A\n\nText.\n';
/** A heading that skips a level: a warning with a suggested fix. */
const SKIPPED = '# A\n\n### B\n\nText.\n';
/** Has one certain fix. */
const SPACED = `# A\n\nText   \nmore.\n${SPACES_ON}`;
/** A fence that is never closed: an error. */
const BROKEN = '# A\n\n```js\nlet a;\n';

let place: Workplace | undefined;
const inFolder = (files: ConstructorParameters<typeof Workplace>[0]): Workplace =>
  (place = new Workplace(files));
afterEach(() => {
  place?.remove();
  place = undefined;
});

describe('galley check ends with', () => {
  it.each([
    ['0 for a clean file', ['a.md'], 0],
    ['0 for warnings', ['b.md'], 0],
    ['1 for errors', ['.'], 1],
    ['1 for more warnings than wanted', ['b.md', '--max-warnings', '0'], 1],
    ['1 for a difference', ['d.txt', '--diff'], 1],
    ['0 without a difference', ['a.md', '--diff'], 0],
    ['2 for a file that is not there', ['none.md'], 2],
    ['2 for an option that is none', ['a.md', '--nothing'], 2],
    ['2 for a profile that is none', ['a.md', '--profile', 'x'], 2],
    ['2 for a family that is none', ['a.md', '--family', 'x'], 2],
    ['2 for a configuration that is not there', ['a.md', '--config', 'x.yml'], 2],
    ['2 for a baseline that is not there', ['a.md', '--baseline', 'x.json'], 2],
    ['2 for options that exclude each other', ['a.md', '--fix', '--diff'], 2],
    ['2 for no arguments', [], 2],
  ])('%s', async (_, args, code) => {
    const folder = inFolder({ 'a.md': CLEAN, 'b.md': SKIPPED, 'c.md': BROKEN, 'd.txt': SPACED });
    const ended = await folder.run(['check', ...args]);
    expect(ended.code, ended.stderr).toBe(code);
    if (code === 2) expect(ended.stderr).not.toContain('    at ');
  });

  it('2 for files that can not be read, after the others were checked', async () => {
    const folder = inFolder({
      'a.md': SKIPPED,
      'b.md': new Uint8Array([0x23, 0x20, 0xff, 0xfe]),
      'c.md': 'x'.repeat(1_000_001),
    });
    const { code, stdout, stderr } = await folder.run(['check', '.']);
    expect(code).toBe(2);
    expect(stdout).toContain('headings/increment');
    expect(stderr).toContain('b.md is not UTF-8');
    expect(stderr).toContain('c.md is 1000001 bytes');
  });
});

describe('the files', () => {
  it('are those of folders and globs, without what .galleyignore lists', async () => {
    const folder = inFolder({
      'docs/a.md': SKIPPED,
      'docs/deep/b.markdown': SKIPPED,
      'docs/draft/c.md': SKIPPED,
      'docs/d.txt': SKIPPED,
      'node_modules/e/f.md': SKIPPED,
      '.galleyignore': '# drafts\ndocs/draft/\n',
    });
    const files = async (...args: string[]): Promise<string[]> => {
      const { stdout, stderr } = await folder.run(['check', '--format', 'json', ...args]);
      expect(stderr).toBe('');
      return JSON.parse(stdout).files.map((file: { file_path: string }) => file.file_path);
    };
    expect(await files('.')).toEqual(['docs/a.md', 'docs/deep/b.markdown']);
    expect(await files('docs/**/*.md')).toEqual(['docs/a.md']);
    expect(await files('docs/d.txt', 'docs/a.md', 'docs/a.md')).toEqual(['docs/a.md', 'docs/d.txt']);
    expect(await files('node_modules/e/f.md')).toEqual(['node_modules/e/f.md']);
  });

  it('may come from standard input', async () => {
    const folder = inFolder({});
    expect((await folder.run(['check', '-', '--stdin-path', 'docs/x.md'], SKIPPED)).stdout).toContain(
      'docs/x.md',
    );
    const fixed = await folder.run(['check', '-', '--fix'], SPACED);
    expect(fixed.stdout).toBe(SPACED.replace('Text   ', 'Text  '));
  });

  it('give the same report in one thread and in many', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`${n}.md`, n % 3 === 0 ? BROKEN : SKIPPED]),
    );
    const folder = inFolder(many);
    const [one, four] = await Promise.all([
      folder.run(['check', '.', '--jobs', '1', '--format', 'sarif']),
      folder.run(['check', '.', '--jobs', '4', '--format', 'sarif']),
    ]);
    expect(JSON.parse(one.stdout).runs[0].results).toHaveLength(40);
    expect(four.stdout).toBe(one.stdout);
    expect([one.code, four.code]).toEqual([1, 1]);
  });
});

describe('the report', () => {
  it('for people underlines what was found, and spells out what can not be seen', async () => {
    const folder = inFolder({
      'invoice\u202Efdp.md': '# A\n\n\tA [link]() here.\n\n- a [link]()\u200B here.\n',
    });
    const { stdout } = await folder.run(['check', '.']);
    expect(stdout).toContain('invoice\\u{202e}fdp.md\n');
    expect(stdout).toContain('       5 | - a [link]()\\u{200b} here.\n         |     ^^^^^^^^ Give');
    expect(stdout).toMatch(/1 file: \d+ errors, 1 warning, \d+ info\./);
  });

  it('is written to a file, and of errors alone, where that is wanted', async () => {
    const folder = inFolder({ 'a.md': `${SKIPPED}\n${BROKEN}` });
    const { code, stdout } = await folder.run([
      'check',
      'a.md',
      '--quiet',
      '--format',
      'json',
      '--output',
      'out.json',
    ]);
    expect([code, stdout]).toEqual([1, '']);
    const report = JSON.parse(readFileSync(folder.file('out.json'), 'utf8'));
    expect(report.files[0].issues.map(({ level }: { level: string }) => level)).toEqual(['error']);
  });

  it.each(['github', 'junit', 'sarif', 'rdjson', 'checkstyle', 'gitlab'])(
    'has the form of %s',
    async (format) => {
      const { stdout } = await inFolder({ 'a.md': SKIPPED }).run(['check', 'a.md', '--format', format]);
      expect(stdout).toContain('headings/increment');
    },
  );
});

describe('--fix', () => {
  it('writes certain fixes, byte for byte the same outside of them, and nothing the second time', async () => {
    const text =
      '\uFEFF# A\r\n\r\n## B ##\r\n\r\nOne   \r\ntext with an umlaut: \u00FC \u{1F600}.  \r\nMore.\r\n';
    const folder = inFolder({ 'a.md': text });
    chmodSync(folder.file('a.md'), 0o640);
    const fix = ['check', 'a.md', '--enable', 'MD009', '--fix'];
    const first = await folder.run(fix);
    expect(first.stdout).toMatch(/1 edit made in 1 file\./);
    expect(readFileSync(folder.file('a.md'), 'utf8')).toBe(text.replace('One   ', 'One  '));
    expect(statSync(folder.file('a.md')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder.path)).toEqual(['a.md']);
    const again = await folder.run(fix);
    expect(again.stdout).not.toContain('made');
  });

  it('shows with --diff what it would do, and does nothing', async () => {
    const folder = inFolder({ 'a.md': SPACED });
    const { stdout } = await folder.run(['check', 'a.md', '--diff']);
    expect(stdout).toContain('--- a/a.md');
    expect(stdout).toContain('-Text   \n+Text  \n');
    expect(readFileSync(folder.file('a.md'), 'utf8')).toBe(SPACED);
  });
});

describe('a baseline', () => {
  it('leaves out what is known, and only that', async () => {
    const folder = inFolder({ 'a.md': SKIPPED });
    expect((await folder.run(['check', '.', '--baseline', 'known.json', '--update-baseline'])).code).toBe(0);
    expect(existsSync(folder.file('known.json'))).toBe(true);
    const { stdout } = await folder.run(['check', '.', '--baseline', 'known.json']);
    expect(stdout).toContain('nothing found');
    expect(stdout).toContain('1 known issue not shown');

    folder.write('a.md', `A new paragraph before.\n\n${SKIPPED}\n![](new)\n`);
    const later = await folder.run(['check', '.', '--baseline', 'known.json', '--format', 'json']);
    const rules = JSON.parse(later.stdout).files[0].issues.map(({ rule_id }: { rule_id: string }) => rule_id);
    expect(rules).toContain('images/missing-alt');
    expect(rules).not.toContain('headings/increment');
  });
});

describe('the configuration', () => {
  it('is the galley.yml here or above, with rules, overrides and families', async () => {
    const folder = inFolder({
      'galley.yml':
        'extends: cells\nrules:\n  headings/increment: error\noverrides:\n  - paths: [old/**]\n    rules: { headings/increment: off }\n',
      'docs/a.md': '---\ntitle: A\n---\n\n### B\n\nWith Aspose Cells.\n',
      'old/b.md': SKIPPED,
    });
    const { code, stdout } = await folder.run(['check', 'docs', 'old']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/5:1 +error .* headings\/increment/);
    expect(stdout).toContain('truth/product-name');
    expect(stdout).not.toMatch(/old\/b\.md[^]*headings\/increment/);
  });

  it('names the place of everything that is wrong', async () => {
    const folder = inFolder({
      'a.md': CLEAN,
      'galley.yml': 'rules:\n  links/none: error\n  links/empty: fatal\n',
    });
    const { stderr } = await folder.run(['check', 'a.md']);
    expect(stderr).toContain('galley.yml');
    expect(stderr).toContain('rules.links/empty');
    folder.write('galley.yml', 'rules: [\n');
    expect((await folder.run(['check', 'a.md'])).stderr).toMatch(/galley\.yml:\d/);
  });

  it('takes a .markdownlint.json as it is, comments and all', async () => {
    const folder = inFolder({
      'a.md': '# A\n\nA line that is longer than twenty.\n',
      '.markdownlint.jsonc': '// ours\n{ "default": false, "line-length": { "line_length": 20, }, }\n',
    });
    const { stdout } = await folder.run(['check', 'a.md']);
    expect(stdout).toContain('MD013');
    const profile = await folder.run(['check', 'a.md', '--profile', 'markdownlint']);
    expect(profile.code).toBe(1);
  });

  it('takes Vale styles from a folder or an archive, and says what does not run', async () => {
    const very = 'extends: existence\nmessage: "Avoid \'%s\'."\nlevel: error\ntokens: [very]\n';
    const folder = inFolder({
      'a.md': '# A\n\nA very long day.\n',
      'styles/House/Very.yml': very,
      'styles/House/Script.yml': 'extends: script\nmessage: x\n',
      'house.zip': zipSync({ 'House/Very.yml': strToU8(very) }),
    });
    for (const style of ['styles/House', 'styles', 'house.zip']) {
      const { stdout, stderr, code } = await folder.run(['check', 'a.md', '--style', style]);
      expect(stdout).toContain("Avoid 'very'.  House.Very");
      expect(code).toBe(0);
      expect(stderr.includes('House.Script does not run')).toBe(style !== 'house.zip');
    }
  });

  it('looks words up where the spelling is wanted', async () => {
    const folder = inFolder({
      'a.md': '# A\n\nA wrogn word.\n',
      'galley.yml': 'rules: {prose/spelling: warning}\n',
    });
    expect((await folder.run(['check', 'a.md'])).stdout).toContain('prose/spelling');
  });

  it('follows links between the documents of the folder', async () => {
    const folder = inFolder({
      'docs/a.md': '# A\n\n[x](b.md#here) [y](b.md#gone) [z](none.md)\n',
      'docs/b.md': '# Here\n\nText.\n',
    });
    const { stdout } = await folder.run(['check', 'docs/a.md']);
    expect(stdout).toContain('links/unknown-anchor-elsewhere');
    expect(stdout).toContain('links/missing-document');
    expect(stdout).toContain('2 warnings');
  });

  it('follows links to other files, to folders, through files, and to names that no file can have', async () => {
    const folder = inFolder({
      'docs/a.md': `# A\n\n[x](b/#here) [y](b/#gone) ![z](b/c.png) ![v](no.png) ![w](${'w'.repeat(300)}.png) [u](../docs/e.png/f.md)\n`,
      'docs/b/README.md': '# Here\n\nText.\n',
      'docs/b/d.png': '',
      'docs/e.png': '',
    });
    const { stdout } = await folder.run(['check', 'docs/a.md', '--format', 'json']);
    const [file] = JSON.parse(stdout).files;
    const links = file.issues.filter(({ rule_id }: { rule_id: string }) => rule_id.startsWith('links/'));
    expect(
      links.map(({ rule_id, column }: { rule_id: string; column: number }) => [rule_id, column]),
    ).toEqual([
      ['links/unknown-anchor-elsewhere', 18],
      ['links/missing-file', 32],
      ['links/missing-file', 46],
      ['links/missing-file', 59],
      ['links/missing-document', 369],
    ]);
  });

  it('calls nothing missing that Git ignores, as programs make it', async () => {
    const folder = inFolder({
      '.gitignore': '/docs/api/\n*.svg\n!logo.svg\n',
      'docs/.gitignore': 'made.md\n',
      'docs/a.md': '# A\n\n[a](api/b.md#c) [b](made.md) ![c](graph.svg) ![d](logo.svg) [e](none.md)\n',
    });
    const { stdout } = await folder.run(['check', 'docs/a.md', '--format', 'json']);
    const [file] = JSON.parse(stdout).files;
    expect(
      file.issues
        .filter(({ rule_id }: { rule_id: string }) => rule_id.startsWith('links/'))
        .map(({ message }: { message: string }) => message),
    ).toEqual(['There is no image "docs/logo.svg".', 'There is no document "docs/none.md".']);
  });

  it('names anchors as the pack of the project says', async () => {
    const folder = inFolder({
      'a.md': '# A\n\n[x](b.md#own) [y](b.md#b-own)\n',
      'b.md': '# B {#own}\n\nText.\n',
      'galley.yml': 'anchors: docusaurus\n',
    });
    const { stdout } = await folder.run(['check', 'a.md']);
    expect(stdout).toContain('There is no anchor "#b-own" in "b.md".');
    expect(stdout).not.toContain('"#own"');
  });
});

describe('the other commands', () => {
  it('list rules and say all about one', async () => {
    const folder = inFolder({});
    expect((await folder.run(['rules'])).stdout).toContain('headings/increment');
    expect((await folder.run(['rules', 'headings/increment'])).stdout).toContain('Fix: suggested');
    expect((await folder.run(['rules', 'MD019'])).stdout).toContain('Fix: by --fix');
    expect((await folder.run(['rules', 'none'])).code).toBe(2);
    expect((await folder.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await folder.run(['check', '--help'])).stdout).toContain('Exit codes:');
  });

  it('are all in the help, though only the one that is named is loaded', async () => {
    const { stdout } = await inFolder({}).run(['--help']);
    const names = 'check init rules test-pack push pull watch token export import'.split(' ');
    expect(names.filter((name) => !stdout.includes(`\n  ${name} `))).toEqual([]);
  });

  it("run a pack's own tests", async () => {
    const folder = inFolder({
      'good.yml':
        'tests:\n  - name: finds images\n    document: "# A\\n\\n![](a)\\n"\n    expect: [images/missing-alt@3:1]\n',
      'bad.yml': 'tests:\n  - name: finds none\n    document: "# A\\n\\n![](a)\\n"\n    absent: [images/*]\n',
    });
    expect(await folder.run(['test-pack', 'good.yml'])).toMatchObject({
      code: 0,
      stdout: 'ok   finds images\n1 tests, 0 failed.\n',
    });
    const bad = await folder.run(['test-pack', 'bad.yml']);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('finds images/missing-alt@3:1');
  });
});
