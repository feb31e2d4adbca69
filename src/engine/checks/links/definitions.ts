import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { LinksRuleId } from './rules.ts';
import { normaliseLabel } from '../../parser/definitions.ts';
import { quote } from '../../text/quote.ts';

/** Longest destination that is checked for spaces, in UTF-16 code units. */
const MAX_DESTINATION_LENGTH = 300;
/** A destination with spaces that looks like a file name and not like a remark in brackets. */
const SPACED = /^[^\s()<>"'][^()<>"'\r\n]*\.[A-Za-z0-9]{2,5}(?:#[^\s]*)?$/;

/** Checks link definitions, and text that looks like a link but is none. */
export function checkDefinitions(view: DocumentView<LinksRuleId>, report: ReportFinding<LinksRuleId>): void {
  checkDuplicates(view, report);
  if (view.settings.isOn('links/space-in-destination')) checkSpaces(view, report);
}

function checkDuplicates(
  { text, outline }: DocumentView<LinksRuleId>,
  report: ReportFinding<LinksRuleId>,
): void {
  const first = new Map<string, string>();
  for (const { start, end, label, url } of outline?.linkDefinitions ?? []) {
    const destination = text.slice(url.start, url.end);
    const key = normaliseLabel(label);
    // `[//]: # (a comment)`
    if (key === '//' || key === '#') continue;
    const known = first.get(key);
    if (known === undefined) first.set(key, destination);
    else if (!isSamePage(known, destination)) {
      const message = `The label ${quote(label)} is defined before, with another destination; that one counts.`;
      report({ ruleId: 'links/duplicate-definition', start, end, message });
    }
  }
}

/** How many names at the end of two addresses are compared: a repository has several that lead to one file. */
const COMPARED_NAMES = 2;

/** Whether two destinations are the same, or plainly two addresses of one file, as `/docs/a.md` and `https://host/x/docs/a.md`. */
function isSamePage(one: string, other: string): boolean {
  if (bare(one) === bare(other)) return true;
  const [a, b] = [one, other].map((url) => url.replace(/\/+$/, '').split('/').slice(-COMPARED_NAMES));
  return a?.length === COMPARED_NAMES && a[0] !== '' && a.join('/') === b?.join('/');
}

/** Capitals, and parentheses around an address, lead nowhere else. */
function bare(url: string): string {
  return url.replaceAll(/^\(|\)$/g, '').toLowerCase();
}

/** Such brackets look like a reference, and what follows them is text. */
function checkSpaces({ text, outline }: DocumentView<LinksRuleId>, report: ReportFinding<LinksRuleId>): void {
  for (const link of outline?.undefinedReferences ?? []) {
    if (link.label || text[link.end] !== '(') continue;
    const start = link.end + 1;
    const length = text.slice(start, start + MAX_DESTINATION_LENGTH).indexOf(')');
    const destination = text.slice(start, start + Math.max(length, 0));
    if (!destination.includes(' ') || !SPACED.test(destination)) continue;
    const end = start + length;
    report({
      ruleId: 'links/space-in-destination',
      start,
      end,
      message: `This is no link, because its destination has a space: ${quote(destination)}.`,
      replacements: [
        { start, end: start, text: '<' },
        { start: end, end, text: '>' },
      ],
    });
  }
}
