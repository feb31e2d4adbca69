import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRuleset, ParsedDocument, validateDocument } from '../index.ts';
import { importStyle } from '../vale/import-style.ts';

/** The texts that are no prose of Markdown, masks as `_`. */
function textsOf(source: string): string[] {
  const document = new ParsedDocument(source);
  return document.words
    .filter((block) => !document.prose.includes(block))
    .map(({ text }) => text.replaceAll('\uFFFC', '_'));
}

describe('the texts of HTML and images', () => {
  it.each<[string, string, string[]]>([
    ['paragraphs', '<p>One <b>two</b>\nthree.</p><p>Four</p>\n', ['One two\nthree.', 'Four']],
    ['cells and items', '<table><tr><td>a b</td><th>c</th></tr></table>\n', ['a b', 'c']],
    ['a summary', '<details>\n<summary>Click me</summary>\n\nText.\n\n</details>\n', ['Click me']],
    [
      'attributes',
      '<img src="x.png" alt="An image" title=\'A title\' data-alt="no">\n',
      ['An image', 'A title'],
    ],
    ['attributes within a paragraph', 'See <img alt="the image"> here.\n', ['the image']],
    [
      'alternative texts',
      '![The **big**\npicture](a.png "t") and ![][x]\n\n[x]: a\n',
      ['The **big**\npicture'],
    ],
    ['what follows a comment', '<!-- a note --> shown\n', ['shown']],
    ['a block in a quote', '> <div>\n> one\n> two\n> </div>\n', ['one\ntwo']],
    [
      'addresses, expressions and entities',
      '<p>See https://a.b/c or {x} &amp; {{ y }}</p>\n',
      ['See _____________ or ___ _____ {_____}'],
    ],
    ['inline code', '<p>Run <code>cmd x</code> now</p>\n', ['Run _____ now']],
    ['a lone bracket', '<p>1 < 2 and 3 > 2</p>\n', ['1 < 2 and 3 > 2']],
  ])('are read: %s', (_, source, expected) => {
    expect(textsOf(source)).toEqual(expected);
  });

  it.each([
    '<script>\nvar a = "text";\n</script>\n',
    '<style>p { color: red }</style>\n',
    '<pre>\ntext\n\nmore\n</pre>\n',
    '<div><pre>text</pre><code>x</code></div>\n',
    '<!-- a comment\nwith text -->\n',
    '<div class="text" id=text data-title="text">\n',
    '<a href="text"><br/></a>\n',
    'Only **Markdown** and `code`, <b>bold</b>.\n',
  ])('are none: %j', (source) => {
    expect(textsOf(source)).toEqual([]);
  });

  it('know where they are', () => {
    const part = fc.constantFrom(
      '<p>',
      '</p>',
      'word ',
      '<b>',
      '</b>',
      '\n',
      '\r\n',
      '\n\n',
      '<img alt="two words">',
      '![alt',
      '](u)',
      '<code>',
      '</code>',
      '<!--',
      '-->',
      '> ',
      '- ',
      '&lt;',
      '<',
      '"',
      '{x}',
      '<script>',
      '</script>',
      '<h2>',
      '<td ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const source = parts.join('');
        let last = 0;
        for (const { text, offsetAt } of new ParsedDocument(source).words) {
          expect(offsetAt(0)).toBeGreaterThanOrEqual(last);
          last = offsetAt(0);
          for (let index = 0; index < text.length; index += 1) {
            if (/\w/.test(text.charAt(index))) expect(source[offsetAt(index)]).toBe(text[index]);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('take time in proportion to their length', () => {
    for (const piece of [
      '<div><code>\n\n',
      '<div><!--\n\n',
      '<p alt="',
      '<div>{',
      '<',
      '<!-- x\n\n',
      '<b>x</b>',
    ]) {
      expect(() => textsOf(piece.repeat(15_000))).not.toThrow();
    }
  });
});

describe('rules about words', () => {
  const style = importStyle(
    'S',
    new Map([
      ['Very.yml', 'extends: existence\nmessage: "No %s."\ntokens: [very]\n'],
      ['Alt.yml', 'extends: existence\nmessage: "No %s."\nscope: alt\ntokens: [picture]\n'],
      ['Head.yml', 'extends: existence\nmessage: "No %s."\nscope: heading\ntokens: [news]\n'],
    ]),
  );
  const pack = { terms: [{ name: 'GitHub' }] };
  const found = (text: string): string[] =>
    validateDocument({
      text,
      filePath: 'a.md',
      ruleset: buildRuleset({ styles: [style], pack }),
      validationTypes: ['style', 'truth', 'prose'],
    }).issues.map(({ rule_id, snippet, line, column }) => `${rule_id} ${snippet} ${line}:${column}`);

  it('look at them', () => {
    expect(found('# A\n\n<p>On Github, very well.</p>\n')).toEqual([
      'truth/term Github 3:7',
      'S.Very very 3:15',
    ]);
    expect(found('# A\n\n![A picture of Github](a.png)\n')).toEqual([
      'S.Alt picture 3:5',
      'truth/term Github 3:16',
    ]);
    expect(found('# A\n\n<h2>Very news</h2>\n\nThe news.\n')).toEqual(['S.Head news 3:10']);
    expect(found('# A\n\n<pre>Github is very</pre>\n')).toEqual([]);
  });

  it('about sentences do not', () => {
    expect(found(`# A\n\n<p>${'word '.repeat(200)}the the teh</p>\n`)).toEqual([]);
  });
});
