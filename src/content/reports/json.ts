import { totalCounts, type ReportInput } from './report.ts';

/** Everything that was found, as JSON: issues as the API has them. */
export function jsonReport({ files, toolVersion, problems = [] }: ReportInput): string {
  const report = {
    tool: 'galley',
    version: toolVersion,
    counts: totalCounts(files),
    files: files.map(({ filePath, report: { outcome, counts, ignored, ruleset, issues } }) => ({
      file_path: filePath,
      outcome,
      counts,
      ignored,
      ruleset,
      issues,
    })),
    problems: problems.map(({ filePath, problem }) => ({ file_path: filePath, problem })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
