import type { RunSummary } from '../../shared/api/runs.ts';
import { LEVELS, type Counts } from '../../shared/things.ts';
import type { Rule } from '../rules/rule.ts';
import type { DocumentReport } from '../validate-document.ts';

/** The input of every report format: what was found in some documents. */
export interface ReportInput {
  files: readonly ReportedFile[];
  /** By id. Must contain every rule with findings in the report. */
  rules: ReadonlyMap<string, Rule>;
  toolVersion: string;
  /** Documents that could not be validated. */
  problems?: readonly ReportProblem[];
  /** Title of the report, for people. */
  title?: string;
  /** A sentence about what was left out; undefined if nothing was. */
  truncated?: string;
  /** Summary of the batch run that the documents belong to. */
  run?: RunSummary;
}

/** The findings of a document: a full engine report, or what is stored of it. */
export type ReportedDocument = Pick<DocumentReport, 'outcome' | 'counts' | 'ruleset' | 'issues'> &
  Partial<Pick<DocumentReport, 'ignored' | 'issueEdits'>>;

/** One validated document in a report. */
export interface ReportedFile {
  /** `/`-separated, relative to the reader's working directory. */
  filePath: string;
  report: ReportedDocument;
  /** Whether the text starts with a byte order mark, which some formats do not count. */
  hasByteOrderMark: boolean;
  /** The text that was validated, if it is at hand. Some formats need it for the positions of fixes. */
  text?: string;
  validationId?: string;
  family?: string;
}

/** A document that could not be validated. */
export interface ReportProblem {
  filePath: string;
  /** The predicate of a sentence about the file: "is not UTF-8". */
  problem: string;
}

/**
 * Returns the documents that could not be validated. A document that both the run and the caller report is listed once,
 * with the reason that the run gives.
 */
export function problemsOf({ problems = [], run }: ReportInput): readonly ReportProblem[] {
  if (run === undefined) return problems;
  const byPath = new Map(problems.map((problem) => [problem.filePath, problem]));
  for (const { file_path, message } of run.failures) {
    byPath.set(file_path, { filePath: file_path, problem: message });
  }
  return [...byPath.values()];
}

/** Why a batch run could not finish; undefined if it did not fail. */
export function runError(run: RunSummary | undefined): string | undefined {
  return run?.workflow.state === 'failed' ? (run.workflow.error ?? 'The run could not go on.') : undefined;
}

/** Sums up the counts of all files. */
export function totalCounts(files: readonly ReportedFile[]): Counts {
  const total: Counts = { error: 0, warning: 0, info: 0 };
  for (const { report } of files) for (const level of LEVELS) total[level] += report.counts[level];
  return total;
}
