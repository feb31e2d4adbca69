import { headings } from '../lint/headings.ts';
import { Code, isAsciiPunctuation, isBlank, isDigit } from '../../../parser/characters.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { excerpt } from '../lint/report.ts';
import { linePrefix } from '../lint/indentation.ts';

export const md023 = defineLintRule({
  id: 'MD023',
  aliases: ['heading-start-left'],
  tags: ['headings', 'spaces'],
  description: 'Headings must start at the beginning of the line',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Start headings at the beginning of the line',
  purpose: 'Indented headings',
  changes: ['indentation'],
  example: { bad: 'a\n\n  ## B\n', good: 'a\n\n## B\n' },
  check(document, _options, report) {
    const { tree, text, lines } = document;
    for (const { index, line } of headings(document)) {
      // One that follows definitions in its paragraph starts with them.
      if (lines.at(tree.from(index)) !== line) continue;
      if (!isIndentable(text.charCodeAt(lines.start(line)))) continue;
      // Any indentation on the line counts, that of a quote or a list too.
      const indent = linePrefix(document, index, line).findLast(({ kind }) => kind === 'indent');
      if (!indent) continue;
      const { from: start, to: end } = indent;
      const context = excerpt(lines.text(line), true);
      report({ start, end, context, fix: { start, end, text: '' } });
    }
  },
});

/** Whether a line with this first code unit may have indentation. */
function isIndentable(code: number): boolean {
  return code !== Code.Hash && (isBlank(code) || isAsciiPunctuation(code) || isDigit(code));
}
