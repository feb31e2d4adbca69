import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';
import { SPACES_ON } from '../spaces-on.ts';

const CLEAN = '# A\n\nText.\n';
const SKIPPED = '# A\n\n### B\n\nText.\n';
/** Has one certain fix. */
const SPACED = `# A\n\nText   \nmore.\n${SPACES_ON}`;
const SYSTEM_NODE = '/usr/bin/node';
const HAS_GIT = spawnSync('git', ['--version']).status === 0;

let place: Workplace | undefined;
const inFolder = (files: ConstructorParameters<typeof Workplace>[0]): Workplace =>
  (place = new Workplace(files));
afterEach(() => {
  place?.remove();
  place = undefined;
});

describe('--fix', () => {
  it('writes the file that a link leads to, and leaves the link', async () => {
    const folder = inFolder({ 'real/a.md': SPACED });
    symlinkSync('real/a.md', folder.file('link.md'));
    await folder.run(['check', 'link.md', '--fix']);
    expect(lstatSync(folder.file('link.md')).isSymbolicLink()).toBe(true);
    expect(readFileSync(folder.file('real/a.md'), 'utf8')).toBe(SPACED.replace('Text   ', 'Text  '));
  });

  it('keeps a mode that new files do not get', async () => {
    const folder = inFolder({ 'a.md': SPACED });
    chmodSync(folder.file('a.md'), 0o666);
    await folder.run(['check', 'a.md', '--fix']);
    expect(statSync(folder.file('a.md')).mode & 0o777).toBe(0o666);
  });
});

