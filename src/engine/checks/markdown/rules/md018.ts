import { lineKinds, OPAQUE_LINES } from '../lint/line-kinds.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { excerpt } from '../lint/report.ts';

const KEYCAP = '#️⃣';

export const md018 = defineLintRule({
  id: 'MD018',
  aliases: ['no-missing-space-atx'],
  tags: ['headings', 'atx', 'spaces'],
  description: 'No space after hash on atx style heading',
  level: 'warning',
  levelReason: 'The marks are shown, and there is no heading.',
  title: 'Add the missing space after heading marks',
  purpose: 'No space after the marks of a heading',
  changes: ['headings'],
  example: { bad: '#A\n', good: '# A\n' },
  check(document, _options, report) {
    const { lines, source } = document;
    for (let line = lines.first; line <= lines.last; line += 1) {
      const start = lines.start(line);
      if (source[start] !== '#') continue;
      const text = lines.text(line);
      const marks = /^#+(?=[^# \t])/.exec(text)?.[0].length ?? 0;
      if (marks === 0 || text.trimEnd().endsWith('#') || text.startsWith(KEYCAP)) continue;
      if (((lineKinds(document)[line] ?? 0) & OPAQUE_LINES) !== 0) continue;
      report({
        start,
        end: start + marks + 1,
        context: excerpt(text.trim()),
        fix: { start: start + marks, end: start + marks, text: ' ' },
      });
    }
  },
});
