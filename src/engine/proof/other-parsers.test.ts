/** What Python-Markdown and kramdown were seen to read otherwise than CommonMark does. */
import { describe, expect, it } from 'vitest';
import type { Effect } from '../rules/effects.ts';
import { DocumentProof } from './prove.ts';

/** Proves one replacement of the first place of a text, or several together. */
function verdict(flavor: 'mkdocs' | 'kramdown', text: string, effect: Effect, pairs: [string, string][]) {
  const changes = pairs.map(([expected, replacement]) => {
    const start = text.indexOf(expected);
    expect(start).toBeGreaterThanOrEqual(0);
    return [{ start, end: start + expected.length, text: replacement }];
  });
  const verdicts = new DocumentProof(text, flavor).prove(changes, [effect]);
  return verdicts.every(({ certain }) => certain) ? 'certain' : 'doubtful';
}

type Case = [string, string, Effect, ...[string, string][]];

describe.each(['mkdocs', 'kramdown'] as const)('in %s', (flavor) => {
  it.each<Case>([
    ['a line that goes on a paragraph as an item', 'a\n- b\n', 'marker', ['- b', '* b']],
    ['a line below such a paragraph', '- a\n\n  b\n- c\n', 'marker', ['- a', '* a'], ['- c', '* c']],
    ['an item below a number with a parenthesis', '10) a\n    - b\n', 'marker', ['- b', '* b']],
    ['an item with nothing on it', '*\n', 'marker', ['*', '-']],
    ['an item above what underlines', '* a\n---\n', 'marker', ['* a', '+ a']],
    ['emphasis in emphasis', 'a _b __c__ d_\n', 'emphasis-style', ['_b', '*b'], ['d_', 'd*']],
    ['emphasis beside a parenthesis', '*(*a*)*\n', 'emphasis-style', ['*(*a*)*', '_(_a_)_']],
    ['three marks', '***a***\n', 'emphasis-style', ['***a***', '_**a**_']],
    ['marks that are left over', '__a_\n', 'emphasis-style', ['_a_', '*a*']],
    ['the text of an image', '![a *b c*][c]\n\n[c]: d\n', 'emphasis-style', ['*b', '_b'], ['c*', 'c_']],
    ['emphasis in HTML', '<div>\n\n*a b*\n\n</div>\n', 'emphasis-style', ['*a', '_a'], ['b*', 'b_']],
    ['emphasis in HTML that is never closed', '<div>\n\n*a*\n', 'emphasis-style', ['*a*', '_a_']],
    ['white space after closing marks', '### a ###  \n', 'trailing-spaces', ['###  ', '###']],
    ['white space in a reference', '[a] \n[]\n\n[a]: b\n', 'trailing-spaces', ['] ', ']']],
    ['white space after a lone mark', '-   \n  a\n', 'trailing-spaces', ['-   ', '-']],
    ['a break above what underlines', 'A *b\nc*  \n===\n', 'trailing-spaces', ['*  ', '*']],
    ['a tab there', 'A *b\nc*\t\n===\n', 'inner-spaces', ['\t', ' ']],
    ['tabs between marks', '*\t*\t*\n', 'inner-spaces', ['*\t*\t*', '* * *']],
    ['an address in angle brackets', '<https://a.b/c d>\n', 'links', ['https://a.b/c', '<https://a.b/c>']],
    ['a fence below a paragraph', 'a\n```\nb\n```\n', 'blank-lines', ['a\n', 'a\n\n']],
    ['all after a fence that is not closed', '> ```\na\n\n\nb\n', 'blank-lines', ['a\n\n\n', 'a\n\n']],
    ['all after a fence in HTML', '<p>\n```\n</p>\n\na\n\n\nb\n', 'blank-lines', ['a\n\n\n', 'a\n\n']],
    [
      'all after a fence that is indented more than its code',
      ' ```\na\n ```\n\nb\n\n\nc\n',
      'blank-lines',
      ['b\n\n\n', 'b\n\n'],
    ],
    [
      'how a link is written',
      '<https://a.b>\n',
      'link-style',
      ['<https://a.b>', '[https://a.b](https://a.b)'],
    ],
  ])('%s is not certain to be read alike', (_, text, effect, ...pairs) => {
    expect(verdict(flavor, text, effect, pairs)).toBe('doubtful');
  });

  it.each<Case>([
    ['items after an empty line', 'a\n\n- b\n- c\n', 'marker', ['- b', '* b'], ['- c', '* c']],
    ['plain emphasis', 'a _b c_, d_e\n', 'emphasis-style', ['_b', '*b'], ['c_', 'c*']],
    ['two pairs in a list', '* a\n* __b__ *c*\n', 'emphasis-style', ['__b', '**b'], ['__ ', '** ']],
    ['emphasis after HTML', '<p>a</p>\n\n_b c_\n', 'emphasis-style', ['_b', '*b'], ['c_', 'c*']],
    ['a space at the end of a line', 'a \nb\n', 'trailing-spaces', ['a ', 'a']],
    ['more spaces than a break needs', 'a    \nb\n', 'trailing-spaces', ['a    ', 'a  ']],
    ['spaces after the mark of a heading', '#  A\n', 'inner-spaces', ['  A', ' A']],
    ['an address between words', 'a https://a.b/c d\n', 'links', ['https://a.b/c', '<https://a.b/c>']],
    ['several empty lines', 'a\n\n\n\n- b\n', 'blank-lines', ['a\n\n\n', 'a\n\n']],
    [
      'what follows a fence that is indented like its code',
      ' ```\n a\n ```\n\nb\n\n\nc\n',
      'blank-lines',
      ['b\n\n\n', 'b\n\n'],
    ],
    ['text below a heading', '# A\nb\n', 'blank-lines', ['A\n', 'A\n\n']],
  ])('%s is', (_, text, effect, ...pairs) => {
    expect(verdict(flavor, text, effect, pairs)).toBe('certain');
  });
});

it('an empty line above a heading in a paragraph is certain in MkDocs alone', () => {
  const pairs: [string, string][] = [['a\n', 'a\n\n']];
  expect(verdict('mkdocs', 'a\n# B\n', 'blank-lines', pairs)).toBe('certain');
  expect(verdict('kramdown', 'a\n# B\n', 'blank-lines', pairs)).toBe('doubtful');
});
