import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../parser/parse-markdown.ts';
import type { SyntaxTree } from '../../../parser/syntax-tree.ts';
import { LineIndex } from '../../../text/line-index.ts';
import { LINT_SYNTAX, LintDocument } from './lint-document.ts';

const PIECES = [
  [
    '$',
    '$',
    '$$',
    '`',
    '`',
    '``',
    '```',
    '~~~',
    '~',
    '~~',
    '*',
    '_',
    '\\',
    '[',
    ']',
    '](',
    ')',
    '<a b="',
    '">',
    '<!--',
    '-->',
  ],
  [
    'a',
    'a',
    ' ',
    ' ',
    '\n',
    '\n',
    '\n\n',
    '    ',
    '> ',
    '- ',
    '| ',
    '\n| - | - |\n',
    '# ',
    '<div>',
    '$HOME',
    '`$a`',
  ],
].flat();

function nodesOf(tree: SyntaxTree): number[] {
  return Array.from({ length: tree.length }, (_, index) => [
    tree.kind(index),
    tree.from(index),
    tree.to(index),
    tree.after(index),
  ]).flat();
}

describe('the tree that rules of Markdown read', () => {
  it('is that of their syntax, also where that of the document is shared', () => {
    let shared = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }), (pieces) => {
        const text = pieces.join('');
        const tree = parseMarkdown(text);
        const lint = new LintDocument({ text, lines: new LineIndex(text), start: 0, fields: '', tree }).tree;
        if (lint === tree && text.includes('$')) shared += 1;
        if (lint === tree && !/\[[ \txX]\]|\[!/.test(text)) {
          expect(nodesOf(lint), JSON.stringify(text)).toStrictEqual(
            nodesOf(parseMarkdown(text, 0, LINT_SYNTAX)),
          );
        }
      }),
      { numRuns: 2_000 },
    );
    expect(shared).toBeGreaterThan(5);
  });
});
