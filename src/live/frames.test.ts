import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../shared/events.ts';
import { FRAME_MAX_EVENTS, FRAME_MAX_LENGTH } from '../shared/limits.ts';
import type { Frame } from '../shared/protocol.ts';
import { toEntry } from './entry.ts';
import { encodeEvents } from './frames.ts';

const entries = (...ids: number[]) => ids.map((id) => toEntry({ id } as LiveEvent));
const framed = (...args: [ids: number[], from: number]) =>
  encodeEvents(entries(...args[0]), 'galley.v1', args[1]).map(({ text }) => JSON.parse(text) as Frame);

describe('encodeEvents', () => {
  it('gives a flat connection one message an event', () => {
    expect(encodeEvents(entries(3, 5), 'flat', 1)).toEqual([
      { text: '{"id":3}', to: 3, count: 1 },
      { text: '{"id":5}', to: 5, count: 1 },
    ]);
  });

  it('tells a framed connection what came before and how far the frame goes', () => {
    expect(encodeEvents(entries(3, 5), 'galley.v1', 1)).toEqual([
      { text: '{"from":1,"to":5,"events":[{"id":3},{"id":5}]}', to: 5, count: 2 },
    ]);
    expect(encodeEvents([], 'galley.v1', 1)).toEqual([]);
  });

  it('splits a long run into frames that chain', () => {
    const frames = framed(
      Array.from({ length: FRAME_MAX_EVENTS * 2 + 1 }, (_, n) => n + 10),
      4,
    );
    expect(frames.map(({ events: { length } }) => length)).toEqual([FRAME_MAX_EVENTS, FRAME_MAX_EVENTS, 1]);
    expect(frames.map(({ from }) => from)).toEqual([4, ...frames.slice(0, -1).map(({ to }) => to)]);
  });

  it('ends a frame that has become long, however few events are in it', () => {
    const long = [1, 2, 3].map((id) =>
      toEntry({ id, title: 'x'.repeat(FRAME_MAX_LENGTH) } as unknown as LiveEvent),
    );
    expect(encodeEvents(long, 'galley.v1', 0).map(({ to }) => to)).toEqual([1, 2, 3]);
  });
});
