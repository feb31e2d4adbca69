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
}

export interface ReportedFile {
  /** `/`-separated, relative to where the reader stands. */
  filePath: string;
  report: DocumentReport;
  /** The document itself, where the reader has it. */
  text?: string;
}

export interface ReportProblem {
  filePath: string;
  /** What is wrong, after the path: "is not UTF-8". */
  problem: string;
}

/** The counts of all files together. */
export function totalCounts(files: readonly ReportedFile[]): Counts {
  const total: Counts = { error: 0, warning: 0, info: 0 };
  for (const { report } of files) for (const level of LEVELS) total[level] += report.counts[level];
  return total;
}
