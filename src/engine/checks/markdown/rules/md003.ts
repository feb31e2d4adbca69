import { headings, type LintHeading } from '../lint/headings.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { textOption } from '../lint/option-values.ts';
import { expectation, wholeLine } from '../lint/report.ts';

export const md003 = defineLintRule({
  id: 'MD003',
  aliases: ['heading-style'],
  tags: ['headings'],
  description: 'Heading style',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Use one heading style',
  purpose: 'Heading style',
  options: {
    style: {
      default: 'consistent',
      purpose: '`consistent`, `atx`, `atx_closed`, `setext`, `setext_with_atx` or `setext_with_atx_closed`',
    },
  },
  example: { bad: '# A\n\nB\n---\n', good: '# A\n\n## B\n' },
  check(document, options, report) {
    let style = textOption(options['style'], 'consistent');
    for (const heading of headings(document)) {
      if (style === 'consistent') style = heading.style;
      const expected = styleAt(style, heading);
      if (expected !== heading.style) {
        report({ ...wholeLine(document, heading.line), detail: expectation(expected, heading.style) });
      }
    }
  },
});

/** The style that a heading should have: levels 1 and 2 have one of their own in the mixed styles. */
function styleAt(style: string, { level }: LintHeading): string {
  if (!style.startsWith('setext_with_')) return style;
  if (style !== 'setext_with_atx' && style !== 'setext_with_atx_closed') return style;
  return level <= 2 ? 'setext' : style.slice('setext_with_'.length);
}
