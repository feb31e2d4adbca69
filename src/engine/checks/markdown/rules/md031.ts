import { fences } from '../lint/line-kinds.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule, type LintFinding } from '../lint/lint-rule.ts';
import { LISTS } from '../lint/lists.ts';
import { isOnByDefault } from '../lint/option-values.ts';
import { excerpt, wholeLine } from '../lint/report.ts';

export const md031 = defineLintRule({
  id: 'MD031',
  aliases: ['blanks-around-fences'],
  tags: ['code', 'blank_lines'],
  description: 'Fenced code blocks should be surrounded by blank lines',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way. CommonMark and GFM need no empty line there.',
  layout: true,
  title: 'Surround code blocks with blank lines',
  purpose: 'Fenced code without blank lines around it',
  changes: ['blank-lines'],
  options: { list_items: { default: true, purpose: 'Whether code in list items counts' } },
  example: { bad: 'a\n```sh\nls\n```\n', good: 'a\n\n```sh\nls\n```\n' },
  check(document, options, report) {
    const { lines } = document;
    const includesItems = isOnByDefault(options['list_items']);
    for (const { index, line, endLine } of fences(document)) {
      if (!includesItems && document.ancestor(index, ...LISTS) !== -1) continue;
      if (!lines.isBlank(line - 1)) report(missing(document, line, line));
      if (!lines.isBlank(endLine + 1) && !lines.isBlank(endLine))
        report(missing(document, endLine, endLine + 1));
    }
  },
});

/** A line is missing beside the fence at `line`, before the line `before`. */
function missing(document: LintDocument, line: number, before: number): LintFinding {
  const { lines } = document;
  const text = lines.text(line);
  const finding = { ...wholeLine(document, line), context: excerpt(text.trim()) };
  const prefix = /^(.*?)[`~]/.exec(text)?.[1];
  if (prefix === undefined) return finding;
  const at = lines.start(before);
  return { ...finding, fix: { start: at, end: at, text: `${prefix.replaceAll(/[^>]/g, ' ').trim()}\n` } };
}
