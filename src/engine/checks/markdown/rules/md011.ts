import { lowerBound } from '../../../../shared/lower-bound.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { lineKinds, OPAQUE_LINES } from '../lint/line-kinds.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import type { LintDocument } from '../lint/lint-document.ts';

const REVERSED = /(^|[^\\])\(([^()]+)\)\[([^\]^][^\]]*)\]/g;

export const md011 = defineLintRule({
  id: 'MD011',
  aliases: ['no-reversed-links'],
  tags: ['links'],
  description: 'Reversed link syntax',
  level: 'warning',
  levelReason:
    'The brackets are shown, and there is no link. Brackets right after a link are told in `strict`, and to those who ask for the rule.',
  title: 'Fix reversed links',
  purpose: 'Reversed link syntax',
  changes: ['destinations'],
  example: { bad: '(text)[https://example.com]\n', good: '[text](https://example.com)\n' },
  check(document, _options, report) {
    const { lines, source } = document;
    let at = source.indexOf(')[', document.start);
    while (at !== -1) {
      const line = lines.at(at);
      if (((lineKinds(document)[line] ?? 0) & OPAQUE_LINES) === 0) checkLine(line);
      at = source.indexOf(')[', lines.next(line));
    }

    function checkLine(line: number): void {
      const text = lines.text(line);
      // What nothing closes is not searched.
      for (const match of text.slice(0, text.lastIndexOf(']') + 1).matchAll(REVERSED)) {
        const [whole, before = '', label = '', destination = ''] = match;
        const after = match.index + whole.length;
        if (text[after] === '(' || label.endsWith('\\') || destination.endsWith('\\')) continue;
        const start = lines.start(line) + match.index + before.length;
        const end = lines.start(line) + after;
        if (isInCode(document, start, end)) continue;
        report({
          start,
          end,
          detail: whole.slice(before.length),
          fix: { start, end, text: `[${label}](${destination})` },
          // Links side by side: `[[3]](a)[[4]](b)`.
          isMinor: before === ']',
        });
      }
    }
  },
});

/** Whether a place touches code or math inside a text. */
function isInCode(document: LintDocument, start: number, end: number): boolean {
  const { tree } = document;
  const spans = document.nodes(NodeKind.InlineCode, NodeKind.InlineMath);
  const next = spans[lowerBound(spans.length, (at) => tree.to(spans[at] ?? 0) < start)];
  return next !== undefined && tree.from(next) < end;
}
