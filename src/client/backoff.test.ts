import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('waits longer with each failure, up to a limit, and never all at the same moment', () => {
  const most = Array.from({ length: 40 }, (_, n) => backoffMs(n + 1, () => 0.999_999));
  expect(most.slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000]);
  expect(Math.max(...most)).toBe(15_000);
  expect(backoffMs(7, () => 0)).toBe(0);
  expect(backoffMs(1, () => 0.5)).toBe(250);
});
