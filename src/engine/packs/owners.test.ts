import { describe, expect, it } from 'vitest';
import { ownersBy, parseCodeOwners } from './owners.ts';

const owners = (text: string) => ownersBy(parseCodeOwners(text));

describe('CODEOWNERS', () => {
  it.each([
    ['* @all', 'a.md', ['@all']],
    ['* @all', 'deep/in/a.md', ['@all']],
    ['*.md @md', 'deep/in/a.md', ['@md']],
    ['*.md @md', 'a.txt', []],
    ['docs/ @docs', 'docs/a/b.md', ['@docs']],
    ['docs/ @docs', 'site/docs/b.md', ['@docs']],
    ['/docs/ @docs', 'site/docs/b.md', []],
    ['/docs/ @docs', 'docs/b.md', ['@docs']],
    ['docs/* @docs', 'docs/a.md', ['@docs']],
    ['docs/* @docs', 'docs/deep/a.md', []],
    ['apps/ @one two@example.com', 'apps/a.md', ['@one', 'two@example.com']],
    ['**/logs @octocat', 'build/logs/a.md', ['@octocat']],
    ['docs/**/guide.md @x', 'docs/a/b/guide.md', ['@x']],
    ['README.md @x', 'README.md', ['@x']],
    ['README.md @x', 'sub/README.md', ['@x']],
    ['/README.md @x', 'sub/README.md', []],
    ['my\\ docs/ @x', 'my docs/a.md', ['@x']],
    ['/{a}.md @x', 'a.md', []],
    ['/{a}.md @x', '{a}.md', ['@x']],
  ])('%j gives %s to %j', (line, path, expected) => {
    expect(owners(line)(path)).toEqual(expected);
  });

  it('lets the last line decide, also one without owners', () => {
    const of = owners('# Who owns what\n* @all # everything\r\n/docs/ @docs\n/docs/free/\n');
    expect(of('a.md')).toEqual(['@all']);
    expect(of('docs/a.md')).toEqual(['@docs']);
    expect(of('docs/free/a.md')).toEqual([]);
  });

  it('skips what GitHub skips', () => {
    expect(parseCodeOwners('!docs/ @a\n[ab].md @b\n\n   \n# only a comment\n')).toEqual([]);
  });

  it('takes linear time for a pattern of many stars', () => {
    const of = owners(`${'*a'.repeat(200)}b @x`);
    expect(of(`${'a'.repeat(5_000)}.md`)).toEqual([]);
  });
});
