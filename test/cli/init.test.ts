import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';

const DOCUMENT = '# A\n\nText. \n';

let place: Workplace | undefined;
const inFolder = (files: ConstructorParameters<typeof Workplace>[0]): Workplace =>
  (place = new Workplace(files));
afterEach(() => {
  place?.remove();
  place = undefined;
});

const filesOf = (stdout: string): string[] =>
  JSON.parse(stdout).files.map((file: { file_path: string }) => file.file_path);

describe('galley init', () => {
  it('leaves out vendored folders, after which `galley check` checks the rest', async () => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      'docs/b.md': DOCUMENT,
      'vendor/lib/c.md': DOCUMENT,
      'src/third_party/a b/d.md': DOCUMENT,
      'build/e.md': DOCUMENT,
      '.gitignore': 'build/\n',
    });
    const { code, stdout, stderr } = await folder.run(['init']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      'galley.yml is written, for 4 documents.\nIt leaves out src/third_party, vendor.',
    );
    const checked = await folder.run(['check', '--format', 'json']);
    expect(checked.stderr).toBe('');
    expect(filesOf(checked.stdout)).toEqual(['a.md', 'docs/b.md']);
  });

  it.each(['.markdownlint.jsonc', '.markdownlint.yaml', '.markdownlintrc', '.markdownlint-cli2.yaml'])(
    'takes %s over',
    async (name) => {
      const config = '{ "default": false, "MD009": true }';
      const content = name.includes('cli2') ? `{ "config": ${config} }` : config;
      const folder = inFolder({ 'a.md': DOCUMENT, [name]: content });
      const before = await folder.check(['a.md']);
      expect((await folder.run(['init'])).stdout).toContain(`${name} counts as before.`);
      expect(readFileSync(folder.file('galley.yml'), 'utf8')).toContain(name);
      expect(await folder.check(['a.md'])).toEqual(before);
    },
  );

  it('does not take over code', async () => {
    const folder = inFolder({ 'a.md': DOCUMENT, '.markdownlint.cjs': 'process.exit(9);' });
    expect(await folder.run(['init'])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(folder.file('galley.yml'), 'utf8')).not.toContain('markdownlint.cjs');
  });

  it.each(['galley.yml', '.galley.yml'])('leaves a %s that is there', async (name) => {
    const folder = inFolder({ 'a.md': DOCUMENT, [name]: 'profile: strict\n' });
    const { code, stderr } = await folder.run(['init']);
    expect([code, stderr]).toEqual([2, `galley: ${name} is there already.\n`]);
    expect(readFileSync(folder.file(name), 'utf8')).toBe('profile: strict\n');
  });

  it('writes to another folder, which must have documents', async () => {
    const folder = inFolder({ 'docs/a.md': DOCUMENT, 'empty/b.txt': '' });
    expect((await folder.run(['init', 'docs'])).stdout).toContain(
      'docs/galley.yml is written, for 1 document.',
    );
    expect(await folder.run(['init', 'empty'])).toMatchObject({ code: 2 });
  });
});
