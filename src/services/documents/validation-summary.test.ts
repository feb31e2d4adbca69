import { expect, it } from 'vitest';
import type { ValidateResponse } from '../../shared/api/validations.ts';
import { MAX_LISTED_ISSUES } from '../../shared/limits.ts';
import type { Issue } from '../../shared/things.ts';
import { summarize } from './validation-summary.ts';

const issue: Issue = {
  rule_id: 'images/missing-alt',
  level: 'warning',
  message: 'An image has no alternative text.',
  line: 1,
  column: 1,
  end_line: 1,
  end_column: 2,
  start: 0,
  end: 1,
  snippet: '![](x)',
  fixable: 'none',
  fingerprint: 'f',
};

function resultWith(count: number): ValidateResponse {
  return {
    id: 'v',
    validation_id: 'v',
    file_path: 'a.md',
    family: 'default',
    content_sha256: 's',
    status: 'completed',
    outcome: 'warning',
    review: 'pending',
    counts: { error: 0, warning: count, info: 0 },
    validation_types: ['images'],
    ruleset: 'r',
    created_at: '',
    updated_at: '',
    duration_ms: 1,
    issues: Array.from({ length: count }, () => issue),
    recommendations: [],
  };
}

it(`lists at most MAX_LISTED_ISSUES (${MAX_LISTED_ISSUES}) issues over all files, and says how many are left out`, () => {
  const counts = [MAX_LISTED_ISSUES - 1, 1, 3, 0];
  const results = summarize(counts.map(resultWith));
  expect(results.map(({ issues }) => issues.length)).toEqual([MAX_LISTED_ISSUES - 1, 1, 0, 0]);
  expect(results.map(({ issues_left_out }) => issues_left_out)).toEqual([undefined, undefined, 3, undefined]);
  expect(results[0]!.issues[0]).not.toHaveProperty('snippet');
});
