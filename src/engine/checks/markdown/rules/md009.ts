import { perDocument } from '../lint/per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { fences, LineKind, lineKinds } from '../lint/line-kinds.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { lists } from '../lint/lists.ts';
import { numberOption } from '../lint/option-values.ts';
import { isTrimmable } from '../lint/lint-lines.ts';

export const md009 = defineLintRule({
  id: 'MD009',
  aliases: ['no-trailing-spaces'],
  tags: ['whitespace'],
  description: 'Trailing spaces',
  level: 'off',
  strict: 'info',
  levelReason:
    'Readers do not see them: three and more break a line as two do, and elsewhere they change nothing.',
  layout: true,
  title: 'Remove trailing spaces',
  purpose: 'Trailing spaces',
  changes: ['trailing-spaces'],
  options: {
    br_spaces: { default: 2, purpose: 'Spaces that make a line break, and are allowed' },
    code_blocks: { default: false, purpose: 'Whether lines of code count' },
    list_item_empty_lines: { default: false, purpose: 'Whether empty lines in list items may have spaces' },
    strict: { default: false, purpose: 'Whether spaces that break no line count' },
  },
  example: { bad: 'One.   \ntwo.\n', good: 'One.\ntwo.\n' },
  check(document, options, report) {
    const { lines, source } = document;
    const breakSpaces = numberOption(options['br_spaces'], 2);
    const allowed = breakSpaces < 2 ? 0 : breakSpaces;
    const code = options['code_blocks'] ? null : codeLines(document);
    const items = options['list_item_empty_lines'] ? listLines(document) : null;
    const breaking = options['strict'] ? breakingLines(document) : null;
    for (let line = lines.first; line <= lines.last; line += 1) {
      const end = lines.end(line);
      if (end === lines.start(line) || !isTrimmable(source.charCodeAt(end - 1))) continue;
      const start = lines.trimmedEnd(line);
      const isBreak = end - start === allowed && (!breaking || breaking[line] === 1);
      if (isBreak || code?.[line] === 1 || items?.has(line)) continue;
      report({
        start,
        end,
        detail: `Expected: ${allowed === 0 ? '' : '0 or '}${allowed}; Actual: ${end - start}`,
        fix: { start, end, text: '' },
      });
    }
  },
});

/** The lines of code, without fences. */
const codeLines = perDocument((document: LintDocument): Uint8Array => {
  const code = lineKinds(document).map((kind) => ((kind & LineKind.IndentedCode) === 0 ? 0 : 1));
  for (const { line, endLine } of fences(document)) code.fill(1, line + 1, endLine);
  return code;
});

/** The lines whose end is inside a paragraph, and not inside code. */
function breakingLines(document: LintDocument): Uint8Array {
  const breaking = new Uint8Array(document.lines.last + 2);
  for (const index of document.nodes(NodeKind.Paragraph)) {
    breaking.fill(1, document.line(index), document.endLine(index));
  }
  for (const index of document.nodes(NodeKind.InlineCode)) {
    breaking.fill(0, document.line(index), document.endLine(index));
  }
  return breaking;
}

/** The lines of lists, without those at the end of an item. */
const listLines = perDocument((document: LintDocument): ReadonlySet<number> => {
  const found = new Set<number>();
  for (const { index, items } of lists(document)) {
    for (const item of items) {
      for (let line = item.line; line <= document.endLine(item.index); line += 1) found.add(line);
    }
    for (let line = document.line(index); line <= document.endLine(index); line += 1) found.add(line);
  }
  return found;
});
