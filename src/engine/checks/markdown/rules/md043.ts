import { headings, headingText } from '../lint/headings.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { listOption } from '../lint/option-values.ts';
import { expectation, wholeLine } from '../lint/report.ts';
import { HeadingOutline } from '../lint/heading-outline.ts';

export const md043 = defineLintRule({
  id: 'MD043',
  aliases: ['required-headings'],
  tags: ['headings'],
  description: 'Required heading structure',
  level: 'off',
  levelReason: 'There is no structure that all documents have.',
  title: 'Follow the required heading structure',
  purpose: 'Required heading structure',
  options: {
    headings: {
      default: [],
      purpose: 'The headings in order: `# Text`, `% pattern`, `*`, `+`, `?`, or `^` to repeat',
    },
    match_case: { default: false, purpose: 'Whether small and capital letters differ' },
  },
  example: {
    bad: '# A\n\n## B\n',
    good: '# A\n\n## C\n',
    pack: { rules: { MD043: { headings: ['# A', '## C'] } } },
  },
  check(document, options, report) {
    if (!options['headings']) return;
    const outline = new HeadingOutline(listOption(options['headings']), Boolean(options['match_case']));
    for (const heading of headings(document)) {
      const actual = `${'#'.repeat(heading.level)} ${headingText(document, heading)}`;
      const problem = outline.next(actual);
      if (problem === null) continue;
      const place = wholeLine(document, heading.line);
      if (problem === 'loops')
        report({ ...place, detail: 'Too many loops', context: `Limit: ${HeadingOutline.maxLoops}` });
      else report({ ...place, detail: expectation(problem.expected, actual) });
      return;
    }
    const missing = outline.missing();
    if (missing !== undefined) {
      report({ ...wholeLine(document, document.lines.last), detail: expectation(missing, '[End of file]') });
    }
  },
});
