import { lineKinds, OPAQUE_LINES } from '../lint/line-kinds.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { excerpt } from '../lint/report.ts';

const CLOSED = /^(#+)([ \t]*)([^# \t\\]|[^# \t][^#]*?[^# \t\\])([ \t]*)((?:\\#)?)(#+)(\s*)$/;

export const md020 = defineLintRule({
  id: 'MD020',
  aliases: ['no-missing-space-closed-atx'],
  tags: ['headings', 'atx_closed', 'spaces'],
  description: 'No space inside hashes on closed atx style heading',
  level: 'info',
  levelReason: 'The closing mark is shown as part of the heading.',
  title: 'Add missing spaces inside heading marks',
  purpose: 'No space inside the marks of a closed heading',
  changes: ['headings'],
  example: { bad: '#A#\n', good: '# A #\n' },
  check(document, _options, report) {
    const { lines, source } = document;
    for (let line = lines.first; line <= lines.last; line += 1) {
      const start = lines.start(line);
      if (source[start] !== '#') continue;
      const last = lines.trimmedEnd(line);
      if (source[last - 1] !== '#') continue;
      const text = lines.text(line);
      const match = CLOSED.exec(text);
      if (!match) continue;
      const [, left = '', leftSpace, content = '', rightSpace, escape = '', right = '', trail = ''] = match;
      const isLeft = leftSpace === '';
      const isRight = rightSpace === '' || escape !== '';
      if (!isLeft && !isRight) continue;
      if (((lineKinds(document)[line] ?? 0) & OPAQUE_LINES) !== 0) continue;
      const end = lines.end(line);
      const from = isLeft ? start : end - trail.length - right.length - 1;
      report({
        start: from,
        end: from + (isLeft ? left : right).length + 1,
        context: excerpt(text.trim(), isLeft, isRight),
        fix: { start, end, text: `${left} ${content} ${escape === '' ? '' : `${escape} `}${right}` },
      });
    }
  },
});
