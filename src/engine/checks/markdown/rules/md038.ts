import { NodeKind } from '../../../parser/node-kind.ts';
import { isLineEnding } from '../../../parser/characters.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { excerpt } from '../lint/report.ts';

export const md038 = defineLintRule({
  id: 'MD038',
  aliases: ['no-space-in-code'],
  tags: ['whitespace', 'code'],
  description: 'Spaces inside code span elements',
  level: 'off',
  strict: 'info',
  levelReason: 'In documentation the space is mostly meant: `Bearer `, `: `.',
  title: 'Remove spaces inside code spans',
  purpose: 'Spaces inside code spans',
  changes: ['code'],
  example: { bad: 'a `b ` c\n', good: 'a `b` c\n' },
  check(document, _options, report) {
    const { tree, text } = document;
    for (const index of document.nodes(NodeKind.InlineCode)) {
      const first = document.child(index, NodeKind.CodeMark);
      const from = tree.to(first);
      const to = tree.to(index) - (from - tree.from(index));
      if (!isPad(text.charCodeAt(from)) && !/\s/.test(text.charAt(from)) && !/\s/.test(text.charAt(to - 1)))
        continue;
      const parts = readParts(document, from, to);
      if (!parts) continue;
      const { padding, startFrom, startTo, endFrom, endTo } = parts;
      const start = /^(\s+)(\S)/.exec(text.slice(startFrom, startTo));
      const end = /(\S)(\s+)$/.exec(text.slice(endFrom, endTo));
      const isTickFirst = start?.[2] === '`';
      const isTickLast = end?.[1] === '`';
      const startCount = (start?.[1]?.length ?? 0) - (isTickFirst && !padding ? 1 : 0);
      const endCount = (end?.[2]?.length ?? 0) - (isTickLast && !padding ? 1 : 0);
      const both = startCount > 0 && endCount > 0 && padding && !isTickFirst && !isTickLast ? padding : null;
      const written = document.slice(index);
      if (startCount > 0) {
        const at = both ? both.startFrom : startFrom;
        const until = at + startCount + (both ? both.startLength : 0);
        report({
          start: at,
          end: until,
          context: excerpt(written, true),
          fix: { start: at, end: until, text: '' },
        });
      }
      if (endCount > 0) {
        const until = both ? both.endTo : endTo;
        const at = until - endCount - (both ? both.endLength : 0);
        report({
          start: at,
          end: until,
          context: excerpt(written, false, true),
          fix: { start: at, end: until, text: '' },
        });
      }
    }
  },
});

interface Padding {
  startFrom: number;
  startLength: number;
  endTo: number;
  endLength: number;
}

interface Parts {
  /** The blanks around the code that belong to the marks. */
  padding: Padding | null;
  /** The first and the last line of the code. */
  startFrom: number;
  startTo: number;
  endFrom: number;
  endTo: number;
}

function isPad(code: number): boolean {
  return code === 32 || isLineEnding(code);
}

function readParts({ text }: LintDocument, from: number, to: number): Parts | null {
  let padding: Padding | null = null;
  let start = from;
  let end = to;
  if (
    isPad(text.charCodeAt(from)) &&
    isPad(text.charCodeAt(to - 1)) &&
    /[^ \r\n]/.test(text.slice(from, to))
  ) {
    const startLength = text.startsWith('\r\n', from) ? 2 : 1;
    const endLength = text.startsWith('\r\n', to - 2) ? 2 : 1;
    padding = { startFrom: from, startLength, endTo: to, endLength };
    start += startLength;
    end -= endLength;
  }
  while (start < end && isLineEnding(text.charCodeAt(start))) start += 1;
  while (end > start && isLineEnding(text.charCodeAt(end - 1))) end -= 1;
  if (start >= end) return null;
  let startTo = start;
  while (startTo < end && !isLineEnding(text.charCodeAt(startTo))) startTo += 1;
  let endFrom = end;
  while (endFrom > start && !isLineEnding(text.charCodeAt(endFrom - 1))) endFrom -= 1;
  return { padding, startFrom: start, startTo, endFrom, endTo: end };
}
