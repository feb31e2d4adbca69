import { defineLintRule } from '../lint/lint-rule.ts';
import { listOption } from '../lint/option-values.ts';
import { references } from '../lint/references.ts';

export const md052 = defineLintRule({
  id: 'MD052',
  aliases: ['reference-links-images'],
  tags: ['images', 'links'],
  description: 'Reference links and images should use a label that is defined',
  level: 'warning',
  levelReason: 'The brackets are shown, and there is no link.',
  title: 'Define missing link references',
  purpose: 'References without a definition',
  owner: { type: 'links', rules: ['links/undefined-reference'] },
  options: {
    shortcut_syntax: { default: false, purpose: 'Whether `[label]` alone is a reference' },
    ignored_labels: { default: ['x'], purpose: 'Labels that need no definition' },
  },
  example: { bad: '[a][b]\n', good: '[a][b]\n\n[b]: https://example.com\n' },
  check(document, options, report) {
    const { source, lines } = document;
    const ignored = new Set(options['ignored_labels'] ? listOption(options['ignored_labels']) : ['x']);
    const { uses, definitions } = references(document);
    for (const { label, from, to, isShortcut } of uses) {
      if (isShortcut && !options['shortcut_syntax']) continue;
      if (definitions.has(label) || ignored.has(label)) continue;
      const end = Math.min(to, lines.end(lines.at(from)));
      report({
        start: from,
        end,
        detail: `Missing link or image reference definition: "${label}"`,
        context: source.slice(from, end),
      });
    }
  },
});
