import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';

const SKIPPED = '# A\n\n### B\n\nText.\n';
const CLEAN = '# A\n\n## B\n\nText.\n';
/** Leads to a heading of another document. */
const LINKING = '# A\n\nSee [b](b.md#b).\n';
const POLL = { timeout: 20_000 };

/** A running `galley check --watch`. */
class Watching {
  readonly place: Workplace;
  readonly #child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;

  constructor(files: Record<string, string>, args: readonly string[], cwd = '.') {
    this.place = new Workplace(files);
    this.#child = spawn(process.execPath, [resolve('bin/galley.mjs'), 'check', '--watch', ...args], {
      cwd: this.place.file(cwd),
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (data: string) => (this.stdout += data));
    this.#child.stderr?.setEncoding('utf8').on('data', (data: string) => (this.stderr += data));
    this.ended = new Promise((finish) => this.#child.on('close', finish));
  }

  async ready(): Promise<void> {
    await expect.poll(() => this.stderr, POLL).toContain('Ctrl-C ends');
    this.clear();
  }

  clear(): void {
    this.stdout = '';
    this.stderr = '';
  }

  /** Waits for the end of a round. */
  async says(text: string | RegExp): Promise<string> {
    await expect.poll(() => this.stdout, POLL).toMatch(text);
    await expect.poll(() => this.stdout, POLL).toMatch(/^\d+ files?[:,].*\n/m);
    const said = this.stdout;
    this.stdout = '';
    return said;
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
    this.place.remove();
  }
}

let watching: Watching | undefined;
const watch = (...args: ConstructorParameters<typeof Watching>): Watching =>
  (watching = new Watching(...args));
afterEach(async () => {
  await watching?.end();
  watching = undefined;
});

describe('galley check --watch', () => {
  it('checks a changed document again, and ends cleanly with Ctrl-C', async () => {
    const program = watch({ 'a.md': CLEAN, 'b.md': SKIPPED }, ['.']);
    await program.says('headings/increment');
    await program.ready();
    program.place.write('a.md', SKIPPED);
    const said = await program.says(/2 files: 0 errors, 2 warnings/);
    expect(said).toContain('a.md\n');
    expect(said).not.toContain('b.md\n');
    program.place.write('a.md', CLEAN);
    await program.says(/2 files: 0 errors, 1 warning,/);
    program.interrupt();
    expect(await program.ended).toBe(0);
    expect(program.stderr).toBe('');
  });

  it('sees documents that editors replace, and those in new folders', async () => {
    const program = watch({ 'docs/a.md': CLEAN }, ['docs']);
    await program.ready();
    for (const text of [SKIPPED, CLEAN, SKIPPED]) {
      program.place.write('docs/a.md.tmp', text);
      renameSync(program.place.file('docs/a.md.tmp'), program.place.file('docs/a.md'));
      await program.says(text === CLEAN ? 'nothing found' : '1 file: 0 errors, 1 warning,');
    }
    program.place.write('docs/new/deep/b.md', SKIPPED);
    await program.says(/2 files: 0 errors, 2 warnings/);
    program.place.write('docs/new/deep/b.md', CLEAN);
    await program.says(/2 files: 0 errors, 1 warning,/);
    rmSync(program.place.file('docs/new'), { recursive: true });
    await program.says(/1 file: 0 errors, 1 warning,/);
  });

  it('checks what links to a changed document, inside or outside of what is watched', async () => {
    const program = watch({ 'docs/a.md': LINKING.replace('b.md', '../other/b.md'), 'other/b.md': CLEAN }, [
      'docs',
    ]);
    await program.ready();
    program.place.write('other/b.md', '# C\n\nText.\n');
    expect(await program.says('links/unknown-anchor-elsewhere')).toContain('docs/a.md\n');
    rmSync(program.place.file('other/b.md'));
    await program.says('links/missing-document');
    program.place.write('other/b.md', CLEAN);
    await program.says('nothing found');
  });

  it('checks all when a configuration changes, and lives through one that is wrong', async () => {
    const program = watch({ 'docs/a.md': SKIPPED, 'docs/b.md': SKIPPED, 'galley.yml': '{}' }, ['.'], 'docs');
    await program.ready();
    program.place.write('galley.yml', 'rules: { headings/increment: error }\n');
    await program.says(/2 files: 2 errors/);
    program.place.write('galley.yml', 'rules: { headings/incremnt: error }\n');
    await expect.poll(() => program.stderr, POLL).toContain('rules.headings/incremnt: is no rule');
    program.place.write('galley.yml', 'rules: { headings/increment: off }\n');
    await program.says('2 files, nothing found.');
    program.place.write('docs/.galleyignore', 'b.md\n');
    await program.says('1 file, nothing found.');
  });

  it('fixes what changes', async () => {
    const program = watch({ 'a.md': CLEAN }, ['.', '--fix', '--enable', 'MD009']);
    await program.ready();
    program.place.write('a.md', `${CLEAN}\nText   \nmore.\n`);
    await program.says('1 edit made');
    expect(readFileSync(program.place.file('a.md'), 'utf8')).toBe(`${CLEAN}\nText  \nmore.\n`);
  });

  it.each([
    ['standard input', ['-']],
    ['a report', ['.', '--format', 'json']],
    ['a file', ['.', '--output', 'x.txt']],
    ['a baseline to write', ['.', '--baseline', 'x.json', '--update-baseline']],
    ['files that are not there', ['none/*.md']],
  ])('is refused with %s', async (_, args) => {
    const program = watch({ 'a.md': CLEAN }, args);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toMatch(/^galley: .*\n$/);
  });
});
