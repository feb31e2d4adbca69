import { perDocument } from './per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { parseMarkdown } from '../../../parser/parse-markdown.ts';
import type { Syntax } from '../../../parser/syntax.ts';
import { isCommentBlock } from './first-block.ts';
import { HTML_BLOCKS } from './line-kinds.ts';
import { LINT_SYNTAX, type LintDocument } from './lint-document.ts';

export interface HtmlTag {
  from: number;
  to: number;
  text: string;
  name: string;
  isClosing: boolean;
  isInTable: boolean;
  /** The block of HTML that it is in; -1 for none. */
  block: number;
}

const TAGS = [NodeKind.HTMLTag, NodeKind.Comment, NodeKind.ProcessingInstruction] as const;
const NAME = /^<([^!>][^/\s>]*)/;
/** How the inside of a block of HTML is read: as text. */
const INSIDE_HTML: Syntax = { ...LINT_SYNTAX, htmlBlocks: false, indentedCode: false };

/** The name in a tag; null for what has none, e.g. a comment. */
export function tagName(text: string): { name: string; isClosing: boolean } | null {
  const name = NAME.exec(text)?.[1];
  if (name === undefined) return null;
  const isClosing = name.startsWith('/');
  return { name: isClosing ? name.slice(1) : name, isClosing };
}

/** All tags of a document, in blocks of HTML too, in order. */
export const htmlTags = perDocument((document: LintDocument): readonly HtmlTag[] => {
  const { tree } = document;
  const tags: HtmlTag[] = [];
  for (const index of document.nodes(...TAGS)) {
    const text = document.slice(index);
    const name = tagName(text);
    if (!name) continue;
    const isInTable = document.ancestor(index, NodeKind.Table) !== -1;
    tags.push({ from: tree.from(index), to: tree.to(index), text, ...name, isInTable, block: -1 });
  }
  for (const inside of htmlInsides(document)) {
    for (const index of inside.document.nodes(...TAGS)) {
      const text = inside.document.slice(index);
      const name = tagName(text);
      if (!name) continue;
      const isInTable = inside.document.ancestor(index, NodeKind.Table) !== -1;
      const from = inside.offset + inside.document.tree.from(index);
      tags.push({ from, to: from + text.length, text, ...name, isInTable, block: inside.block });
    }
  }
  return tags.toSorted((a, b) => a.from - b.from);
});

/** The inside of a block of HTML, read as text. */
export interface HtmlInside {
  block: number;
  document: LintDocument;
  /** Where it stands in the document. */
  offset: number;
}

/** The insides of all blocks of HTML that are more than a comment. */
export const htmlInsides = perDocument((document: LintDocument): readonly HtmlInside[] => {
  const insides: HtmlInside[] = [];
  for (const block of document.nodes(...HTML_BLOCKS)) {
    if (isCommentBlock(document, block)) continue;
    const offset = document.lines.start(document.line(block));
    const text = document.text.slice(offset, document.lines.end(document.endLine(block)));
    insides.push({ block, offset, document: document.inside(text, parseMarkdown(text, 0, INSIDE_HTML)) });
  }
  return insides;
});
