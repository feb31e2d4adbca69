import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { listOption } from '../lint/option-values.ts';
import { references, type LabelDefinition } from '../lint/references.ts';
import { excerpt, removeLine, wholeLine } from '../lint/report.ts';

const OPENING = /^ {0,3}\[([^\]]*[^\\])\]:/;

export const md053 = defineLintRule({
  id: 'MD053',
  aliases: ['link-image-reference-definitions'],
  tags: ['images', 'links'],
  description: 'Link and image reference definitions should be needed',
  level: 'off',
  strict: 'info',
  levelReason:
    'Nobody sees the definition, and most are left over from an edit. A label without its definition is told by `links/undefined-reference`.',
  layout: true,
  title: 'Remove unused link definitions',
  purpose: 'Definitions that nothing refers to',
  changes: ['definitions'],
  options: { ignored_definitions: { default: ['//'], purpose: 'Labels that need not be used' } },
  example: { bad: 'a\n\n[b]: https://example.com\n', good: '[a][b]\n\n[b]: https://example.com\n' },
  check(document, options, report) {
    const ignored = new Set(
      options['ignored_definitions'] ? listOption(options['ignored_definitions']) : ['//'],
    );
    const { uses, definitions, duplicates } = references(document);
    if (definitions.size === 0) return;
    const used = new Set(uses.map(({ label }) => label));
    const add = (definition: LabelDefinition, word: string): void => {
      const { label, line } = definition;
      report({
        ...wholeLine(document, line),
        detail: `${word} link or image reference definition: "${label}"`,
        context: excerpt(document.lines.text(line)),
        fix: isOneLine(document, line) ? removeLine(document, line) : null,
      });
    };
    for (const definition of definitions.values()) {
      if (!ignored.has(definition.label) && !used.has(definition.label)) add(definition, 'Unused');
    }
    for (const definition of duplicates) if (!ignored.has(definition.label)) add(definition, 'Duplicate');
  },
});

/** Whether a definition goes on after its label on the same line. */
function isOneLine({ lines }: LintDocument, line: number): boolean {
  return lines.text(line).replace(OPENING, '').trim() !== '';
}
