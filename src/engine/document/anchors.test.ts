import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentAnchors } from './anchors.ts';
import { ANCHOR_STYLES, type AnchorStyle } from './anchor-styles.ts';
import fixtures from './fixtures/github-slugger.json?raw';
import { ParsedDocument } from './parsed-document.ts';

/** The anchors of a document in order, without `top`. */
const anchorsIn = (text: string, style?: AnchorStyle): string[] =>
  [...(documentAnchors(new ParsedDocument(text), style) ?? ['(unknown)'])].filter(
    (anchor) => anchor !== 'top',
  );

interface Fixture {
  name: string;
  input: string;
  markdownOverwrite?: string;
  expected: string;
}
const FIXTURES: readonly Fixture[] = JSON.parse(fixtures);
const escape = (text: string): string => text.replaceAll(/[\\`*_[\]<>&!#$~:@]/g, String.raw`\$&`);

describe('anchors as GitHub makes them', () => {
  it('are those of the fixtures of github-slugger, read from one document', () => {
    const text = FIXTURES.map(({ input, markdownOverwrite }) => markdownOverwrite ?? `# ${escape(input)}`);
    expect(anchorsIn(text.join('\n\n'))).toEqual(FIXTURES.map(({ expected }) => expected));
  });

  it.each([
    ['## Q&amp;A', ['qa']],
    ['## &copy; &#35;1 &nosuch;', ['-1-nosuch']],
    ['## m²', ['m']],
    ['## Hello ![b](b.svg)', ['hello-']],
    ['## ![b](b.svg) Hello', ['-hello']],
    ['## Hello <!-- c -->', ['hello-']],
    ['## Hello <b>bold</b> **strong** _em_ a_b `c_d` `` ` ``', ['hello-bold-strong-em-a_b-c_d-']],
    ['<h2>Install</h2>', ['install']],
    ['<h2 align="center">\n  <img src="a.png">\n  Big &amp; small\n</h2>', ['----big--small']],
    ['## 😀\n\n## 😀', ['', '-1']],
    ['## echo\n\n## echo\n\n## echo 1\n\n## echo-1', ['echo', 'echo-1', 'echo-1-1', 'echo-1-2']],
    ['## [a](b.md) and [c][d]\n\n[d]: e.md', ['a-and-c']],
    ['## arr[i][0] and [no][where]', ['arri0-and-nowhere']],
    ['Two\nlines\n===', ['twolines']],
    ['> ## Quoted\n\n- ## Listed', ['quoted', 'listed']],
    ['## A ##\n\n## A', ['a', 'a-1']],
    ['## Tags <a id="own"></a>', ['own', 'tags-']],
    ['---\ntitle: A\n---\n\n## *After* front matter', ['after-front-matter']],
    ['## \\*a\\* \\&amp; <https://a.b/c>', ['a-amp-httpsabc']],
    ['<h2>One</h2>\n\n## One\n\n<h2>One</h2>', ['one', 'one-1', 'one-2']],
    [
      '## Head {#one .big}\n\n## Two { #two-id a="b" }\n\n## { id=three }',
      ['head-one-big', 'one', 'two--two-id-ab-', 'two-id', '-idthree-', 'three'],
    ],
    [
      '## Head\n{: #custom}\n\nA `code`{ #mine } and `{ #not }`.\n{: .x #para}',
      ['mine', 'para', 'head', 'custom'],
    ],
    ['<!-- <h2>No</h2> -->\n\n```html\n<h2>No</h2>\n```', []],
  ])('of %j are %j', (text, expected) => {
    expect(anchorsIn(`${text}\n`)).toEqual(expected);
  });
});

describe('documents with more text than is read', () => {
  it.each([
    '{{% include "/shared/part.md" %}}',
    '{{< include part.md >}}',
    '{{#include part.md}}',
    '{% include part.html %}',
    '{% include_relative part.md %}',
    '{!part.md!}',
    '{* ../part.py *}',
    '--8<-- "part.md"',
    '[!INCLUDE [part](part.md)]',
    '<!--@include: ./part.md-->',
    "import Part from './_part.mdx';",
    '=== "Tab"\n\n    ## Inside',
    '!!! note\n\n    ## Inside',
    '??? "Title"\n\n    ## Inside',
  ])('may have any anchor: %j', (part) => {
    expect(anchorsIn(`# A\n\n${part}\n`)).toEqual(['(unknown)']);
    expect(anchorsIn(`# A\n\n\`\`\`\n${part}\n\`\`\`\n`)).toEqual(['a']);
  });

  it.each([
    '# Includes\n\nTo include it! Why?! It === "b"',
    '===\n\nA\n===',
    '{{ page.title }} 8<- {!}',
    '# A\n\n!!! note\n\n    Text.',
  ])('are not those that read like it: %j', (text) => {
    expect(anchorsIn(`${text}\n`)).not.toEqual(['(unknown)']);
  });
});

describe('anchors of other generators', () => {
  it.each<[AnchorStyle, string, string[]]>([
    ['gitlab', '## A - b!\n\n## A  --  b\n\n## 2024', ['a-b', 'a-b-1', 'anchor-2024']],
    [
      'docusaurus',
      '## Hello {#my-id}\n\n## Hello ![alt](b.svg)\n\n## A {/* #b */}',
      ['my-id', 'hello-alt', 'b'],
    ],
    ['docusaurus', '<h2>Html</h2>\n\n## B', ['b']],
    ['mdx', '## Hello {#my-id}', ['my-id']],
    ['hugo', '## Hello {#my-id}\n\n## Hello {.note #other}\n\n## Hello', ['my-id', 'other', 'hello']],
    [
      'hugo',
      '## A *b* [c](d.md)\n\n## Q&amp;A\n\n## 😀\n\n## 😀',
      ['a-b-cdmd', 'qampa', 'heading', 'heading-1'],
    ],
    ['hugo', '## A\n\n## A-1\n\n## A', ['a', 'a-1', 'a-2']],
    ['hugo', 'Two\nlines\n===', ['lines']],
    [
      'kramdown',
      '## 1. Über A\n\n## 2024\n\n## B {#id}\n\n## C\n{: #after}',
      ['ber-a', 'section', 'id', 'after'],
    ],
    ['kramdown', '## A\n\n## A', ['a', 'a-1']],
    ['jekyll', '## Über [a](b.md)\n\n## B {#id}\n\n## 1. A', ['über-a', 'id', '1-a']],
    [
      'mkdocs',
      '## Über -- A\n\n## A\n\n## A\n\n## A_1\n\n## B { #id .c }',
      ['uber-a', 'a', 'a_1', 'a_2', 'id'],
    ],
    ['mkdocs', '## 你好\n\n## 你好', ['_1', '_2']],
  ])('%s makes of %j %j', (style, text, expected) => {
    expect(anchorsIn(`${text}\n`, style)).toEqual(expected);
  });

  it.each(ANCHOR_STYLES)('%s names each of thousands of equal headings', (style) => {
    expect(anchorsIn('## A\n\n'.repeat(20_000), style)).toHaveLength(20_000);
  });

  it.each(ANCHOR_STYLES)('%s names any heading', (style) => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '{',
      '#',
      '}',
      ':',
      '<h2>',
      '</h2>',
      '&amp;',
      '`',
      '![',
      '](b)',
      '_',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        for (const anchor of anchorsIn(`## ${pieces.join('')}\n`, style))
          expect(typeof anchor).toBe('string');
      }),
    );
  });
});
