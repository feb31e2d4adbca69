import {
  closingFenceLength,
  fenceLength,
  headingLevel,
  isThematicBreak,
  mathFenceLength,
} from './block-markers.ts';
import type { OpenBlocks } from './open-blocks.ts';
import { Block, MarkedBlock } from './block.ts';
import { Code, isBlank, skipBlanks, skipBlanksBack } from './characters.ts';
import { endsHtmlBlock, HtmlBlock, htmlBlockKind, htmlOpeningLength } from './html.ts';
import { NODE_KINDS, NodeKind } from './node-kind.ts';

const CODE_INDENT = 4;

/**
 * Starts the leaf block that the rest of the line is, unless it is a paragraph, a table or indented code.
 *
 * @param mayBeTag - whether a line with one HTML tag starts a block: it ends no paragraph
 * @param depth - containers that stay open when a block starts
 */
export function startLeaf(parser: OpenBlocks, mayBeTag: boolean, depth: number): boolean {
  const { text, line } = parser;
  const { contentStart: at, lineEnd: end } = line;
  switch (line.next) {
    case Code.Hash: {
      const level = headingLevel(text, at, end);
      if (level === 0) return false;
      parser.closeContainers(depth);
      parser.addLeaf(headingBlock(text, at, end, level));
      return true;
    }
    case Code.Backtick:
    case Code.Tilde: {
      const length = fenceLength(text, at, end);
      if (length === 0) return false;
      parser.closeContainers(depth);
      parser.openLeaf(fenceBlock(parser, NodeKind.FencedCode, length));
      return true;
    }
    case Code.Dollar: {
      const length = parser.syntax.math !== 'none' ? mathFenceLength(text, at, end) : 0;
      if (length === 0) return false;
      parser.closeContainers(depth);
      parser.openLeaf(fenceBlock(parser, NodeKind.MathBlock, length));
      return true;
    }
    case Code.Less: {
      const kind = parser.syntax.htmlBlocks ? htmlBlockKind(text, at, end, mayBeTag) : 0;
      if (kind === 0) return false;
      parser.closeContainers(depth);
      const block = new MarkedBlock(htmlNodeKind(kind), line.blockStart);
      block.to = end;
      if (endsHtmlBlock(kind, text, at + htmlOpeningLength(kind), end)) parser.addLeaf(block);
      else {
        block.size = kind;
        parser.openLeaf(block);
      }
      return true;
    }
    case Code.Asterisk:
    case Code.Hyphen:
    case Code.Underscore: {
      if (!isThematicBreak(text, at, end)) return false;
      parser.closeContainers(depth);
      const block = new Block(NodeKind.HorizontalRule, at);
      block.to = end;
      parser.addLeaf(block);
      return true;
    }
    default:
      return false;
  }
}

function htmlNodeKind(kind: number): NodeKind {
  if (kind === HtmlBlock.Comment) return NodeKind.CommentBlock;
  return kind === HtmlBlock.Instruction ? NodeKind.ProcessingInstructionBlock : NodeKind.HTMLBlock;
}

function headingBlock(text: string, at: number, end: number, level: number): MarkedBlock {
  const block = new MarkedBlock(NODE_KINDS[NodeKind.ATXHeading1 + level - 1] ?? NodeKind.ATXHeading6, at);
  block.to = end;
  block.markFrom = at;
  block.markTo = at + level;
  const start = skipBlanks(text, at + level, end);
  let to = skipBlanksBack(text, end, start);
  let hashes = to;
  while (hashes > start && text.charCodeAt(hashes - 1) === Code.Hash) hashes -= 1;
  if (hashes < to && (hashes === start || isBlank(text.charCodeAt(hashes - 1)))) {
    block.closeFrom = hashes;
    block.closeTo = to;
    to = skipBlanksBack(text, hashes, start);
  }
  if (to > start) block.lines.push(start, to);
  return block;
}

function fenceBlock({ text, line }: OpenBlocks, kind: NodeKind, length: number): MarkedBlock {
  const { contentStart: at, lineEnd: end } = line;
  const block = new MarkedBlock(kind, at);
  block.to = end;
  block.indent = line.indent;
  block.marker = text.charCodeAt(at);
  block.size = length;
  block.markFrom = at;
  block.markTo = at + length;
  block.infoFrom = skipBlanks(text, at + length, end);
  block.infoTo = skipBlanksBack(text, end, block.infoFrom);
  return block;
}

/**
 * Adds the line to a fenced block, a `$$` block or an HTML block.
 *
 * @returns false when the block ended before the line
 */
export function continueConcrete(parser: OpenBlocks, block: MarkedBlock): boolean {
  const { text, line } = parser;
  const { contentStart, lineEnd } = line;
  if (block.kind === NodeKind.FencedCode || block.kind === NodeKind.MathBlock) {
    const length =
      line.indent < parser.codeIndent
        ? closingFenceLength(text, contentStart, lineEnd, block.marker, block.size)
        : 0;
    if (length > 0) {
      block.closeFrom = contentStart;
      block.closeTo = contentStart + length;
      parser.closeLeaf();
    } else {
      line.takeColumns(Math.min(line.indent, block.indent));
      block.lines.push(line.position, lineEnd);
    }
    block.to = lineEnd;
    return true;
  }
  if (line.isBlank && (block.size === HtmlBlock.Block || block.size === HtmlBlock.Tag)) return false;
  if (!line.isBlank) block.to = lineEnd;
  if (endsHtmlBlock(block.size, text, line.position, lineEnd)) parser.closeLeaf();
  return true;
}

/** Adds the line to indented code, a blank one too. */
export function addCodeLine({ line }: OpenBlocks, block: MarkedBlock): void {
  line.takeColumns(Math.min(CODE_INDENT, line.indent));
  block.lines.push(line.position, line.lineEnd);
  if (!line.isBlank) block.to = line.lineEnd;
}

/** Drops blank lines at the end of indented code. */
export function trimCode({ lines, to }: MarkedBlock): void {
  while (lines.length > 0 && (lines.at(-1) ?? 0) > to) lines.length -= 2;
}
