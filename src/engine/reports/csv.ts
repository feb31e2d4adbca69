import Papa from 'papaparse';
import { problemsOf, type ReportInput } from './report.ts';
import { sinceLastRun } from './run-changes.ts';

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
/** Comes last, and only if a run is compared with the one before it. */
const CHANGE_COLUMN = 'since_last_run';
type Row = Partial<Record<(typeof COLUMNS)[number] | typeof CHANGE_COLUMN, string | number>>;

/** What a spreadsheet would evaluate. Papa Parse's own pattern misses text that spans several lines. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * Renders one row per finding, including findings resolved since the last run. Text that a spreadsheet would take for a
 * formula is escaped.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvReport(input: ReportInput): string {
  const { files, run } = input;
  const since = sinceLastRun(run);
  const rows: Row[] = files.flatMap(({ filePath, family, validationId, report }) =>
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
      [CHANGE_COLUMN]: since(filePath, issue.fingerprint) ?? '',
    })),
  );
  // Resolved findings belong to no validation of this run.
  for (const issue of run?.changes?.resolved_issues ?? []) {
    const { file_path, level, rule_id, line, column, message, fingerprint } = issue;
    const known = { file_path, level, rule_id, line, column, message, fingerprint };
    rows.push({ ...known, family: run?.workflow.family ?? '', [CHANGE_COLUMN]: 'resolved' });
  }
  for (const { filePath, problem } of problemsOf(input)) {
    rows.push({ file_path: filePath, outcome: 'failed', level: 'error', message: `The file ${problem}.` });
  }
  const columns = [...COLUMNS, ...(run?.changes ? [CHANGE_COLUMN] : [])];
  const options = { columns, newline: '\r\n', escapeFormulae: FORMULA };
  return `${Papa.unparse({ fields: columns, data: rows }, options)}\r\n`;
}
