import { perDocument } from '../lint/per-document.ts';
import { skipBlanks } from '../../../parser/characters.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { headings } from '../lint/headings.ts';
import { CODE_LINES, lineKinds } from '../lint/line-kinds.ts';
import { isTrimmable } from '../lint/lint-lines.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { isOnByDefault, numberOption } from '../lint/option-values.ts';
import { expectation } from '../lint/report.ts';

const NOT_WRAPPABLE = /^(?:[#>\s]*\s)?\S*$/;

export const md013 = defineLintRule({
  id: 'MD013',
  aliases: ['line-length'],
  tags: ['line_length'],
  description: 'Line length',
  level: 'off',
  levelReason: 'How long lines are is nothing that readers see.',
  title: 'Shorten long lines',
  purpose: 'Line length',
  options: {
    line_length: { default: 80, purpose: 'Characters in a line' },
    heading_line_length: { default: 80, purpose: 'Characters in the line of a heading' },
    code_block_line_length: { default: 80, purpose: 'Characters in a line of code' },
    code_blocks: { default: true, purpose: 'Whether lines of code count' },
    tables: { default: true, purpose: 'Whether the lines of tables count' },
    headings: { default: true, purpose: 'Whether the lines of headings count' },
    strict: { default: false, purpose: 'Whether lines count that cannot be broken before the limit' },
    stern: { default: false, purpose: 'Whether only lines without a space are left alone' },
  },
  example: {
    bad: 'These words are too many for a line, which is longer than all of the others and so the last one starts after it.\n',
    good: 'Few words.\n',
    pack: { rules: { MD013: 'info' } },
  },
  check(document, options, report) {
    const { lines, source } = document;
    const length = numberOption(options['line_length'], 80);
    const headingLength = numberOption(options['heading_line_length'], length);
    const codeLength = numberOption(options['code_block_line_length'], length);
    const shortest = Math.min(length, headingLength, codeLength);
    const isStrict = Boolean(options['strict']);
    const isStern = Boolean(options['stern']);
    for (let line = lines.first; line <= lines.last; line += 1) {
      const start = lines.start(line);
      const end = lines.end(line);
      if (end - start <= shortest) continue;
      const isHeading = headingLines(document)[line] === 1;
      const isCode = ((lineKinds(document)[line] ?? 0) & CODE_LINES) !== 0;
      const most = isCode ? codeLength : isHeading ? headingLength : length;
      if (!(most > 0) || end - start <= most) continue;
      if (isCode && !isOnByDefault(options['code_blocks'])) continue;
      if (isHeading && !isOnByDefault(options['headings'])) continue;
      if (!isOnByDefault(options['tables']) && tableLines(document)[line] === 1) continue;
      // The last word may go beyond the limit, if it starts before it.
      if (!isStrict && !isStern && lastWord(source, start, end) - start + 1 <= most) continue;
      if (definitionLines(document)[line] === 1) continue;
      if (!isStrict && isStern && NOT_WRAPPABLE.test(lines.text(line))) continue;
      if (!isStrict && linkOnlyLines(document)[line] === 1) continue;
      report({ start: start + most, end, detail: expectation(most, end - start) });
    }
  },
});

function lastWord(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && !isTrimmable(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function linesOf(document: LintDocument, ...kinds: readonly NodeKind[]): Uint8Array {
  const found = new Uint8Array(document.lines.last + 2);
  for (const index of document.nodes(...kinds))
    found.fill(1, document.line(index), document.endLine(index) + 1);
  return found;
}

const headingLines = perDocument((document: LintDocument): Uint8Array => {
  const found = new Uint8Array(document.lines.last + 2);
  for (const { line, endLine } of headings(document)) found.fill(1, line, endLine + 1);
  return found;
});

const tableLines = perDocument((document: LintDocument): Uint8Array => {
  return linesOf(document, NodeKind.Table);
});

const definitionLines = perDocument((document: LintDocument): Uint8Array => {
  return linesOf(document, NodeKind.LinkReference, NodeKind.FootnoteDefinition);
});

/** The lines with links where a paragraph has no text of its own. */
const linkOnlyLines = perDocument((document: LintDocument): Uint8Array => {
  const { tree, text } = document;
  const found = linesOf(document, NodeKind.Autolink, NodeKind.Image, NodeKind.Link, NodeKind.LiteralAutolink);
  for (const paragraph of document.nodes(NodeKind.Paragraph)) {
    let done = tree.from(paragraph);
    for (const child of document.children(paragraph)) {
      clearText(document, found, done, tree.from(child));
      done = Math.max(done, tree.to(child));
      // Blanks after a quote mark are no text.
      if (tree.kind(child) === NodeKind.QuoteMark) done = skipBlanks(text, done, tree.to(paragraph));
    }
    clearText(document, found, done, tree.to(paragraph));
  }
  return found;
});

/** Clears the lines where text stands in a place. White space at the start or the end of a line is no text. */
function clearText({ lines, text }: LintDocument, found: Uint8Array, from: number, to: number): void {
  let at = from;
  while (at < to) {
    const line = lines.at(at);
    const end = Math.min(to, lines.end(line));
    const isBetween = at > from || end < lines.end(line);
    const part = text.slice(at, end);
    if (part.trim() !== '' || (part !== '' && at === from && isBetween && end === to)) found[line] = 0;
    at = Math.max(lines.next(line), at + 1);
  }
}
