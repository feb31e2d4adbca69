import { htmlTags } from '../lint/html-tags.ts';
import { links } from '../lint/links.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { wholeLine } from '../lint/report.ts';

const ALT = /\salt\s*=\s*['"]?([^'"\s>]*)/iu;
const HIDDEN = /\saria-hidden\s*=\s*['"]?([^'"\s>]*)/iu;

export const md045 = defineLintRule({
  id: 'MD045',
  aliases: ['no-alt-text'],
  tags: ['accessibility', 'images'],
  description: 'Images should have alternate text (alt text)',
  level: 'warning',
  levelReason: 'Who can not see the image misses what it says.',
  title: 'Add alt text to images',
  purpose: 'Images without alternative text',
  owner: { type: 'images', rules: ['images/missing-alt'] },
  example: { bad: '![](a.png)\n', good: '![A](a.png)\n' },
  check(document, _options, report) {
    const { lines } = document;
    for (const { isImage, from, to, textFrom, textTo } of links(document)) {
      if (!isImage || textTo > textFrom) continue;
      const line = lines.at(from);
      report(line === lines.at(to) ? { start: from, end: to } : wholeLine(document, line));
    }
    for (const { name, isClosing, from, text } of htmlTags(document)) {
      if (isClosing || name.toLowerCase() !== 'img' || ALT.test(text)) continue;
      if (HIDDEN.exec(text)?.[1]?.toLowerCase() === 'true') continue;
      const end = text.search(/[\r\n]/);
      report({ start: from, end: from + (end === -1 ? text.length : end) });
    }
  },
});
