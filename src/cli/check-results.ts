/** What `galley check` prints of its results, and its exit code. */
import picocolors from 'picocolors';
import type { Rule } from '../engine/index.ts';
import { renderReport, totalCounts } from '../engine/reports/index.ts';
import type { ReportFormat } from '../shared/api/reports.ts';
import { LEVELS, type GateResult, type Level } from '../shared/things.ts';
import type { CheckedFile } from './checked-file.ts';
import { EXIT_FINDINGS, EXIT_OK, EXIT_TROUBLE } from './exit-codes.ts';
import { prettyReport, prettySummary } from './pretty.ts';
import { showText } from './source-line.ts';
import { writeOutput } from './write-output.ts';

/** The options about what is printed. */
export interface PrintOptions {
  format: ReportFormat | 'pretty';
  output?: string;
  diff?: true;
  quiet?: true;
  color?: boolean;
}

/** The options about what makes the command fail. */
export interface FailOptions {
  diff?: true;
  maxWarnings?: number;
  failOn: FailLevel;
  /** The verdict of the quality gate, which then decides instead of `failOn`. */
  verdict?: GateResult;
}

/** The lowest level at which findings make the command fail. */
export const FAIL_LEVELS = [...LEVELS, 'never'] as const;
export type FailLevel = (typeof FAIL_LEVELS)[number];

/**
 * Prints the report, or the difference.
 *
 * @param all - what the summary counts, when that is more
 */
export function printResults(
  checked: readonly CheckedFile[],
  rules: ReadonlyMap<string, Rule>,
  { format, output, diff, quiet, color }: PrintOptions,
  all: readonly CheckedFile[] = checked,
): void {
  const files = checked.filter(isChecked);
  const shown = quiet ? files.map(errorsOnly) : files;
  let text: string;
  if (diff) text = files.map((file) => file.diff).join('');
  else if (format === 'pretty') {
    // Picocolors knows NO_COLOR, FORCE_COLOR, CI and terminals.
    const withColours = color ?? (output === undefined && picocolors.isColorSupported);
    text = prettyReport(shown, withColours) + prettySummary(all.filter(isChecked), withColours);
  } else {
    const problems = checked.filter((file) => 'problem' in file);
    text = renderReport(format, { files: shown, rules, toolVersion: GALLEY_VERSION, problems });
  }
  if (output === undefined) process.stdout.write(text);
  else writeOutput(output, text);
}

function isChecked(file: CheckedFile): file is Extract<CheckedFile, { report: unknown }> {
  return 'report' in file;
}

function errorsOnly<T extends Extract<CheckedFile, { report: unknown }>>(file: T): T {
  const { issues, issueEdits } = file.report;
  const isError = issues.map(({ level }) => level === 'error');
  const report = {
    ...file.report,
    issues: issues.filter((_, index) => isError[index]),
    issueEdits: issueEdits.filter((_, index) => isError[index]),
  };
  return { ...file, report };
}

/** Whether the findings make the command fail. */
function fails(
  checked: readonly CheckedFile[],
  { diff, maxWarnings = Infinity, failOn, verdict }: FailOptions,
): boolean {
  const files = checked.filter(isChecked);
  // Who asks for the difference sees no findings, and is told of no other.
  if (diff) return files.some((file) => file.diff !== '');
  const counts = totalCounts(files);
  if (verdict) return !verdict.passed || counts.warning > maxWarnings;
  const failing: readonly Level[] = failOn === 'never' ? [] : LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  return failing.some((level) => counts[level] > 0) || counts.warning > maxWarnings;
}

/** Reports the files that have no result, and the fixes that were refused. */
export function tellProblems(checked: readonly CheckedFile[]): void {
  for (const file of checked) {
    if ('problem' in file) console.error(`galley: ${showText(file.filePath)} ${showText(file.problem)}`);
    else if (file.refused !== undefined) {
      console.error(`galley: ${showText(file.filePath)} was not fixed: ${showText(file.refused)}`);
    }
  }
}

/**
 * The exit code. A document that is too large is reported and left out, as long as others were checked.
 *
 * @param options - null: findings are no failure
 */
export function exitCodeOf(checked: readonly CheckedFile[], options: FailOptions | null): number {
  const problems = checked.filter((file) => 'problem' in file);
  const isNoneChecked = checked.length > 0 && problems.length === checked.length;
  if (isNoneChecked || problems.some((file) => !file.isTooLarge)) return EXIT_TROUBLE;
  return options && fails(checked, options) ? EXIT_FINDINGS : EXIT_OK;
}
