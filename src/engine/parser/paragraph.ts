import type { OpenBlocks } from './open-blocks.ts';
import { runLength } from './block-markers.ts';
import { DefinitionBlock, TextBlock } from './block.ts';
import { Code } from './characters.ts';
import { normaliseLabel, readDefinition, type Definition } from './definitions.ts';
import { endOffsetAt, offsetAt, sourceOf, type InlineSource } from './inline-source.ts';
import { NodeKind } from './node-kind.ts';

/** Starts a paragraph with the current line. */
export function openParagraph(parser: OpenBlocks): void {
  const { line, container } = parser;
  const paragraph = new TextBlock(NodeKind.Paragraph, line.contentStart);
  paragraph.isFirstInItem = container.kind === NodeKind.ListItem && container.firstChild === null;
  paragraph.quoteMarks = parser.quoteMarks.length;
  parser.openLeaf(paragraph);
  addParagraphLine(parser, paragraph);
}

export function addParagraphLine({ line, quoteMarks, codeIndent }: OpenBlocks, paragraph: TextBlock): void {
  if (quoteMarks.length !== paragraph.quoteMarks) paragraph.isSplit = true;
  paragraph.quoteMarks = quoteMarks.length;
  paragraph.lines.push(line.contentStart, line.lineEnd);
  paragraph.mayBeHeader = line.indent < codeIndent;
  paragraph.to = line.lineEnd;
}

/** Makes a table of the paragraph's last line and the row of delimiters on the current line. */
export function openTable(parser: OpenBlocks, paragraph: TextBlock): void {
  const { line } = parser;
  const [start = 0, end = 0] = paragraph.lines.splice(-2);
  if (paragraph.lines.length > 0) {
    paragraph.to = paragraph.lines.at(-1) ?? 0;
    finishParagraph(parser, paragraph);
  }
  const table = new TextBlock(NodeKind.Table, start);
  table.lines.push(start, end, line.contentStart, line.lineEnd);
  table.to = line.lineEnd;
  parser.openLeaf(table);
}

/**
 * Adds an ended paragraph to its container: the definitions that it starts with, and what is left of it.
 *
 * @param isUnderlined - whether the current line makes a setext heading of what is left
 * @returns whether anything is left
 */
export function finishParagraph(parser: OpenBlocks, paragraph: TextBlock, isUnderlined = false): boolean {
  const { container, text } = parser;
  const { lines } = paragraph;
  if (text.charCodeAt(paragraph.from) === Code.BracketOpen) {
    const used = addDefinitions(parser, paragraph);
    if (used >= lines.length) return false;
    if (used > 0) {
      lines.splice(0, used);
      paragraph.from = lines[0] ?? paragraph.from;
    }
  }
  if (isUnderlined) {
    const { line } = parser;
    const { contentStart, lineEnd } = line;
    paragraph.kind = line.next === Code.Equals ? NodeKind.SetextHeading1 : NodeKind.SetextHeading2;
    paragraph.underlineFrom = contentStart;
    paragraph.underlineTo = contentStart + runLength(text, contentStart, lineEnd);
    paragraph.to = lineEnd;
  }
  container.append(paragraph);
  return true;
}

/** @returns how many entries of `lines` the definitions took */
function addDefinitions(parser: OpenBlocks, { lines, isSplit }: TextBlock): number {
  const source = sourceOf(parser.text, lines, isSplit);
  const { text, to } = source;
  let used = 0;
  let at = source.from;
  while (used < lines.length && text.charCodeAt(at) === Code.BracketOpen) {
    const definition = readDefinition(text, at, to);
    if (!definition) break;
    parser.container.append(definitionBlock(source, definition));
    parser.definitions.add(normaliseLabel(text.slice(at + 1, definition.labelEnd - 1)));
    if (definition.next >= to) return lines.length;
    const next = offsetAt(source, definition.next);
    while (used < lines.length && (lines[used] ?? 0) < next) used += 2;
    at = source.lines ? definition.next : (lines[used] ?? to);
  }
  return used;
}

function definitionBlock(source: InlineSource, definition: Definition): DefinitionBlock {
  const block = new DefinitionBlock(NodeKind.LinkReference, offsetAt(source, definition.from));
  block.to = endOffsetAt(source, definition.to);
  const parts: number[] = [];
  const add = (kind: NodeKind, from: number, to: number): void => {
    parts.push(kind, offsetAt(source, from), endOffsetAt(source, to));
  };
  add(NodeKind.LinkLabel, definition.from, definition.labelEnd);
  add(NodeKind.LinkMark, definition.labelEnd, definition.labelEnd + 1);
  add(NodeKind.URL, definition.urlFrom, definition.urlTo);
  if (definition.titleFrom !== -1) add(NodeKind.LinkTitle, definition.titleFrom, definition.titleTo);
  block.parts = parts;
  return block;
}
