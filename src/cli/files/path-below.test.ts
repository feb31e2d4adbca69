import { relative } from 'node:path';
import { expect, it } from 'vitest';
import { pathBelow } from './path-below.ts';

it.each([
  ['/a', '/a/b/c.md'],
  ['/a', '/a/b/'],
  ['/a', '/a'],
  ['/a', '/a/'],
  ['/a', '/ab/c.md'],
  ['/a/b', '/a/c.md'],
  ['/', '/a.md'],
  ['/', '/'],
])('is what `relative` gives from %s to %s', (folder, path) => {
  expect(pathBelow(folder, path)).toBe(relative(folder, path).replaceAll('\\', '/'));
});
