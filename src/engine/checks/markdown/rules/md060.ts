import { defineLintRule, type LintFinding } from '../lint/lint-rule.ts';
import { textOption } from '../lint/option-values.ts';
import { misaligned, spacing } from '../lint/table-style.ts';
import { tables } from '../lint/tables.ts';

export const md060 = defineLintRule({
  id: 'MD060',
  aliases: ['table-column-style'],
  tags: ['table'],
  description: 'Table column style',
  level: 'off',
  levelReason:
    'How a table is laid out is nothing that readers see. The rule is newer than most configurations of markdownlint: where one switches on all rules and does not name it, it stays off.',
  title: 'Align table columns',
  purpose: 'Table column style',
  changes: ['table-layout'],
  options: {
    style: { default: 'any', purpose: '`any`, `aligned`, `compact` or `tight`' },
    aligned_delimiter: {
      default: false,
      purpose: 'Whether the row of dashes is aligned with the header in any style',
    },
  },
  example: {
    bad: '| a |  b |\n| - | -- |\n|c | d|\n',
    good: '| a | b |\n| - | - |\n| c | d |\n',
    pack: { rules: { MD060: 'info' } },
  },
  check(document, options, report) {
    const style = textOption(options['style'], 'any');
    const mayBe = (one: string): boolean => style === 'any' || style === one;
    for (const { rows } of tables(document)) {
      const aligned = mayBe('aligned')
        ? misaligned(document, rows, 'Table pipe does not align with header for style "aligned"')
        : [];
      let compact: LintFinding[] = [];
      let tight: LintFinding[] = [];
      if ((mayBe('compact') || mayBe('tight')) && !(mayBe('aligned') && aligned.length === 0)) {
        const found = spacing(document, rows);
        const delimiter = options['aligned_delimiter']
          ? misaligned(
              document,
              rows.slice(0, 2),
              'Table pipe does not align with header for option "aligned_delimiter"',
            )
          : [];
        compact = [...delimiter, ...found.compact];
        tight = [...delimiter, ...found.tight];
      }
      // Of the styles that a table may have, the one counts that it comes nearest to.
      let findings = aligned;
      if (mayBe('compact') && (!mayBe('aligned') || compact.length < findings.length)) findings = compact;
      const isOnlyTight = !mayBe('aligned') && !mayBe('compact');
      if (mayBe('tight') && (isOnlyTight || tight.length < findings.length)) findings = tight;
      for (const finding of findings) report(finding);
    }
  },
});
