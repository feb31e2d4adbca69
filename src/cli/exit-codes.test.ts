import { expect, it } from 'vitest';
import { exitCodeOfRun } from './exit-codes.ts';

const counts = { error: 0, warning: 3, info: 9 };
const errors = { error: 1, warning: 0, info: 0 };
const passed = { passed: true, reasons: [] };
const failed = { passed: false, reasons: [] };

it.each([
  ['0 for warnings', { state: 'completed', failed: 0, counts }, undefined, 0],
  ['0 for as many warnings as wanted', { state: 'completed', failed: 0, counts }, 3, 0],
  ['1 for more warnings than wanted', { state: 'completed', failed: 0, counts }, 2, 1],
  ['1 for errors', { state: 'completed', failed: 0, counts: errors }, 9, 1],
  [
    '0 for errors that the gate allows',
    { state: 'completed', failed: 0, counts: errors, gate: passed },
    0,
    0,
  ],
  ['1 for a gate that failed', { state: 'completed', failed: 0, counts, gate: failed }, undefined, 1],
  [
    '1 for too many warnings, whatever the gate says',
    { state: 'completed', failed: 0, counts, gate: passed },
    2,
    1,
  ],
  [
    '2 for documents without a result, whatever the gate says',
    { state: 'completed', failed: 1, counts, gate: passed },
    9,
    2,
  ],
  [
    '2 for documents without a result, whatever was found in the others',
    { state: 'completed', failed: 1, counts: errors },
    0,
    2,
  ],
  ['2 for a run that failed', { state: 'failed', failed: 0, counts }, undefined, 2],
  ['2 for a run that was cancelled', { state: 'cancelled', failed: 0, counts: errors }, undefined, 2],
] as const)('a run comes to %s', (_, workflow, maxWarnings, code) => {
  expect(exitCodeOfRun(workflow, maxWarnings)).toBe(code);
});
