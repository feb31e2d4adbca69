import type { RunChanges, RunIssue, RunSummary } from '../../shared/api/runs.ts';
import type { Issue, Run } from '../../shared/things.ts';
import type { ReportInput } from './report.ts';

const CONTENTS = { rule_id: 'links/anchor', level: 'warning', message: 'There is no such heading.' } as const;

/** A stored finding, with its fingerprint and any other fields replaced. */
export function exampleIssue(fingerprint: string, more: Partial<Issue> = {}): Issue {
  return {
    ...CONTENTS,
    line: 3,
    column: 5,
    end_line: 3,
    end_column: 9,
    start: 20,
    end: 24,
    snippet: '#gone',
    fixable: 'none',
    fingerprint,
    ...more,
  };
}

/** A finding in a run summary. */
export function exampleRunIssue(
  file_path: string,
  fingerprint: string,
  more: Partial<RunIssue> = {},
): RunIssue {
  return {
    ...CONTENTS,
    file_path,
    validation_id: `of ${file_path}`,
    line: 3,
    column: 5,
    fingerprint,
    ...more,
  };
}

/** One new finding, one resolved and one persisting. */
export const EXAMPLE_CHANGES: RunChanges = {
  since: { id: 'the-last-run', finished_at: '2026-06-30T02:03:00.000Z' },
  new: 1,
  resolved: 1,
  persisting: 1,
  new_issues: [exampleRunIssue('a.md', 'one')],
  resolved_issues: [exampleRunIssue('b.md', 'gone', { rule_id: 'links/empty', message: 'It was empty.' })],
  added_files: 0,
  removed_files: 2,
};

/** The summary of a completed run with changes, rules and a failure. */
export function exampleRun(more: Partial<RunSummary> = {}, workflow: Partial<Run> = {}): RunSummary {
  return {
    workflow: {
      id: 'this-run',
      type: 'batch_validation',
      name: 'Nightly',
      family: 'cells',
      state: 'completed',
      total: 1_204,
      done: 1_204,
      failed: 1,
      reused: 1_000,
      counts: { error: 0, warning: 2_000, info: 1 },
      created_by: 'ci',
      created_at: '2026-07-01T02:00:00.000Z',
      updated_at: '2026-07-01T02:03:20.000Z',
      started_at: '2026-07-01T02:00:00.000Z',
      finished_at: '2026-07-01T02:03:20.000Z',
      ...workflow,
    },
    worst_files: [
      {
        file_path: 'a.md',
        validation_id: 'v',
        outcome: 'warning',
        counts: { error: 0, warning: 1, info: 0 },
      },
    ],
    rules: [{ rule_id: 'links/anchor', level: 'warning', count: 2, files: 2 }],
    failures: [{ file_path: 'broken.md', message: 'is not UTF-8' }],
    changes: EXAMPLE_CHANGES,
    ...more,
  };
}

/** The input of a report about the run. */
export function exampleInput(run: RunSummary | undefined, more: Partial<ReportInput> = {}): ReportInput {
  const issues: Record<string, Issue> = { 'a.md': exampleIssue('one'), 'b.md': exampleIssue('two') };
  return {
    files: Object.entries(issues).map(([filePath, issue]) => ({
      filePath,
      family: 'cells',
      validationId: 'v',
      hasByteOrderMark: false,
      report: {
        outcome: 'warning',
        counts: { error: 0, warning: 1, info: 0 },
        ruleset: 'cells@1',
        issues: [issue],
      },
    })),
    // The same document as in the run's failures.
    problems: [{ filePath: 'broken.md', problem: 'could not be validated' }],
    rules: new Map(),
    toolVersion: '1',
    ...(run && { run }),
    ...more,
  };
}
