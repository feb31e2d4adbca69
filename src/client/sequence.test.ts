import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../shared/events.ts';
import { Sequence } from './sequence.ts';

const events = (...ids: number[]) => ids.map((id) => ({ id }) as LiveEvent);

describe('Sequence', () => {
  it('takes what is new and drops what it has', () => {
    const sequence = new Sequence(4);
    expect(sequence.take({ from: 2, to: 6, events: events(3, 4, 6) })).toEqual({
      gap: false,
      events: events(6),
    });
    expect(sequence.take({ from: 2, to: 6, events: events(3, 4, 6) })).toEqual({ gap: false, events: [] });
    expect(sequence.position).toBe(6);
  });

  it('finds a gap, and takes nothing behind it', () => {
    const sequence = new Sequence(4);
    expect(sequence.take({ from: 5, to: 7, events: events(7) })).toEqual({ gap: true });
    expect(sequence.position).toBe(4);
  });

  it.each([
    ['repeats an event', { from: 4, to: 6, events: events(5, 5, 6) }],
    ['is out of order', { from: 4, to: 6, events: events(6, 5) }],
    ['goes beyond its end', { from: 4, to: 6, events: events(5, 7) }],
    ['begins before its start', { from: 4, to: 6, events: events(4, 5) }],
  ])('takes nothing of a frame that %s', (_what, frame) => {
    const sequence = new Sequence(4);
    expect(sequence.take(frame)).toEqual({ gap: true });
    expect(sequence.position).toBe(4);
  });

  it('sees each event once and in order, whatever frames are lost, repeated or cut anew by reconnecting', () => {
    // A log of some ids on this topic, and a stream of its frames, of which any may be lost or repeated.
    const log = fc
      .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 })
      .map((ids) => ids.toSorted((a, b) => a - b));
    const fates = fc.array(fc.constantFrom('arrives', 'is lost', 'comes twice'), {
      minLength: 60,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        log,
        fates,
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 60, maxLength: 60 }),
        (ids, fate, sizes) => {
          const sequence = new Sequence(0);
          const seen: number[] = [];
          let sent = 0;
          for (let turn = 0; sequence.position < ids.at(-1)!; turn += 1) {
            const lastTurns = turn >= 60;
            const size = lastTurns ? ids.length : sizes[turn]!;
            const chunk = ids.slice(sent, sent + size);
            const frame = { from: ids[sent - 1] ?? 0, to: chunk.at(-1) ?? 0, events: events(...chunk) };
            sent += chunk.length;
            const arrivals = lastTurns ? 1 : { arrives: 1, 'is lost': 0, 'comes twice': 2 }[fate[turn]!];
            for (let n = 0; n < arrivals && chunk.length > 0; n += 1) {
              const taken = sequence.take(frame);
              if (taken.gap) sent = ids.filter((id) => id <= sequence.position).length;
              else seen.push(...taken.events.map(({ id }) => id));
            }
            // The end of the stream was lost: the next connection resumes.
            if (sent === ids.length && sequence.position < ids.at(-1)!) {
              sent = ids.filter((id) => id <= sequence.position).length;
            }
          }
          expect(seen).toEqual(ids);
        },
      ),
    );
  });
});
