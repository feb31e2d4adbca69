import type { RunSummary } from '../../shared/api/runs.ts';
import { LEVELS, type Counts } from '../../shared/things.ts';
import type { Rule } from '../rules/rule.ts';
import type { DocumentReport } from '../validate-document.ts';

/** What was found in some documents, for a reader or a program. */
export interface ReportInput {
  files: readonly ReportedFile[];
  /** By id; those that speak in the reports must be there. */
  rules: ReadonlyMap<string, Rule>;
  toolVersion: string;
  /** Documents that could not be validated at all. */
  problems?: readonly ReportProblem[];
  /** What the report is about, for people. */
  title?: string;
  /** A sentence that says what was left out, if anything was. */
  truncated?: string;
  /** The batch run that the documents are of, as a whole. */
  run?: RunSummary;
}

/** What is known of a document: all of an engine's report, or what is stored of it. */
export type ReportedDocument = Pick<DocumentReport, 'outcome' | 'counts' | 'ruleset' | 'issues'> &
  Partial<Pick<DocumentReport, 'ignored' | 'issueEdits'>>;

export interface ReportedFile {
  /** `/`-separated, relative to where the reader stands. */
  filePath: string;
  report: ReportedDocument;
  /** Whether the text begins with a byte order mark: some formats don't count it. */
  hasByteOrderMark: boolean;
  validationId?: string;
  family?: string;
}

export interface ReportProblem {
  filePath: string;
  /** What is wrong, after the path: "is not UTF-8". */
  problem: string;
}

/**
 * The documents that could not be validated. Of a batch run each is named once, whether it is known from the run, from
 * the reader of the documents or from both; the run knows the reason.
 */
export function problemsOf({ problems = [], run }: ReportInput): readonly ReportProblem[] {
  if (run === undefined) return problems;
  const byPath = new Map(problems.map((problem) => [problem.filePath, problem]));
  for (const { file_path, message } of run.failures) {
    byPath.set(file_path, { filePath: file_path, problem: message });
  }
  return [...byPath.values()];
}

/** The counts of all files together. */
export function totalCounts(files: readonly ReportedFile[]): Counts {
  const total: Counts = { error: 0, warning: 0, info: 0 };
  for (const { report } of files) for (const level of LEVELS) total[level] += report.counts[level];
  return total;
}
