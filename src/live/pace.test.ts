import { describe, expect, it } from 'vitest';
import { FRAME_WINDOW_MS } from '../shared/limits.ts';
import { Pace } from './pace.ts';

const NOW = 1_800_000_000_000;

describe('Pace', () => {
  it('lets an idle hub send at once, and the next flush wait for its window', () => {
    const pace = new Pace();
    expect(pace.waitMs(NOW)).toBe(0);
    pace.started(NOW);
    pace.ended(NOW + 1);
    expect(pace.waitMs(NOW + 5)).toBe(FRAME_WINDOW_MS - 5);
    expect(pace.waitMs(NOW + FRAME_WINDOW_MS)).toBe(0);
  });

  it('sends again when what was sent before has left, however long that takes, and recovers', () => {
    const pace = new Pace();
    for (const cost of [40, 400, 4_000]) {
      pace.started(NOW);
      expect(pace.waitMs(NOW + cost)).toBeUndefined();
      pace.ended(NOW + cost);
      expect(pace.waitMs(NOW + cost)).toBe(0);
      expect(pace.windowMs).toBe(cost);
    }
    pace.started(NOW);
    pace.ended(NOW + 2);
    expect(pace.windowMs).toBe(FRAME_WINDOW_MS);
  });

  it('has no cost below nothing when the clock was set back', () => {
    const pace = new Pace();
    pace.started(NOW);
    pace.ended(NOW - 60_000);
    expect(pace.windowMs).toBe(FRAME_WINDOW_MS);
  });
});
