import { links, type LintLink } from '../lint/links.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule, type ReportLint } from '../lint/lint-rule.ts';
import { excerpt, wholeLine } from '../lint/report.ts';

export const md039 = defineLintRule({
  id: 'MD039',
  aliases: ['no-space-in-links'],
  tags: ['whitespace', 'links'],
  description: 'Spaces inside link text',
  level: 'off',
  strict: 'info',
  levelReason: 'The link works, and a space before or after its text is hardly seen.',
  title: 'Remove spaces inside link text',
  purpose: 'Spaces inside link text',
  changes: ['inner-spaces'],
  example: { bad: '[ a ](https://example.com)\n', good: '[a](https://example.com)\n' },
  check(document, _options, report) {
    const { text } = document;
    for (const link of links(document)) {
      if (link.isImage) continue;
      if (/\s/.test(text.charAt(link.textFrom)) && link.textFrom < link.textTo)
        reportSide(document, link, true, report);
      if (/\s/.test(text.charAt(link.textTo - 1)) && link.textFrom < link.textTo)
        reportSide(document, link, false, report);
    }
  },
});

function reportSide(document: LintDocument, link: LintLink, isStart: boolean, report: ReportLint): void {
  const { text, lines } = document;
  const { textFrom, textTo } = link;
  const written = text.slice(textFrom - 1, textTo + 1).replaceAll(/\s+/g, ' ');
  const context = excerpt(written, isStart, !isStart);
  let start = isStart ? textFrom : textTo;
  let end = start;
  if (isStart) while (end < textTo && isInlineSpace(text, end)) end += 1;
  else while (start > textFrom && isInlineSpace(text, start - 1)) start -= 1;
  if (start < end) report({ start, end, context, fix: { start, end, text: '' } });
  else report({ ...wholeLine(document, lines.at(start) + (isStart ? 1 : -1)), context });
}

function isInlineSpace(text: string, at: number): boolean {
  return /[^\S\r\n]/.test(text.charAt(at));
}
