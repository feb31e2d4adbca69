import { perDocument } from './per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { skipBlanks, skipBlanksBack } from '../../../parser/characters.ts';
import type { LintDocument } from './lint-document.ts';

export type HeadingStyle = 'atx' | 'atx_closed' | 'setext';

export interface LintHeading {
  index: number;
  level: number;
  style: HeadingStyle;
  /** The line it starts on, with the definitions that it follows in the same paragraph. */
  line: number;
  endLine: number;
  /** Its text, as it is written. */
  textFrom: number;
  textTo: number;
}

const ATX = [
  NodeKind.ATXHeading1,
  NodeKind.ATXHeading2,
  NodeKind.ATXHeading3,
  NodeKind.ATXHeading4,
  NodeKind.ATXHeading5,
  NodeKind.ATXHeading6,
] as const;
export const HEADINGS = [...ATX, NodeKind.SetextHeading1, NodeKind.SetextHeading2] as const;

/** All headings, in document order. */
export const headings = perDocument((document: LintDocument): readonly LintHeading[] => {
  return document.nodes(...HEADINGS).map((index) => readHeading(document, index));
});

function readHeading(document: LintDocument, index: number): LintHeading {
  const { tree, text } = document;
  const kind = tree.kind(index);
  const isSetext = kind === NodeKind.SetextHeading1 || kind === NodeKind.SetextHeading2;
  const endLine = document.endLine(index);
  let mark = -1;
  let lastMark = -1;
  for (const child of document.children(index)) {
    if (tree.kind(child) !== NodeKind.HeaderMark) continue;
    if (mark === -1) mark = child;
    lastMark = child;
  }
  if (isSetext) {
    const from = tree.from(index);
    const underline = mark === -1 ? tree.to(index) : tree.from(mark);
    const level = kind === NodeKind.SetextHeading1 ? 1 : 2;
    const textTo = setextTextEnd(document, from, underline);
    return {
      index,
      level,
      style: 'setext',
      line: setextLine(document, index),
      endLine,
      textFrom: from,
      textTo,
    };
  }
  const level = kind - NodeKind.ATXHeading1 + 1;
  const textFrom = skipBlanks(text, tree.to(mark), tree.to(index));
  const isClosed = lastMark !== mark;
  const textEnd = isClosed ? tree.from(lastMark) : tree.to(index);
  const textTo = Math.max(textFrom, skipBlanksBack(text, textEnd, Math.min(textFrom, textEnd)));
  const style = isClosed ? 'atx_closed' : 'atx';
  return { index, level, style, line: document.line(index), endLine, textFrom, textTo };
}

/** Where the text of a setext heading ends, with the blanks at its end: before the line of the underline. */
function setextTextEnd({ lines }: LintDocument, from: number, underline: number): number {
  return lines.end(Math.max(lines.at(from), lines.at(underline) - 1));
}

function setextLine(document: LintDocument, index: number): number {
  const { tree } = document;
  let line = document.line(index);
  let at = index - 1;
  while (at >= 0) {
    while (at >= 0 && tree.kind(at) !== NodeKind.LinkReference) {
      const parent = document.parent(at);
      if (parent === -1 || tree.kind(parent) !== NodeKind.LinkReference) return line;
      at = parent;
    }
    if (document.parent(at) !== document.parent(index) || document.endLine(at) !== line - 1) return line;
    line = document.line(at);
    at -= 1;
  }
  return line;
}

const TAGS: ReadonlySet<NodeKind> = new Set([
  NodeKind.HTMLTag,
  NodeKind.Comment,
  NodeKind.ProcessingInstruction,
]);

/** The text of a heading without the tags in it, on one line. */
export function headingText(document: LintDocument, heading: LintHeading): string {
  const { tree, text } = document;
  const { index, textFrom, textTo } = heading;
  let plain = '';
  let done = textFrom;
  for (const child of document.children(index)) {
    if (!TAGS.has(tree.kind(child))) continue;
    plain += text.slice(done, tree.from(child));
    done = tree.to(child);
  }
  plain = done === textFrom ? text.slice(textFrom, textTo) : plain + text.slice(done, textTo);
  return plain.replaceAll(/\r\n?|\n/g, ' ').trim();
}
