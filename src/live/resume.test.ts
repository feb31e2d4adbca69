import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../shared/events.ts';
import { RESUME_MAX_EVENTS, RESUME_MAX_LENGTH } from '../shared/limits.ts';
import { planReplay } from './resume.ts';

const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => ({ id: from + n }) as LiveEvent);

describe('planReplay', () => {
  it('replays what was missed, up to the position where live events begin', () => {
    expect(planReplay({ after: 3, position: 6, oldest: 1, events: events(4, 8) })).toEqual({
      reset: false,
      events: events(4, 6),
    });
  });

  it('replays nothing when nothing was missed', () => {
    expect(planReplay({ after: 6, position: 6, oldest: 1, events: [] })).toEqual({
      reset: false,
      events: [],
    });
    expect(planReplay({ after: 0, position: 0, oldest: 1, events: [] })).toEqual({
      reset: false,
      events: [],
    });
  });

  it('resets for a position that the log does not have yet, or not any more', () => {
    expect(planReplay({ after: 7, position: 6, oldest: 1, events: [] })).toEqual({ reset: true });
    expect(planReplay({ after: 3, position: 9, oldest: 5, events: events(5, 9) })).toEqual({ reset: true });
    expect(planReplay({ after: 4, position: 9, oldest: 5, events: events(5, 9) }).reset).toBe(false);
  });

  it('replays all or nothing: too many or too long is a reset', () => {
    const many = events(1, RESUME_MAX_EVENTS);
    expect(planReplay({ after: 0, position: 9_999, oldest: 1, events: many }).reset).toBe(false);
    const tooMany = events(1, RESUME_MAX_EVENTS + 1);
    expect(planReplay({ after: 0, position: 9_999, oldest: 1, events: tooMany }).reset).toBe(true);
    const long = [{ id: 1, title: 'x'.repeat(RESUME_MAX_LENGTH) } as unknown as LiveEvent];
    expect(planReplay({ after: 0, position: 1, oldest: 1, events: long }).reset).toBe(true);
  });
});
