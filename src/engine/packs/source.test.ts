import { describe, expect, it } from 'vitest';
import { buildRuleset } from '../ruleset.ts';
import { PackError } from './pack-error.ts';
import { checkPack } from './parse-pack.ts';
import { resolvePack } from './resolve.ts';
import { sourceMatcher } from './source.ts';

const packFrom = (source: unknown) => checkPack({ name: 'own', source });

const version = (pack: unknown) => buildRuleset({ family: 'own', packs: new Map([['own', pack]]) }).version;

describe('the source of a pack', () => {
  it.each([
    'docs',
    'acme/',
    '/docs',
    'acme/docs/more',
    'https://github.com/acme/docs',
    '-a/docs',
    'a/..%2f',
    'a/..',
  ])('is a repository, which %s is none of', (github) =>
    expect(() => packFrom({ github })).toThrow(PackError),
  );

  it('names every Markdown file, or those that globs match', () => {
    const every = sourceMatcher({ github: 'acme/docs' });
    expect(['a.md', 'x/b.MDX', 'c.markdown'].every(every)).toBe(true);
    expect(['a.txt', 'md', 'x/a.md.png'].some(every)).toBe(false);
    const some = sourceMatcher({ github: 'acme/docs', paths: ['docs/**', 'README.md'] });
    expect(['docs/a.md', 'docs/x/b.md', 'README.md'].every(some)).toBe(true);
    expect(['a.md', 'docs/a.png', 'x/README.md'].some(some)).toBe(false);
  });

  it('is the own one of a pack, and changes nothing of what is found', () => {
    const base = packFrom({ github: 'acme/docs', branch: 'release/2.x' });
    const extending = checkPack({ name: 'other', extends: 'own' });
    expect(resolvePack(extending, () => base).source).toBeUndefined();
    expect(resolvePack(base, () => undefined).source).toEqual({ github: 'acme/docs', branch: 'release/2.x' });
    expect(version(base)).toBe(version(checkPack({ name: 'own' })));
  });
});
