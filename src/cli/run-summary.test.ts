import { expect, it } from 'vitest';
import type { RunChanges, RunIssue, RunSummary } from '../shared/api/runs.ts';
import { prettyRunSummary } from './run-summary.ts';

const ADDRESS = 'http://127.0.0.1:8586/dashboard/workflows/1';
const summary: RunSummary = {
  workflow: {
    id: '1',
    type: 'batch_validation',
    name: 'docs',
    family: 'default',
    state: 'completed',
    total: 1_204,
    done: 1_204,
    failed: 12,
    reused: 1_000,
    counts: { error: 2, warning: 31, info: 0 },
    created_by: 'local',
    created_at: '2026-11-22T10:00:00.000Z',
    updated_at: '2026-11-22T10:02:05.000Z',
    started_at: '2026-11-22T10:00:00.000Z',
    finished_at: '2026-11-22T10:02:05.000Z',
  },
  worst_files: [
    {
      file_path: 'docs/a.md',
      validation_id: 'a',
      outcome: 'fail',
      counts: { error: 2, warning: 10, info: 0 },
    },
    {
      file_path: 'docs/b.md',
      validation_id: 'b',
      outcome: 'warning',
      counts: { error: 0, warning: 9, info: 0 },
    },
  ],
  rules: [
    { rule_id: 'MD041', level: 'warning', count: 31, files: 30 },
    { rule_id: 'code/unclosed', level: 'error', count: 2, files: 1 },
  ],
  failures: [
    { file_path: 'docs/latin.md', message: 'is not UTF-8' },
    { file_path: 'docs/\u202Eevil.md', message: 'is not UTF-8' },
  ],
  changes: null,
};
const issue: RunIssue = {
  file_path: 'docs/a.md',
  validation_id: 'v',
  rule_id: 'MD041',
  level: 'warning',
  message: 'No title.',
  line: 1,
  column: 3,
  fingerprint: 'f',
};
const changes: RunChanges = {
  since: { id: '0', finished_at: '2026-11-21T09:30:00.000Z' },
  new: 12,
  resolved: 0,
  persisting: 20,
  new_issues: Array.from({ length: 11 }, () => issue),
  resolved_issues: [],
  added_files: 1,
  removed_files: 0,
};

it('names what failed, the worst documents and the rules, and ends with the figures', () => {
  expect(prettyRunSummary(summary, ADDRESS, false)).toMatchInlineSnapshot(`
    "Could not be validated
      docs/latin.md is not UTF-8
      docs/\\u{202e}evil.md is not UTF-8
      10 more are not listed.

    Documents with most findings
      2 errors  10 warnings  docs/a.md
                 9 warnings  docs/b.md

    Rules that spoke most
      31  warning MD041 in 30 documents
       2  error   code/unclosed in 1 document

    docs: completed in 2 min 5 s
    1,204 documents, 1,000 reused, 12 could not be validated
    2 errors, 31 warnings, 0 notes
    http://127.0.0.1:8586/dashboard/workflows/1
    "
  `);
});

it('shows what is new, not more of it than can be read, and nothing of what there is none of', () => {
  const text = prettyRunSummary(
    { ...summary, failures: [], worst_files: [], rules: [], changes },
    ADDRESS,
    false,
  );
  expect(text).toMatchInlineSnapshot(`
    "New since the last run
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      docs/a.md:1:3 warning No title.  MD041
      2 more are not listed.

    docs: completed in 2 min 5 s
    1,204 documents, 1,000 reused, 12 could not be validated
    2 errors, 31 warnings, 0 notes
    Since the last run: 12 new, 0 resolved, 20 persisting; 1 document added
    http://127.0.0.1:8586/dashboard/workflows/1
    "
  `);
});

it('says what the run adds to the main line, and each reason of the quality gate', () => {
  const compared = { new: { error: 1, warning: 0, info: 0 }, resolved: { error: 0, warning: 2, info: 0 } };
  const reason = { scope: 'rule', rule_id: 'links/\u202E*', limit: 0, found: 1 } as const;
  const gate = { passed: false, reasons: [{ ...reason, message: '1 of links/\u202E*; 0 allowed' }] };
  const show = (workflow: RunSummary['workflow']) =>
    prettyRunSummary({ ...summary, workflow }, ADDRESS, false);
  expect(show({ ...summary.workflow, compared, gate })).toContain(
    [
      'Against the main line: new: 1 error, 0 warnings, 0 notes; resolved: 0 errors, 2 warnings, 0 notes',
      'Quality gate failed',
      '  1 of links/\\u{202e}*; 0 allowed',
      ADDRESS,
    ].join('\n'),
  );
  expect(show({ ...summary.workflow, gate: { passed: true, reasons: [] } })).toContain(
    `\nQuality gate passed\n${ADDRESS}`,
  );
});
