import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { FrontMatterRuleId } from './rules.ts';
import type { FrontMatterField } from '../../document/front-matter-fields.ts';
import { quote } from '../../text/quote.ts';

/** Fields that hold a date, unless the pack lists others. */
const DATE_FIELDS: readonly string[] = [
  'date',
  'lastmod',
  'updated',
  'published',
  'publishdate',
  'expirydate',
];
const SWITCH = /^(?:true|false)$/i;
const MAPPING = /^\s*(?:\{|[\w"'-]+\s*:)/;
/** Slashes are read alike everywhere where the year comes first, and so are months and days of one digit. */
const ISO =
  /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z| ?[+-]\d{2}:?\d{2})?)?$/;

/** Checks that date fields hold existing dates in ISO 8601. */
export function checkDates(
  view: DocumentView<FrontMatterRuleId>,
  fields: ReadonlyMap<string, FrontMatterField>,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  for (const name of view.pack.front_matter.dates ?? DATE_FIELDS) {
    const field = fields.get(name);
    if (!field || field.text === '') continue;
    const { text, valueStart, valueEnd } = field;
    // Some sites have `published: false`, or a date with fields of its own.
    if (text === null ? MAPPING.test(view.text.slice(valueStart, valueEnd)) : SWITCH.test(text)) continue;
    const reason = text === null ? 'is no date' : wrong(text);
    if (reason === null) continue;
    const message = `The field \`${name}\` ${reason}${text === null ? '' : `: ${quote(text)}`}.`;
    report({ ruleId: 'front-matter/date', start: valueStart, end: valueEnd, message });
  }
}

function wrong(text: string): string | null {
  const [, year = '', , month = '', day = ''] = ISO.exec(text) ?? [];
  if (year === '') return 'is no date as in ISO 8601 (YYYY-MM-DD)';
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists ? null : 'names a day that does not exist';
}
