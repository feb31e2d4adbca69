import { describe, expect, it } from 'vitest';
import { pathMatcher } from './path-matcher.ts';

describe('a glob of a pack', () => {
  it.each([
    ['docs/*.md', ['docs/a.md'], ['docs/b/a.md', 'a.md', 'docs/a.mdx']],
    ['docs/**', ['docs/a.md', 'docs/b/c.md'], ['other/docs/a.md']],
    ['**/release-notes/**', ['release-notes/a.md', 'x/y/release-notes/z/a.md'], ['release-notes.md']],
    ['**/*.{md,markdown}', ['a.md', 'x/b.markdown', '.hidden/c.md'], ['a.txt']],
    ['a?.md', ['ab.md'], ['a.md', 'abc.md']],
  ])('%s matches what it should', (glob, right, wrong) => {
    const matches = pathMatcher([glob]);
    for (const path of right) expect(matches(path), path).toBe(true);
    for (const path of wrong) expect(matches(path), path).toBe(false);
  });

  it('with many stars does not hang on a long path', () => {
    expect(pathMatcher([`${'*a'.repeat(20)}*b`])('a'.repeat(1_000))).toBe(false);
  });
});
