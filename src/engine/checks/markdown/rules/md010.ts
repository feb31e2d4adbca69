import { NodeKind } from '../../../parser/node-kind.ts';
import { fences } from '../lint/line-kinds.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { isOnByDefault, listOption, numberOption } from '../lint/option-values.ts';
import { spaces } from '../lint/report.ts';

const TAB = '\t';

interface Range {
  from: number;
  to: number;
}

export const md010 = defineLintRule({
  id: 'MD010',
  aliases: ['no-hard-tabs'],
  tags: ['whitespace', 'hard_tab'],
  description: 'Hard tabs',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Replace hard tabs by spaces',
  purpose: 'Hard tabs',
  changes: ['inner-spaces'],
  options: {
    code_blocks: { default: true, purpose: 'Whether tabs in code count' },
    ignore_code_languages: { default: [], purpose: 'Languages of fenced code where tabs do not count' },
    spaces_per_tab: { default: 1, purpose: 'Spaces that replace a tab' },
  },
  usual: { code_blocks: false },
  example: { bad: 'a\tb\n', good: 'a b\n' },
  check(document, options, report) {
    const { source, lines, start } = document;
    let at = source.indexOf(TAB, start);
    if (at === -1) return;
    const perTab =
      options['spaces_per_tab'] === undefined ? 1 : Math.max(0, numberOption(options['spaces_per_tab'], 1));
    const ignored = ignoredRanges(
      document,
      isOnByDefault(options['code_blocks']),
      listOption(options['ignore_code_languages']),
    );
    let next = 0;
    while (at !== -1) {
      let end = at + 1;
      while (source[end] === TAB) end += 1;
      while (next < ignored.length && (ignored[next]?.to ?? 0) < at) next += 1;
      const range = ignored[next];
      if (!range || range.from >= end) {
        const column = at - lines.start(lines.at(at)) + 1;
        report({
          start: at,
          end,
          detail: `Column: ${column}`,
          fix: { start: at, end, text: spaces((end - at) * perTab) },
        });
      }
      at = source.indexOf(TAB, end);
    }
  },
});

/** Where tabs do not count, in order. A tab right after code belongs to it. */
function ignoredRanges(document: LintDocument, includesCode: boolean, languages: readonly string[]): Range[] {
  const { tree, lines } = document;
  const names = new Set(languages.map((name) => name.toLowerCase()));
  const ranges: Range[] = [];
  if (!includesCode || names.size > 0) {
    for (const { index, line, endLine } of fences(document)) {
      if (names.size > 0 && !names.has(languageOf(document, index)) && languageOf(document, index) !== '')
        continue;
      if (endLine - 1 > line) ranges.push({ from: lines.start(line + 1), to: lines.end(endLine - 1) });
    }
  }
  if (!includesCode) {
    for (const index of document.nodes(NodeKind.CodeBlock, NodeKind.InlineCode)) {
      ranges.push({ from: tree.from(index), to: tree.to(index) });
    }
  }
  return ranges.toSorted((a, b) => a.from - b.from);
}

function languageOf(document: LintDocument, index: number): string {
  const info = document.child(index, NodeKind.CodeInfo);
  return info === -1 ? '' : (/^\S+/.exec(document.slice(info))?.[0] ?? '').toLowerCase();
}
