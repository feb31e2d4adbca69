import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';

const HAS_GIT = spawnSync('git', ['--version']).status === 0;
const DOCUMENT = '# A\n\nText.\n';

let place: Workplace | undefined;
/** Makes files of a text each: a document, if none is given. */
const inFolder = (names: readonly string[], files: Record<string, string> = {}): Workplace => {
  place = new Workplace({ ...Object.fromEntries(names.map((name) => [name, DOCUMENT])), ...files });
  return place;
};
afterEach(() => {
  place?.remove();
  place = undefined;
});

/** What is said of files that others wrote. */
const LEFT_OUT = /^galley: \d+ files? left out.*\n/;

async function checked(folder: Workplace, args: readonly string[], cwd = '.'): Promise<string[]> {
  const { stdout, stderr, code } = await folder.run(['check', '--format', 'json', ...args], '', cwd);
  expect({ stderr: stderr.replace(LEFT_OUT, ''), code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout).files.map((file: { file_path: string }) => file.file_path);
}

describe('a folder', () => {
  it('has documents in any capitals, and MDX', async () => {
    const folder = inFolder(['UP.MD', 'a.Markdown', 'docs/b.mdx', 'docs/c.txt', 'd.md.bak']);
    expect(await checked(folder, ['.'])).toEqual(['UP.MD', 'a.Markdown', 'docs/b.mdx']);
  });

  it('may be the one above', async () => {
    const folder = inFolder(['a.md', 'docs/b.md', 'other/c.md']);
    expect(await checked(folder, ['..'], 'docs')).toEqual(['../a.md', '../other/c.md', 'b.md']);
  });
});

describe('!pattern', () => {
  it('leaves out files, folders and globs, wherever it stands', async () => {
    const folder = inFolder(['a.md', 'docs/b.md', 'docs/old/c.md', 'vendor/d.md']);
    expect(await checked(folder, ['.', '!vendor'])).toEqual(['a.md', 'docs/b.md', 'docs/old/c.md']);
    expect(await checked(folder, ['!./docs/old/', '**/*.md', '!a.md'])).toEqual(['docs/b.md', 'vendor/d.md']);
    expect(await checked(folder, ['docs/b.md', 'a.md', '!**/b.md'])).toEqual(['a.md']);
  });

  it('alone is refused', async () => {
    const { code, stderr } = await inFolder(['a.md']).run(['check', '!a.md']);
    expect(code).toBe(2);
    expect(stderr).toContain('only say what to leave out');
  });
});

describe('.gitignore', () => {
  const NAMES = [
    'a.md',
    'build/b.md',
    'docs/c.md',
    'docs/draft.md',
    'docs/deep/draft.md',
    'docs/deep/kept/d.md',
  ];
  const files = {
    '.gitignore': '# built\n/build/\n',
    'docs/.gitignore': '/draft.md\ndeep/*\n!deep/kept\n',
  };

  it('is respected, in sub-folders too, and from them', async () => {
    const folder = inFolder(NAMES, files);
    expect(await checked(folder, ['.'])).toEqual(['a.md', 'docs/c.md', 'docs/deep/kept/d.md']);
    expect(await checked(folder, ['**/*.md'])).toEqual(['a.md', 'docs/c.md', 'docs/deep/kept/d.md']);
    mkdirSync(folder.file('.git'));
    expect(await checked(folder, ['.'], 'docs')).toEqual(['c.md', 'deep/kept/d.md']);
    expect(await checked(folder, ['..'], 'docs')).toEqual(['../a.md', 'c.md', 'deep/kept/d.md']);
  });

  it('leaves what is named, file or folder', async () => {
    const folder = inFolder(NAMES, files);
    expect(await checked(folder, ['build', 'docs/draft.md'])).toEqual(['build/b.md', 'docs/draft.md']);
    expect(await checked(folder, ['build/*.md'])).toEqual(['build/b.md']);
    expect(await checked(folder, ['.'], 'build')).toEqual(['b.md']);
  });

  it('does not count with --no-gitignore', async () => {
    const folder = inFolder(NAMES, files);
    expect(await checked(folder, ['.', '--no-gitignore'])).toEqual(NAMES.toSorted());
  });

  it('says so when nothing is left', async () => {
    const folder = inFolder(['a.md'], { '.gitignore': '*.md\n' });
    const { code, stderr } = await folder.run(['check', '.']);
    expect(code).toBe(0);
    expect(stderr).toContain('.gitignore leaves out all 1 files');
  });

  it.runIf(HAS_GIT)('means what it means to Git', async () => {
    const names = [
      'a b/x.md',
      'a b/[y]/z.md',
      'q/tmp/u.md',
      'q/v/tmp.md',
      'q/w/keep.md',
      'q/w/lose.md',
      'q/x/y/z.md',
    ];
    const folder = inFolder(names, {
      '.gitignore': 'tmp/\n*.md\n!keep.md\n!z.md\n!x.md\n',
      'a b/.gitignore': 'x.md\n',
      'a b/[y]/.gitignore': '/z.md\n',
      'q/.gitignore': '!tmp.md\nx/*/z.md\n',
    });
    const git = (args: string[]): string => execFileSync('git', args, { cwd: folder.path, encoding: 'utf8' });
    git(['init', '-q']);
    const untracked = git(['ls-files', '--others', '--exclude-standard', '-z', '--', '*.md']);
    expect(await checked(folder, ['.'])).toEqual(untracked.split('\0').filter(Boolean).toSorted());
  });
});

it('what Git says is generated or vendored is left out unless it is named', async () => {
  const folder = inFolder(['a.md', 'api/b.md', 'api/own.md', 'sdk/deep/c.md', 'lib/d.md'], {
    '.gitattributes':
      '# made\n*.png binary\n/api/* linguist-generated=true\napi/own.md -linguist-generated\nsdk/** text linguist-generated\n',
    'lib/.gitattributes': '*.md linguist-vendored\n',
  });
  expect(await checked(folder, ['.'])).toEqual(['a.md', 'api/own.md']);
  expect(await checked(folder, ['.', 'sdk/deep/c.md'])).toEqual(['a.md', 'api/own.md', 'sdk/deep/c.md']);
  const { stderr } = await folder.run(['check', '.']);
  expect(stderr).toContain('3 files left out, which others wrote');
});

describe('a folder named vendor', () => {
  const NAMES = ['a.md', 'go/vendor/x/b.md', 'go/vendor/modules.txt', 'vendor/c.md'];

  it('is left out when a package manager fills it', async () => {
    const folder = inFolder(NAMES);
    expect(await checked(folder, ['.'])).toEqual(['a.md', 'vendor/c.md']);
    expect(await checked(folder, ['**/*.md'])).toEqual(['a.md', 'vendor/c.md']);
  });

  it('is checked when it is named, and so is what is in it', async () => {
    const folder = inFolder(NAMES);
    expect(await checked(folder, ['go/vendor'])).toEqual(['go/vendor/x/b.md']);
    expect(await checked(folder, ['go/vendor/x/b.md'])).toEqual(['go/vendor/x/b.md']);
    expect(await checked(folder, ['.'], 'go/vendor')).toEqual(['x/b.md']);
  });
});

describe('other lists of what to leave out', () => {
  it.each([
    ['.galleyignore in a sub-folder', { 'docs/.galleyignore': '/old/\n' }],
    ['.galleyignore at the root', { '.galleyignore': 'old/\n' }],
    ['.markdownlintignore', { '.markdownlintignore': 'docs/old\n' }],
    ['"ignore" of galley.yml', { 'galley.yml': 'ignore: [docs/old/]\n' }],
    ['"ignore" of a galley.yml in a sub-folder', { 'docs/galley.yml': 'ignore: [/old]\n' }],
    ['"ignores" of markdownlint-cli2', { '.markdownlint-cli2.jsonc': '{ "ignores": ["docs/old/**"] }' }],
    [
      '"ignores" of markdownlint-cli2 in a sub-folder',
      { 'docs/.markdownlint-cli2.yaml': 'ignores: [old]\n' },
    ],
    ['"globs" of markdownlint-cli2', { '.markdownlint-cli2.yaml': 'globs: ["**/*.md", "!docs/old"]\n' }],
  ])('%s', async (_, files) => {
    const folder = inFolder(['a.md', 'docs/b.md', 'docs/old/c.md'], files);
    expect(await checked(folder, ['.'])).toEqual(['a.md', 'docs/b.md']);
    expect(await checked(folder, ['.'], 'docs')).toEqual(['b.md']);
    expect(await checked(folder, ['a.md', 'docs/old/c.md'])).toEqual(['a.md']);
  });
});

describe('without files', () => {
  it.each([
    ['galley.yml', { 'galley.yml': 'files: [docs, "!docs/old"]\n' }],
    ['markdownlint-cli2', { '.markdownlint-cli2.jsonc': '{ "globs": ["docs/**/*.md", "!**/old"] }' }],
  ])('those that %s lists are checked', async (_, files) => {
    const folder = inFolder(['a.md', 'docs/b.md', 'docs/old/c.md'], files);
    expect(await checked(folder, [])).toEqual(['docs/b.md']);
    expect(await checked(folder, [], 'docs')).toEqual(['b.md']);
  });

  it('and without a list, nothing is checked', async () => {
    const { code, stderr } = await inFolder(['a.md']).run(['check']);
    expect(code).toBe(2);
    expect(stderr).toContain('list them as "files" in galley.yml');
  });

  it('a list that is none is named', async () => {
    const { code, stderr } = await inFolder(['a.md'], { 'galley.yml': 'files: docs\n' }).run(['check']);
    expect(code).toBe(2);
    expect(stderr).toContain('galley.yml: "files" must be a list of texts');
  });
});
