/** `galley pull` as a process, against a service of the tests. test/browser/pull.test.ts has the real one. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApprovingService, type Approved } from './approving-service.ts';
import { Workplace, type Ended } from './program.ts';

const PAGE = '# Title\n\nThe frist line.\n\nThe secnd line.\n';
const FIXED = PAGE.replace('frist', 'first').replace('secnd', 'second');
const CHANGES = { MD009: ['frist', 'first'], MD010: ['secnd', 'second'] } as const;
const approved = (text = PAGE): Approved => ({ text, changes: CHANGES });

let place: Workplace;
let service: ApprovingService;
afterEach(async () => {
  place.remove();
  await service.stop();
});

/** @param files - the files here; those of the service when left out */
async function begin(
  documents: Readonly<Record<string, Approved>>,
  files: Readonly<Record<string, string | Uint8Array>> = Object.fromEntries(
    Object.entries(documents).map(([path, { text }]) => [path, text]),
  ),
): Promise<void> {
  place = new Workplace(files);
  service = await ApprovingService.start(documents);
}
const pull = (...args: string[]): Promise<Ended> => place.run(['pull', '--server', service.url, ...args]);
const textOf = (name: string) => readFileSync(place.file(name), 'utf8');

describe('galley pull', () => {
  it('brings what is approved into the files, exact in every byte', async () => {
    const marked = `\uFEFF${PAGE.replaceAll('\n', '\r\n').trimEnd()}`;
    await begin({ 'a.md': approved(), 'docs/ü 日本.md': approved(marked) });
    chmodSync(place.file('a.md'), 0o755);
    const ended = await pull();
    expect(ended, ended.stderr).toMatchObject({
      code: 0,
      stdout: 'a.md: MD009, MD010\ndocs/ü 日本.md: MD009, MD010\n',
    });
    expect(ended.stderr).toContain('4 changes brought into 2 files');
    expect(textOf('a.md')).toBe(FIXED);
    expect(textOf('docs/ü 日本.md')).toBe(`\uFEFF${FIXED.replaceAll('\n', '\r\n').trimEnd()}`);
    expect(statSync(place.file('a.md')).mode & 0o777).toBe(0o755);
    expect(readdirSync(place.path)).toEqual(['a.md', 'docs']);
    // The text of a file that is as it was pushed is not asked for.
    expect(service.asked.filter((path) => path.includes('/content'))).toEqual([]);

    const again = await pull('--check');
    expect(again).toMatchObject({ code: 0, stdout: '' });
    expect(again.stderr).toContain('0 changes waiting for 0 files, 4 there already');
  });

  it('finds the places in a file that has changed, and names what has none', async () => {
    const here = PAGE.replace('# Title\n', '# Another title\n\nNew words.\n').replace(
      'The secnd line.',
      'All of this is new.',
    );
    await begin({ 'a.md': approved() }, { 'a.md': here });
    const ended = await pull();
    expect(textOf('a.md')).toBe(here.replace('frist', 'first'));
    expect(ended).toMatchObject({ code: 1, stdout: 'a.md: MD009\n' });
    expect(ended.stderr).toContain(
      'a.md: MD010: The text that it changes is no longer there. It was at line 5.',
    );
    expect(ended.stderr).toContain('1 change brought into 1 file, 1 without a place');
  });

  it('leaves out a certain change that would be seen in the text as it is now', async () => {
    const text = 'Text.\n\n\n\nMore text.\n';
    const here = `\`\`\`\n${text}\`\`\`\n`;
    await begin(
      { 'a.md': { text, changes: { MD009: ['\n\n\n\n', '\n\n'] }, certain: true } },
      { 'a.md': here },
    );
    const ended = await pull();
    expect(textOf('a.md')).toBe(here);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/a\.md: MD009: In the text as it is now, it would change /);
  });

  it('with --diff prints a patch that git apply takes, and changes nothing', async () => {
    await begin({ 'a b.md': approved(), 'docs/ü.md': approved(PAGE.replaceAll('\n', '\r\n')) });
    const { stdout, code } = await pull('--diff');
    expect(code).toBe(1);
    expect(textOf('a b.md')).toBe(PAGE);
    execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: place.path, input: stdout });
    expect(textOf('a b.md')).toBe(FIXED);
    expect(textOf('docs/ü.md')).toBe(FIXED.replaceAll('\n', '\r\n'));
    expect(await pull('--diff')).toMatchObject({ code: 0, stdout: '' });
  });

  it('with --check changes nothing, and fails when something waits', async () => {
    await begin({ 'a.md': approved() });
    expect(await pull('--check')).toMatchObject({ code: 1, stdout: 'a.md: MD009, MD010\n' });
    expect(textOf('a.md')).toBe(PAGE);
  });

  it('brings only what is chosen: files, rules, and a line of versions', async () => {
    await begin(
      { 'a.md': approved(), 'docs/b.md': approved(), 'gone.md': approved() },
      {
        'a.md': PAGE,
        'docs/b.md': PAGE,
      },
    );
    const ended = await pull(
      'docs',
      '--rule',
      'MD009',
      '--ref',
      'pull/7',
      '--family',
      'words',
      '--owner',
      '@docs',
    );
    expect(ended, ended.stderr).toMatchObject({ code: 0, stdout: 'docs/b.md: MD009\n' });
    expect(textOf('a.md')).toBe(PAGE);
    expect(textOf('docs/b.md')).toBe(PAGE.replace('frist', 'first'));
    expect(service.asked).toContain(
      '/api/families/words/approved?limit=200&ref=pull%2F7&owner=%40docs&rule_id=MD009',
    );
  });

  it('names documents that are not here', async () => {
    await begin({ 'a.md': approved(), 'gone.md': approved() }, { 'a.md': PAGE });
    const ended = await pull();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('gone.md: is not here.');
    expect(textOf('a.md')).toBe(FIXED);
  });

  it('changes nothing outside of the folder, whatever the service names', async () => {
    const outside = new Workplace({ 'a.md': PAGE });
    try {
      await begin(
        {
          [`../${basename(outside.path)}/a.md`]: approved(),
          [outside.file('a.md')]: approved(),
          'link.md': approved(),
          '.git/config': approved(),
          'package.json': approved(),
        },
        { 'in.md': PAGE, '.git/config': PAGE, 'package.json': PAGE },
      );
      expect(dirname(outside.path)).toBe(dirname(place.path));
      symlinkSync(outside.file('a.md'), place.file('link.md'));
      const ended = await pull();
      expect(ended.code, ended.stderr).not.toBe(0);
      expect(readFileSync(outside.file('a.md'), 'utf8')).toBe(PAGE);
      expect(textOf('.git/config')).toBe(PAGE);
      expect(textOf('package.json')).toBe(PAGE);

      // Whoever names a link means the file that it leads to.
      expect(await pull('link.md')).toMatchObject({ code: 0 });
      expect(readFileSync(outside.file('a.md'), 'utf8')).toBe(FIXED);
      expect(lstatSync(place.file('link.md')).isSymbolicLink()).toBe(true);
    } finally {
      outside.remove();
    }
  });

  it('names files that can not be read, brings the others, and ends with 2', async () => {
    await begin(
      { 'a.md': approved(), 'latin.md': approved() },
      { 'a.md': PAGE, 'latin.md': new Uint8Array([0x23, 0x20, 0xe4]) },
    );
    const ended = await pull();
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('latin.md: is not UTF-8');
    expect(textOf('a.md')).toBe(FIXED);
  });

  it('does not overwrite what somebody writes meanwhile', async () => {
    await begin({ 'a.md': approved() }, { 'a.md': `${PAGE}More.\n` });
    service.beforeText = () => place.write('a.md', 'Mine.\n');
    const ended = await pull();
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('a.md: was changed meanwhile; run the command again');
    expect(textOf('a.md')).toBe('Mine.\n');
  });

  it('waits for a service that is away for a moment', async () => {
    await begin({ 'a.md': approved() });
    service.away = 2;
    const ended = await pull();
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain('Trying again in');
    expect(textOf('a.md')).toBe(FIXED);
  });

  it.each([
    ['a rule that the family does not have', ['--rule', 'MD09'], 'did you mean MD009?'],
    ['a family that is none', ['--family', 'No Family'], 'lower-case letters'],
    ['a ref that is none', ['--ref', ''], 'must not be empty'],
    ['files that are not there', ['none/*.md'], 'No Markdown file matches'],
    ['an address that is none', ['--server', 'nowhere'], 'no address of a service'],
    ['more rules than it takes', ['--rule', Array.from({ length: 101 }).fill('MD009').join()], 'at most 100'],
  ])('ends with 2 for %s', async (_, args, said) => {
    await begin({ 'a.md': approved() });
    const ended = await pull(...args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(said);
    expect(textOf('a.md')).toBe(PAGE);
  });

  it.each([
    ['SIGKILL', null],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('goes on where it was after %s', async (signal, code) => {
    await begin({ 'a.md': approved(), 'b.md': approved() });
    service.silentFrom = 1;
    const child = spawn(process.execPath, [resolve('bin/galley.mjs'), 'pull', '--server', service.url], {
      cwd: place.path,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(child, 'close');
    await vi.waitFor(() => expect(service.asked).toHaveLength(2), { timeout: 20_000 });
    child.kill(signal);
    await ended;
    expect(child.exitCode).toBe(code);
    if (code !== null) expect(said).toContain('interrupted; the same command goes on from here');
    // Each file is as it was, or as it is to be.
    expect(textOf('a.md')).toBe(FIXED);
    expect(textOf('b.md')).toBe(PAGE);

    service.silentFrom = Infinity;
    const again = await pull();
    expect(again, again.stderr).toMatchObject({ code: 0, stdout: 'b.md: MD009, MD010\n' });
    expect(again.stderr).toContain('2 changes brought into 1 file, 2 there already');
    expect(textOf('b.md')).toBe(FIXED);
  });
});