describe('--diff', () => {
  it.runIf(HAS_GIT).each([
    ['line feeds', SPACED],
    ['carriage returns and a byte order mark', `\uFEFF${SPACED.replaceAll('\n', '\r\n')}`],
    ['no line ending at the end', SPACED.trimEnd()],
    ['many changes', `# A\n\n${'Text   \nmore.\n\n\n\n'.repeat(30)}${SPACES_ON}`],
  ])('is what `git apply` makes --fix of, with %s', async (_, text) => {
    const folder = inFolder({ 'docs/a b.md': text });
    const { stdout, code } = await folder.run(['check', '.', '--diff']);
    expect(code).toBe(1);
    const applied = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd: folder.path,
      input: stdout,
    });
    expect(applied.stderr.toString()).toBe('');
    const patched = readFileSync(folder.file('docs/a b.md'));
    folder.write('docs/a b.md', text);
    await folder.run(['check', '.', '--fix']);
    expect(patched.equals(readFileSync(folder.file('docs/a b.md')))).toBe(true);
  });

  it('ends with 0 when nothing differs, whatever else is found', async () => {
    const folder = inFolder({ 'a.md': '# A\n\n![](a.png)\n\n```js\nlet a;\n' });
    expect(await folder.run(['check', 'a.md', '--diff'])).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('a baseline', () => {
  it('keeps what is known of files that this run did not check, and drops files that are gone', async () => {
    const folder = inFolder({
      'a.md': SKIPPED,
      'b.md': SKIPPED,
      'known.json': '{"version":1,"files":{"gone.md":["x"]}}',
    });
    const update = ['--baseline', 'known.json', '--update-baseline'];
    await folder.run(['check', 'a.md', ...update]);
    await folder.run(['check', 'b.md', ...update]);
    const { files } = JSON.parse(readFileSync(folder.file('known.json'), 'utf8'));
    expect(Object.keys(files)).toEqual(['a.md', 'b.md']);
  });

  it.each([
    ['beside the documents', 'known.json'],
    ['in a folder of its own', '.github/known.json'],
  ])('is the same from every folder: %s', async (_, path) => {
    const folder = inFolder({ 'docs/a.md': SKIPPED, 'docs/b.md': SKIPPED, 'other/c.md': SKIPPED });
    mkdirSync(folder.file('.github'));
    const update = ['--update-baseline', '--baseline'];
    await folder.run(['check', '.', ...update, path]);
    const whole = readFileSync(folder.file(path), 'utf8');
    expect(Object.keys(JSON.parse(whole).files)).toHaveLength(3);
    expect((await folder.run(['check', '.', '--baseline', `../${path}`], '', 'docs')).stdout).toContain(
      '2 known',
    );

    folder.write('docs/a.md', '# A\n');
    await folder.run(['check', 'a.md', ...update, `../${path}`], '', 'docs');
    const { files } = JSON.parse(readFileSync(folder.file(path), 'utf8'));
    const expected = JSON.parse(whole).files;
    expect(Object.keys(files)).toEqual(Object.keys(expected).filter((one) => !one.endsWith('a.md')));
    expect((await folder.run(['check', '.', '--baseline', path])).stdout).toContain('2 known');
  });

  it('with paths of the folder that it was written from is still read, and written anew', async () => {
    const folder = inFolder({ 'docs/a.md': SKIPPED, 'docs/b.md': SKIPPED });
    mkdirSync(folder.file('.github'));
    await folder.run(['check', '.', '--update-baseline', '--baseline', 'known.json']);
    folder.write('.github/known.json', readFileSync(folder.file('known.json'), 'utf8'));
    const known = ['--baseline', '.github/known.json'];
    expect((await folder.run(['check', '.', ...known])).stdout).toContain('2 known');
    await folder.run(
      ['check', 'a.md', '--update-baseline', '--baseline', '../.github/known.json'],
      '',
      'docs',
    );
    const { files } = JSON.parse(readFileSync(folder.file('.github/known.json'), 'utf8'));
    expect(Object.keys(files)).toEqual(['../docs/a.md', '../docs/b.md']);
  });

  it('can be of files with any name', async () => {
    const folder = inFolder({ constructor: SKIPPED, 'known.json': '{"version":1,"files":{}}' });
    const { stdout } = await folder.run(['check', 'constructor', '--baseline', 'known.json']);
    expect(stdout).toContain('headings/increment');
  });

  it('that is none is refused', async () => {
    const folder = inFolder({ 'a.md': CLEAN, 'known.json': '{"version":2}' });
    const { code, stderr } = await folder.run(['check', 'a.md', '--baseline', 'known.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('known.json is no baseline');
  });
});

describe('what can not be read or written', () => {
  it('is in the report for programs, too', async () => {
    const folder = inFolder({ 'a.md': CLEAN, 'b.md': new Uint8Array([0xff]) });
    const { code, stdout } = await folder.run(['check', '.', '--format', 'json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems).toEqual([{ file_path: 'b.md', problem: 'is not UTF-8' }]);
  });

  it.each([
    ['a report in a folder that is not there', ['a.md', '--output', 'none/report.txt']],
    ['a baseline in a folder that is not there', ['a.md', '--baseline', 'none/b.json', '--update-baseline']],
    ['a folder as configuration', ['a.md', '--config', 'folder']],
    ['a folder as baseline', ['a.md', '--baseline', 'folder']],
    ['a folder without Vale rules', ['a.md', '--style', 'folder']],
    ['aliases in the configuration', ['a.md', '--config', 'alias.yml']],
  ])('ends the program with 2 and one message: %s', async (_, args) => {
    const folder = inFolder({ 'a.md': CLEAN, 'alias.yml': 'vocab: &a [b]\nrules: *a\n' });
    mkdirSync(folder.file('folder'));
    const { code, stdout, stderr } = await folder.run(['check', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^galley: .*\n$/);
  });
});

describe('the files', () => {
  it('may all be left out: a hook names what was changed', async () => {
    const folder = inFolder({ 'a.md': SKIPPED, '.galleyignore': '*.md\n' });
    const { code, stderr } = await folder.run(['check', 'a.md']);
    expect(code).toBe(0);
    expect(stderr).toContain('.galleyignore leaves out all 1 files');
  });

  it('are named as in the configuration above that speaks of them', async () => {
    const folder = inFolder({
      'galley.yml': 'overrides:\n  - paths: [docs/old/**]\n    rules: { headings/increment: off }\n',
      'docs/old/a.md': `${SKIPPED}\n[x](/docs/b.md) [y](../c.md)\n`,
      'docs/b.md': CLEAN,
    });
    const inDocs = Object.assign(Object.create(folder), { path: folder.file('docs') }) as Workplace;
    const { stdout } = await inDocs.run(['check', 'old', '--format', 'json']);
    const [{ file_path, issues }] = JSON.parse(stdout).files;
    expect(file_path).toBe('old/a.md');
    expect(issues.map(({ message }: { message: string }) => message)).toEqual([
      'There is no document "docs/c.md".',
    ]);
  });
});

describe('the program', () => {
  it('is not upset by a reader that goes away', async () => {
    const folder = inFolder(
      Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}.md`, SKIPPED.repeat(20)])),
    );
    const child = spawn(process.execPath, [resolve('bin/galley.mjs'), 'check', '.', '--format', 'json'], {
      cwd: folder.path,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (data: string) => (stderr += data));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((finish) => child.on('close', finish));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.runIf(existsSync(SYSTEM_NODE))('runs with the Node that is installed, in threads too', () => {
    const folder = inFolder({ 'a.md': SKIPPED, 'b.md': SKIPPED });
    const args = [resolve('bin/galley.mjs'), 'check', '.', '--jobs', '2', '--format', 'github'];
    const { stdout, stderr, status } = spawnSync(SYSTEM_NODE, args, { cwd: folder.path, encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^::warning file=a\.md,line=3,/),
      expect.stringMatching(/^::warning file=b\.md,line=3,/),
    ]);
  });

  it('shows colours only where they are wanted', async () => {
    const folder = inFolder({ 'a.md': SKIPPED });
    expect((await folder.run(['check', 'a.md'])).stdout).not.toContain('\u001B[');
    expect((await folder.run(['check', 'a.md', '--color'])).stdout).toContain('\u001B[');
  });
});
