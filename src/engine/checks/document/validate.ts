import { FLAVOR_TRAITS } from '../../flavors/flavor.ts';
import type { Finding, ReportFinding } from '../../rules/finding.ts';
import { isReadElsewhere } from '../links/places.ts';
import type { DocumentView } from '../check.ts';
import type { DocumentRuleId } from './rules.ts';

// Control characters other than tab, line endings and form feed.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B\u000E-\u001F\u007F]/g;

/** Pages whose site shows a list of others, or a text of its own. */
const SHOWS_OTHERS = /(?:^|\/)(?:_?index|404)\.[a-z]+$/i;
/** Fields that name what shows the page, or where it moved to. */
const SHOWN_BY =
  /^["']?(?:layout|template|type|hero|permalink|redirect\w*|aliases|manualLink\w*|_?build)["']?[ \t]*[:=]/m;

/** Checks that the document has text, and no control characters. */
export function validateText(
  view: DocumentView<DocumentRuleId>,
  report: ReportFinding<DocumentRuleId>,
): void {
  const { text, bodyStart, lines } = view;
  if (!/[^\s\uFEFF]/.test(text.slice(bodyStart))) reportEmpty(view, report);
  let count = 0;
  let first = -1;
  let nulls = 0;
  const fences = view.outline?.fences ?? [];
  let next = 0;
  for (const { 0: character, index } of text.matchAll(CONTROL)) {
    while ((fences[next]?.end ?? Infinity) <= index) next += 1;
    // Code may show the colours of a terminal.
    if (character !== '\0' && index >= (fences[next]?.start ?? Infinity)) continue;
    if (first === -1) first = index;
    if (character === '\0') nulls += 1;
    count += 1;
  }
  if (first === -1) return;
  const kind = nulls > 0 ? `, ${nulls} of them NUL: it looks like binary data` : '';
  report({
    ruleId: nulls > 0 ? 'document/not-text' : 'document/control-characters',
    start: first,
    end: first + 1,
    message: `The document has ${count} control character${count === 1 ? '' : 's'}${kind}. The first is on line ${lines.lineAt(first)}.`,
  });
}

function reportEmpty(
  { text, flavor, filePath, frontMatter }: DocumentView<DocumentRuleId>,
  report: ReportFinding<DocumentRuleId>,
): void {
  const fields = frontMatter?.closed ? text.slice(frontMatter.contentStart, frontMatter.contentEnd) : '';
  if (!frontMatter?.closed || fields.trim() === '') {
    const { openStart: start = 0, openEnd: end = 0 } = frontMatter ?? {};
    report({ ruleId: 'document/empty', start, end, message: 'The document is empty.' });
    return;
  }
  if (
    FLAVOR_TRAITS[flavor].pagesWithoutText ||
    isReadElsewhere(filePath) ||
    SHOWS_OTHERS.test(filePath) ||
    SHOWN_BY.test(fields)
  )
    return;
  report({
    ruleId: 'document/no-text',
    start: frontMatter.openStart,
    end: frontMatter.openEnd,
    message: 'The document has front matter, but no text.',
  });
}

/** The finding of a check that threw. It keeps the findings of the other checks, and makes the failure visible. */
export function failureOf(name: string, error: unknown, start: number): Finding<DocumentRuleId> {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The validator "${name}" failed on this document: ${reason}`;
  return { ruleId: 'document/validator-failed', start, end: start, message };
}
