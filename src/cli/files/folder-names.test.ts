import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hasName, isListed, lookAgain } from './folder-names.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'galley-names-'));
  lookAgain();
});
afterEach(() => rmSync(folder, { recursive: true }));

it('says what is there: files, folders and links that lead somewhere', () => {
  writeFileSync(join(folder, 'a.md'), '');
  mkdirSync(join(folder, 'docs'));
  symlinkSync('a.md', join(folder, 'link.md'));
  symlinkSync('nowhere.md', join(folder, 'loose.md'));
  const names = ['a.md', 'docs', 'link.md', 'loose.md', 'b.md'];
  expect(names.map((name) => hasName(folder, name))).toEqual([true, true, true, false, false]);
  // A link may lead to nothing, which its name does not tell.
  expect(isListed(folder, 'loose.md')).toBeUndefined();
});

it('says that nothing is in what is no folder', () => {
  writeFileSync(join(folder, 'a.md'), '');
  expect(hasName(join(folder, 'gone'), 'a.md')).toBe(false);
  expect(hasName(join(folder, 'a.md'), 'b.md')).toBe(false);
});

it('looks again in the next run', () => {
  expect(hasName(folder, 'a.md')).toBe(false);
  writeFileSync(join(folder, 'a.md'), '');
  lookAgain();
  expect(hasName(folder, 'a.md')).toBe(true);
});
