import { expect, it } from 'vitest';
import { HEARTBEAT_INTERVAL_MS, SILENT_AFTER_MS } from '../shared/limits.ts';
import { checkLiveness } from './liveness.ts';

const NOW = 1_800_000_000_000;

it('sends heartbeats to a connection that never pings', () => {
  expect(checkLiveness(0, NOW)).toBe('heartbeat');
});

it('closes a connection that pinged and stopped, between 90 and 180 s after', () => {
  expect(checkLiveness(NOW - SILENT_AFTER_MS, NOW)).toBe('alive');
  expect(checkLiveness(NOW - SILENT_AFTER_MS - 1, NOW)).toBe('silent');
  expect(SILENT_AFTER_MS).toBeGreaterThanOrEqual(90_000);
  expect(SILENT_AFTER_MS + HEARTBEAT_INTERVAL_MS).toBeLessThan(180_000);
});
