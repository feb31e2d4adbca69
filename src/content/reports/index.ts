import { githubReport } from './github.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import type { ReportInput } from './report.ts';
import { sarifReport } from './sarif.ts';

export { totalCounts, type ReportedFile, type ReportInput, type ReportProblem } from './report.ts';

export const REPORT_FORMATS = ['json', 'sarif', 'github', 'junit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const RENDERERS: Readonly<Record<ReportFormat, (input: ReportInput) => string>> = {
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
  junit: junitReport,
};

/** A report in a format for other programs. */
export function renderReport(format: ReportFormat, input: ReportInput): string {
  return RENDERERS[format](input);
}
