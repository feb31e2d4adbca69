import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../shared/events.ts';
import { FRAME_MAX_EVENTS } from '../shared/limits.ts';
import type { Frame } from '../shared/protocol.ts';
import { encodeEvents } from './frames.ts';

const events = (...ids: number[]) => ids.map((id) => ({ id }) as LiveEvent);

describe('encodeEvents', () => {
  it('gives a flat connection one message an event', () => {
    expect(encodeEvents(events(3, 5), 'flat', 1)).toEqual(['{"id":3}', '{"id":5}']);
  });

  it('tells a framed connection what came before and how far the frame goes', () => {
    expect(encodeEvents(events(3, 5), 'galley.v1', 1)).toEqual([
      '{"from":1,"to":5,"events":[{"id":3},{"id":5}]}',
    ]);
    expect(encodeEvents([], 'galley.v1', 1)).toEqual([]);
  });

  it('splits a long run into frames that chain', () => {
    const run = events(...Array.from({ length: FRAME_MAX_EVENTS * 2 + 1 }, (_, n) => n + 10));
    const frames = encodeEvents(run, 'galley.v1', 4).map((text) => JSON.parse(text) as Frame);
    expect(frames.map(({ events: { length } }) => length)).toEqual([FRAME_MAX_EVENTS, FRAME_MAX_EVENTS, 1]);
    expect(frames.map(({ from }) => from)).toEqual([4, ...frames.slice(0, -1).map(({ to }) => to)]);
  });
});
