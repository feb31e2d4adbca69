import { totalCounts, type ReportInput } from './report.ts';

/** Everything that was found, as JSON: issues as the API has them. */
export function jsonReport({ files, toolVersion, truncated, problems = [] }: ReportInput): string {
  const report = {
    tool: 'galley',
    version: toolVersion,
    counts: totalCounts(files),
    truncated,
    files: files.map(
      ({ filePath, validationId, family, report: { outcome, counts, ignored, ruleset, issues } }) => ({
        file_path: filePath,
        // What is not known is left out.
        validation_id: validationId,
        family,
        outcome,
        counts,
        ignored,
        ruleset,
        issues,
      }),
    ),
    problems: problems.map(({ filePath, problem }) => ({ file_path: filePath, problem })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
