import type { RunSummary } from '../../shared/api/runs.ts';
import { problemsOf, totalCounts, type ReportInput } from './report.ts';
import { workflowFacts } from './run-facts.ts';

/** Renders everything that was found as JSON. Issues have the shape that the API uses. */
export function jsonReport(input: ReportInput): string {
  const { files, toolVersion, truncated, run } = input;
  const report = {
    tool: 'galley',
    version: toolVersion,
    counts: totalCounts(files),
    truncated,
    run: run && toRun(run),
    files: files.map(
      ({ filePath, validationId, family, report: { outcome, counts, ignored, ruleset, issues } }) => ({
        file_path: filePath,
        // Unknown values are omitted.
        validation_id: validationId,
        family,
        outcome,
        counts,
        ignored,
        ruleset,
        issues,
      }),
    ),
    problems: problemsOf(input).map(({ filePath, problem }) => ({ file_path: filePath, problem })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The fields of a run as in the API's summary. */
function toRun(run: RunSummary): object {
  const { worst_files, rules, failures, changes } = run;
  return { workflow: workflowFacts(run), worst_files, rules, failures, changes };
}
