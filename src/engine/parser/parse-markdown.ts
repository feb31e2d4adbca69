import { BlockParser } from './block-parser.ts';
import { InlineParser } from './inline-parser.ts';
import { NodeKind } from './node-kind.ts';
import { GITHUB, type Syntax } from './syntax.ts';
import { TreeBuilder, type SyntaxTree } from './syntax-tree.ts';
import { TreeWriter } from './build-tree.ts';

/**
 * Parses Markdown as CommonMark 0.31.2 and GFM have it, in time linear in its length.
 *
 * @param text - a whole document; lines end at `\n`, `\r\n` or `\r`
 * @param from - offset where the Markdown starts, after the front matter
 * @param syntax - what is syntax beyond CommonMark; all that GitHub renders by default
 * @returns the tree, with offsets of the whole document
 * @example
 * ```ts
 * parseMarkdown('# Title').iterate({ enter: ({ name, from, to }) => console.log(name, from, to) });
 * ```
 */
export function parseMarkdown(text: string, from = 0, syntax: Syntax = GITHUB): SyntaxTree {
  const blocks = new BlockParser(text, from, syntax);
  const document = blocks.parse();
  const builder = new TreeBuilder(blocks.quoteMarks, NodeKind.QuoteMark);
  const inlines = new InlineParser(blocks, syntax);
  new TreeWriter(text, syntax, builder, inlines).write(document);
  return builder.finish(inlines);
}
