import { NodeKind } from '../../../parser/node-kind.ts';
import { isCommentBlock } from './first-block.ts';
import { htmlInsides } from './html-tags.ts';
import { HTML_BLOCKS } from './line-kinds.ts';
import type { LintDocument } from './lint-document.ts';
import { addLines, textSegments, type Segment } from './text-segments.ts';

const TAGS = [NodeKind.HTMLTag, NodeKind.Comment, NodeKind.ProcessingInstruction] as const;

/** All text that people write: plain text, code and HTML, line by line. */
export function contentSegments(
  document: LintDocument,
  withCode: boolean,
  withHtml: boolean,
): readonly Segment[] {
  const segments = [...inlineSegments(document, withCode, withHtml, 0)];
  for (const { document: inside, offset } of htmlInsides(document)) {
    segments.push(...inlineSegments(inside, withCode, withHtml, offset));
  }
  if (withHtml) {
    for (const block of document.nodes(...HTML_BLOCKS)) {
      if (!isCommentBlock(document, block)) continue;
      addLines(document, document.tree.from(block), document.tree.to(block), segments);
    }
  }
  return segments.toSorted((a, b) => a.from - b.from);
}

function inlineSegments(
  document: LintDocument,
  withCode: boolean,
  withHtml: boolean,
  offset: number,
): Segment[] {
  const { tree } = document;
  const segments: Segment[] = [...textSegments(document)];
  if (withCode) {
    for (const index of document.nodes(NodeKind.CodeText)) {
      addLines(document, tree.from(index), tree.to(index), segments);
    }
    for (const index of document.nodes(NodeKind.InlineCode)) {
      const from = tree.to(index + 1);
      addLines(document, from, tree.to(index) - (from - tree.from(index)), segments);
    }
  }
  if (withHtml) {
    for (const index of document.nodes(...TAGS))
      addLines(document, tree.from(index), tree.to(index), segments);
  }
  return offset === 0 ? segments : segments.map(({ from, to }) => ({ from: from + offset, to: to + offset }));
}
