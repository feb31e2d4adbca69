import { NodeKind } from '../../../parser/node-kind.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { listOption } from '../lint/option-values.ts';
import { excerpt, wholeLine } from '../lint/report.ts';

export const md040 = defineLintRule({
  id: 'MD040',
  aliases: ['fenced-code-language'],
  tags: ['code', 'language'],
  description: 'Fenced code blocks should have a language specified',
  level: 'info',
  levelReason: 'The code is not highlighted.',
  title: 'Name the language of code blocks',
  purpose: 'Fenced code without a language',
  owner: { type: 'code', rules: ['code/missing-language'] },
  options: {
    allowed_languages: { default: [], purpose: 'Languages that may be used; none for all' },
    language_only: { default: false, purpose: 'Whether nothing may follow the language' },
  },
  example: { bad: '```\na\n```\n', good: '```text\na\n```\n' },
  check(document, options, report) {
    const { tree, text, lines } = document;
    const allowed = new Set(listOption(options['allowed_languages']));
    for (const index of document.nodes(NodeKind.FencedCode)) {
      const place = wholeLine(document, document.line(index));
      const child = document.child(index, NodeKind.CodeInfo);
      const info = child === -1 ? '' : document.slice(child);
      const language = /^[^ \t]*/.exec(info)?.[0] ?? '';
      const fence = (): string => text.slice(tree.from(index), lines.end(lines.at(tree.from(index))));
      if (language === '') report({ ...place, context: excerpt(fence()) });
      else if (allowed.size > 0 && !allowed.has(language))
        report({ ...place, detail: `"${language}" is not allowed` });
      if (options['language_only'] && language !== info) {
        report({ ...place, detail: `Info string contains more than language: "${fence()}"` });
      }
    }
  },
});
