import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../shared/events.ts';
import { RESUME_MAX_EVENTS, RESUME_MAX_LENGTH } from '../shared/limits.ts';
import { toEntry } from './entry.ts';
import { planReplay } from './resume.ts';

const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => toEntry({ id: from + n } as LiveEvent));

describe('planReplay', () => {
  it('replays what was missed, up to the position where live events begin', () => {
    expect(planReplay({ after: 3, position: 6, oldest: 1, entries: entries(4, 8) })).toEqual({
      reset: false,
      entries: entries(4, 6),
    });
  });

  it('replays nothing when nothing was missed', () => {
    expect(planReplay({ after: 6, position: 6, oldest: 1, entries: [] })).toEqual({
      reset: false,
      entries: [],
    });
    expect(planReplay({ after: 0, position: 0, oldest: 1, entries: [] })).toEqual({
      reset: false,
      entries: [],
    });
  });

  it('resets for a position that the log does not have yet, or not any more', () => {
    expect(planReplay({ after: 7, position: 6, oldest: 1, entries: [] })).toEqual({ reset: true });
    expect(planReplay({ after: 3, position: 9, oldest: 5, entries: entries(5, 9) })).toEqual({ reset: true });
    expect(planReplay({ after: 4, position: 9, oldest: 5, entries: entries(5, 9) }).reset).toBe(false);
  });

  it('replays all or nothing: too many or too long is a reset', () => {
    const many = entries(1, RESUME_MAX_EVENTS);
    expect(planReplay({ after: 0, position: 9_999, oldest: 1, entries: many }).reset).toBe(false);
    const tooMany = entries(1, RESUME_MAX_EVENTS + 1);
    expect(planReplay({ after: 0, position: 9_999, oldest: 1, entries: tooMany }).reset).toBe(true);
    const long = [toEntry({ id: 1, title: 'x'.repeat(RESUME_MAX_LENGTH) } as unknown as LiveEvent)];
    expect(planReplay({ after: 0, position: 1, oldest: 1, entries: long }).reset).toBe(true);
  });
});
