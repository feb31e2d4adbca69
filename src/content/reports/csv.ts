import Papa from 'papaparse';
import type { ReportInput } from './report.ts';

const COLUMNS = [
  'file_path',
  'family',
  'validation_id',
  'outcome',
  'level',
  'rule_id',
  'line',
  'column',
  'end_line',
  'end_column',
  'message',
  'suggestion',
  'fingerprint',
] as const;

/** What a spreadsheet would calculate. Papa Parse's own pattern overlooks text of more than one line. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * A row for each finding. What a spreadsheet would take for a formula is marked as text.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvReport({ files, problems = [] }: ReportInput): string {
  const rows: Partial<Record<(typeof COLUMNS)[number], string | number>>[] = files.flatMap(
    ({ filePath, family, validationId, report }) =>
      report.issues.map(({ level, rule_id, line, column, end_line, end_column, ...issue }) => ({
        file_path: filePath,
        ...(family !== undefined && { family }),
        ...(validationId !== undefined && { validation_id: validationId }),
        outcome: report.outcome,
        level,
        rule_id,
        line,
        column,
        end_line,
        end_column,
        message: issue.message,
        suggestion: issue.suggestion ?? '',
        fingerprint: issue.fingerprint,
      })),
  );
  for (const { filePath, problem } of problems) {
    rows.push({ file_path: filePath, outcome: 'failed', level: 'error', message: `The file ${problem}.` });
  }
  const options = { columns: [...COLUMNS], newline: '\r\n', escapeFormulae: FORMULA };
  return `${Papa.unparse({ fields: [...COLUMNS], data: rows }, options)}\r\n`;
}
