import { expect, it } from 'vitest';
import { MAX_WORK_BYTES, MAX_WORK_MS } from '../shared/limits.ts';
import { WorkBudget } from './work-budget.ts';

const START = new Date('2026-01-01T00:00:00Z').getTime();

it('always has room for the first document', () => {
  const budget = new WorkBudget(() => new Date(START), 0);
  expect(budget.isSpent(2 * MAX_WORK_BYTES)).toBe(false);
});

it('is spent by bytes', () => {
  const budget = new WorkBudget(() => new Date(START));
  budget.spend(MAX_WORK_BYTES - 1);
  expect(budget.isSpent(1)).toBe(false);
  expect(budget.isSpent(2)).toBe(true);
});

it('is spent by documents', () => {
  const budget = new WorkBudget(() => new Date(START), 2);
  budget.spend(1);
  expect(budget.isSpent(1)).toBe(false);
  budget.spend(1);
  expect(budget.isSpent(1)).toBe(true);
});

it('is spent by time', () => {
  let ms = START;
  const budget = new WorkBudget(() => new Date(ms));
  budget.spend(1);
  ms += MAX_WORK_MS - 1;
  expect(budget.isSpent(1)).toBe(false);
  ms += 1;
  expect(budget.isSpent(1)).toBe(true);
});
