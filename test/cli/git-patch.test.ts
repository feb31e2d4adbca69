/** Patches are applied by the real `git apply`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyEdits, gitPatch, isTreePath } from '../../src/engine/index.ts';
import type { Edit } from '../../src/shared/things.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'galley-patch-'));
  git('init', '-q');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Git without the settings of whoever runs the tests. */
const ENVIRONMENT = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, env: ENVIRONMENT, encoding: 'utf8' });
}

function write(name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
const bytesOf = (name: string) => readFileSync(join(folder, name));

function apply(patch: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['apply', '--whitespace=nowarn', ...args], {
    cwd: folder,
    env: ENVIRONMENT,
    input: patch,
    encoding: 'utf8',
  });
  expect(status, `${stderr}\n${patch}`).toBe(0);
}

/** Replaces each occurrence. */
function edits(text: string, from: string, to: string): Edit[] {
  const starts = text.split(from).slice(0, -1);
  let at = 0;
  const places = starts.map((before) => {
    at += before.length + from.length;
    return at - from.length;
  });
  return places.map((index) => ({
    start: index,
    end: index + from.length,
    expected: from,
    text: to,
  }));
}

const LINES = Array.from({ length: 40 }, (_, n) => `Line ${n}.`);

describe('gitPatch', () => {
  it.each([
    ['LF', `${LINES.join('\n')}\n`],
    ['CRLF', `${LINES.join('\r\n')}\r\n`],
    ['both', `${LINES.slice(0, 9).join('\r\n')}\n${LINES.slice(9).join('\n')}\r\n`],
    ['CR inside of lines', `${LINES.join('\r')}\n`],
    ['a byte order mark', `\uFEFF${LINES.join('\n')}\n`],
    ['no end of the last line', LINES.join('\n')],
    ['other line separators', `${LINES.join('\u2028')}\u0085\n${LINES.join('\v')}\f\n`],
    ['characters of four bytes', `${LINES.map((line) => `😀 ${line}`).join('\n')}\n`],
    ['a very long line', `${'word '.repeat(20_000)}Line 0.\nLine 10.\n`],
  ])('is exact in every byte of a text with %s', (_, text) => {
    const changes = edits(text, 'Line 0', 'The line 0').concat(edits(text, '39.', '39!\nLine 40.'));
    changes.sort((a, b) => a.start - b.start);
    write('a.md', text);
    apply(gitPatch({ filePath: 'a.md', text, edits: changes }));
    expect(bytesOf('a.md')).toEqual(Buffer.from(applyEdits(text, changes)));
  });

  it.each([
    ['a line end that is added', 'a\nb', { start: 3, end: 3, expected: '', text: '\n' }],
    ['a line end that is removed', 'a\nb\n', { start: 3, end: 4, expected: '\n', text: '' }],
    ['CRLF that becomes LF', 'a\r\nb\r\n', { start: 1, end: 3, expected: '\r\n', text: '\n' }],
    ['a byte order mark that is removed', '\uFEFFa\n', { start: 0, end: 1, expected: '\uFEFF', text: '' }],
    ['an empty file that gets text', '', { start: 0, end: 0, expected: '', text: 'a\n' }],
    ['a file that becomes empty', 'a\n', { start: 0, end: 2, expected: 'a\n', text: '' }],
    [
      'lines that look like a patch',
      '-- a\n++ b\n@@ -1 +1 @@\n',
      { start: 0, end: 0, expected: '', text: '-- c\n' },
    ],
  ])('takes %s', (_, text, edit) => {
    write('a.md', text);
    apply(gitPatch({ filePath: 'a.md', text, edits: [edit] }));
    expect(bytesOf('a.md')).toEqual(Buffer.from(applyEdits(text, [edit])));
  });

  it.each([
    'with spaces.md',
    'a b/c b/d.md',
    'ünï/日本語 😀.md',
    'a"quote".md',
    String.raw`back\slash\n.md`,
    'b/a/b.md',
    '-dash.md',
    "it's $HOME `x`.md",
    '__proto__',
    '# Left out',
  ])('names the file %s as Git does', (filePath) => {
    const text = 'one\ntwo\n';
    write(filePath, text);
    const patch = gitPatch({ filePath, text, edits: edits(text, 'one', '1') });
    apply(patch);
    expect(bytesOf(filePath).toString()).toBe('1\ntwo\n');
    // What Git writes for the same change differs in nothing but the mode, the short ids and the tab after a space.
    write(filePath, text);
    git('add', '-A');
    write(filePath, '1\ntwo\n');
    const theirs = git('diff', '--full-index').replace(/^(index .*) \d+$/m, '$1');
    expect(patch).toBe(theirs.replaceAll('\t\n', '\n'));
  });

  it('is applied three-way to a file that has changed since', () => {
    const text = `${LINES.join('\n')}\n`;
    write('a.md', text);
    git('add', 'a.md');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'a');
    const patch = gitPatch({ filePath: 'a.md', text, edits: edits(text, 'Line 20.', 'The line 20.') });
    const moved = text.replace('Line 18.', 'Changed.');
    write('a.md', moved);
    git('add', 'a.md');
    apply(patch, '--3way');
    expect(bytesOf('a.md').toString()).toBe(moved.replace('Line 20.', 'The line 20.'));
  });

  it('is empty when nothing is changed', () => {
    expect(gitPatch({ filePath: 'a.md', text: 'a\n', edits: [] })).toBe('');
    const same = [{ start: 0, end: 1, expected: 'a', text: 'a' }];
    expect(gitPatch({ filePath: 'a.md', text: 'a\n', edits: same })).toBe('');
  });

  it('is applied whatever the texts and edits of several files are', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '\n',
      '\r\n',
      '\n\n',
      ' ',
      '-',
      '+',
      '\\',
      '\uFEFF',
      '😀',
      '@@',
      '\r',
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    const file = fc.record({
      text,
      cuts: fc.array(fc.nat(60), { maxLength: 8 }),
      inserted: fc.array(text, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 4 }), (files) => {
        const made = files.map((one, index) => {
          const ends = [...new Set(one.cuts.map((cut) => Math.min(cut, one.text.length)))].toSorted(
            (a, b) => a - b,
          );
          const changes: Edit[] = [];
          for (let at = 0; at + 1 < ends.length; at += 2) {
            const [start = 0, end = 0] = [ends[at], ends[at + 1]];
            changes.push({
              start,
              end,
              expected: one.text.slice(start, end),
              text: one.inserted[at / 2] ?? '',
            });
          }
          // Half a character is no text that can be stored.
          const after = applyEdits(one.text, changes);
          return {
            filePath: `dir/${index} x.md`,
            text: one.text,
            edits: after.isWellFormed() ? changes : [],
          };
        });
        for (const { filePath, text: before } of made) write(filePath, before);
        const patch = made.map(gitPatch).join('');
        if (patch !== '') apply(patch);
        for (const { filePath, text: before, edits: changes } of made) {
          expect(bytesOf(filePath)).toEqual(Buffer.from(applyEdits(before, changes)));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('isTreePath', () => {
  it.each(['../a.md', '/a.md', 'a/../../b.md', './a.md', 'a//b.md', 'a/', '', '.git/config', 'a/.GIT/b'])(
    'refuses %j, as git apply does',
    (filePath) => {
      expect(isTreePath(filePath)).toBe(false);
    },
  );

  it.each(['a.md', 'a/b.md', '.github/a.md', '..a/b..', '.gitignore'])('takes %j', (filePath) => {
    expect(isTreePath(filePath)).toBe(true);
  });
});
