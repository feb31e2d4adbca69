import { headings } from '../lint/headings.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { isBlankText } from '../lint/lint-lines.ts';
import { blankLineLike } from '../lint/quote-prefix.ts';
import { expectation, wholeLine } from '../lint/report.ts';

const LEVELS = 6;

export const md022 = defineLintRule({
  id: 'MD022',
  aliases: ['blanks-around-headings'],
  tags: ['headings', 'blank_lines'],
  description: 'Headings should be surrounded by blank lines',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way. CommonMark and GFM need no empty line there.',
  layout: true,
  title: 'Surround headings with blank lines',
  purpose: 'Headings without blank lines around them',
  changes: ['blank-lines'],
  options: {
    lines_above: {
      default: 1,
      purpose: 'Empty lines above a heading; a list gives them by level, -1 allows any',
    },
    lines_below: { default: 1, purpose: 'Empty lines below a heading' },
    include_front_matter: { default: false, purpose: 'Whether the front matter is text above a heading' },
  },
  example: { bad: 'a\n# B\n', good: 'a\n\n# B\n' },
  check(document, options, report) {
    const { lines } = document;
    const aboveOf = counts(options['lines_above']);
    const belowOf = counts(options['lines_below']);
    const includesFields = Boolean(options['include_front_matter']);
    for (const { level, line, endLine } of headings(document)) {
      const above = aboveOf(level);
      if (above >= 0) {
        let actual = 0;
        while (actual < above && isBlankAbove(document, line - 1 - actual, includesFields)) actual += 1;
        if (actual !== above) {
          const at = lines.start(line);
          report({
            ...wholeLine(document, line),
            detail: expectation(above, actual, 'Above'),
            context: lines.text(line).trim(),
            fix: { start: at, end: at, text: blankLineLike(document, line - 1, above - actual) },
          });
        }
      }
      const below = belowOf(level);
      if (below < 0) continue;
      let actual = 0;
      while (actual < below && lines.isBlank(endLine + 1 + actual)) actual += 1;
      if (actual === below) continue;
      const at = lines.start(endLine + 1);
      report({
        ...wholeLine(document, line),
        detail: expectation(below, actual, 'Below'),
        context: lines.text(line).trim(),
        fix: { start: at, end: at, text: blankLineLike(document, endLine + 1, below - actual) },
      });
    }
  },
});

/** The number of lines by level. */
function counts(value: unknown): (level: number) => number {
  if (!Array.isArray(value)) {
    const count = Number(value ?? 1);
    return () => count;
  }
  const byLevel = value.slice(0, LEVELS).map(Number);
  return (level) => byLevel[level - 1] ?? 1;
}

function isBlankAbove(document: LintDocument, line: number, includesFields: boolean): boolean {
  const { lines, fieldLines } = document;
  if (line >= lines.first || !includesFields) return lines.isBlank(line);
  return isBlankText(fieldLines[fieldLines.length + line - lines.first] ?? '');
}
