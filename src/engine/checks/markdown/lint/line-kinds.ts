import { perDocument } from './per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { isBlank } from '../../../parser/characters.ts';
import type { LintDocument } from './lint-document.ts';

/** What a line belongs to, as bits. */
export const LineKind = {
  /** Fenced code with its fences. */
  Fence: 1,
  IndentedCode: 2,
  Html: 4,
  Math: 8,
} as const;

const CODE_INDENT = 4;
/** Blocks whose lines rules about plain lines leave alone. */
export const OPAQUE_LINES = LineKind.Fence | LineKind.IndentedCode | LineKind.Html | LineKind.Math;
export const CODE_LINES = LineKind.Fence | LineKind.IndentedCode;

/** The kinds of all lines, by line. */
export const lineKinds = perDocument((document: LintDocument): Uint8Array => {
  const kinds = new Uint8Array(document.lines.last + 2);
  const mark = (from: number, to: number, kind: number): void => {
    for (let line = from; line <= to; line += 1) kinds[line] = (kinds[line] ?? 0) | kind;
  };
  for (const { line, endLine } of fences(document)) mark(line, endLine, LineKind.Fence);
  for (const index of document.nodes(NodeKind.CodeBlock)) {
    mark(document.line(index), codeEndLine(document, index), LineKind.IndentedCode);
  }
  for (const index of document.nodes(...HTML_BLOCKS)) {
    mark(document.line(index), document.endLine(index), LineKind.Html);
  }
  for (const index of document.nodes(NodeKind.MathBlock)) {
    mark(document.line(index), fenceEndLine(document, index, NodeKind.MathMark), LineKind.Math);
  }
  return kinds;
});

export const HTML_BLOCKS = [
  NodeKind.HTMLBlock,
  NodeKind.CommentBlock,
  NodeKind.ProcessingInstructionBlock,
] as const;

/** A block of fenced code. */
export interface FenceLines {
  index: number;
  line: number;
  endLine: number;
}

export const fences = perDocument((document: LintDocument): readonly FenceLines[] => {
  return document.nodes(NodeKind.FencedCode).map((index) => ({
    index,
    line: document.line(index),
    endLine: fenceEndLine(document, index, NodeKind.CodeMark),
  }));
});

const CONTAINERS: ReadonlySet<NodeKind> = new Set([
  NodeKind.Blockquote,
  NodeKind.BulletList,
  NodeKind.OrderedList,
  NodeKind.ListItem,
  NodeKind.FootnoteDefinition,
]);

/** The last line of a fenced block. One that nothing closes takes the line ending before what ends it. */
function fenceEndLine(document: LintDocument, index: number, mark: NodeKind): number {
  const { tree, lines } = document;
  const end = document.endLine(index);
  const opening = document.child(index, mark);
  for (let at = tree.after(opening); at < tree.after(index); at = tree.after(at)) {
    if (tree.kind(at) === mark) return end;
  }
  if (end + 1 === lines.last && lines.start(lines.last) === lines.end(lines.last)) return lines.last;
  const next = tree.after(index);
  const isEnded =
    next < tree.length && CONTAINERS.has(tree.kind(next)) && lines.at(tree.from(next)) === end + 1;
  return isEnded ? end + 1 : end;
}

/** The last line of indented code. Lines of nothing but enough white space belong to it, at its end too. */
function codeEndLine(document: LintDocument, index: number): number {
  const { lines, tree, text } = document;
  const end = document.endLine(index);
  const indent = tree.from(index) - lines.start(document.line(index));
  let last = end;
  for (let line = end + 1; line <= lines.last && lines.isEmpty(line); line += 1) {
    let columns = 0;
    for (let at = lines.start(line); at < lines.end(line) && isBlank(text.charCodeAt(at)); at += 1) {
      columns += text[at] === '\t' ? CODE_INDENT - (columns % CODE_INDENT) : 1;
    }
    if (columns >= indent + CODE_INDENT) last = line;
  }
  return last;
}
