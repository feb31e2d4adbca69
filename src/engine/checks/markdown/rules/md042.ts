import { links } from '../lint/links.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { labelDefinitions, normalLabel } from '../lint/references.ts';
import { excerpt } from '../lint/report.ts';

export const md042 = defineLintRule({
  id: 'MD042',
  aliases: ['no-empty-links'],
  tags: ['links'],
  description: 'No empty links',
  level: 'warning',
  levelReason: 'The link leads nowhere.',
  title: 'Complete empty links',
  purpose: 'Empty links',
  owner: { type: 'links', rules: ['links/empty', 'links/placeholder'] },
  example: { bad: '[a]()\n', good: '[a](https://example.com)\n' },
  check(document, _options, report) {
    const { text } = document;
    for (const { isImage, isInline, url, label, from, to, textFrom, textTo } of links(document)) {
      if (isImage) continue;
      let isEmpty = !url;
      if (isInline && url) isEmpty = text.slice(url.from, url.to).trim() === '#';
      else if (!isInline) {
        const written =
          label && label.to > label.from ? text.slice(label.from, label.to) : text.slice(textFrom, textTo);
        isEmpty = labelDefinitions(document).definitions.get(normalLabel(written))?.destination === '#';
      }
      if (isEmpty) report({ start: from, end: to, context: excerpt(text.slice(from, to)) });
    }
  },
});
