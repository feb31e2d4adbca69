import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { DocumentRuleId } from './rules.ts';

// Control characters other than tab, line endings and form feed.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B\u000E-\u001F\u007F]/g;

/** Checks that the document has text, and no control characters. */
export function validateText(
  { text, bodyStart, frontMatter, lines }: DocumentView<DocumentRuleId>,
  report: ReportFinding<DocumentRuleId>,
): void {
  if (!frontMatter?.closed && !/[^\s\uFEFF]/.test(text.slice(bodyStart))) {
    report({ ruleId: 'document/empty', start: 0, end: 0, message: 'The document is empty.' });
  }
  let count = 0;
  let first = -1;
  let nulls = 0;
  for (const { 0: character, index } of text.matchAll(CONTROL)) {
    if (first === -1) first = index;
    if (character === '\0') nulls += 1;
    count += 1;
  }
  if (first === -1) return;
  const kind = nulls > 0 ? `, ${nulls} of them NUL: it looks like binary data` : '';
  report({
    ruleId: 'document/control-characters',
    start: first,
    end: first + 1,
    message: `The document has ${count} control character${count === 1 ? '' : 's'}${kind}. The first is on line ${lines.lineAt(first)}.`,
  });
}

/** The finding of a check that threw. It keeps the findings of the other checks, and makes the failure visible. */
export function failureOf(name: string, error: unknown, start: number): Finding<DocumentRuleId> {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The validator "${name}" failed on this document: ${reason}`;
  return { ruleId: 'document/validator-failed', start, end: start, message };
}
