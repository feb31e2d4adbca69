import { isAscii } from 'node:buffer';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { asciiJson, readCacheFile, writeCacheFile } from './cache-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'galley-cache-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps paths and results of any characters in ASCII', () => {
  const result = { message: 'Ärger\u2028\u{1F600}\ud800 "%0025" \\u00e4' };
  const paths = ['a.md', 'ä/字.md', '100%25.md', 'two\nlines%000a.md', '\u{1F600}.md'];
  const entries = paths.map((path) => [path, asciiJson({ ...result, path })] as const);
  expect(writeCacheFile(folder, 'check.txt', entries)).toBe(true);
  expect(isAscii(readFileSync(join(folder, 'check.txt')))).toBe(true);
  const read = readCacheFile(folder, 'check.txt');
  expect([...read.keys()]).toEqual(paths);
  expect([...read.values()].map((entry) => JSON.parse(entry))).toEqual(
    paths.map((path) => ({ ...result, path })),
  );
});
