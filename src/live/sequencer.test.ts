import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../shared/events.ts';
import { Sequencer } from './sequencer.ts';

const event = (id: number) => ({ id }) as LiveEvent;
const idsOf = (events: readonly LiveEvent[]) => events.map(({ id }) => id);

describe('Sequencer', () => {
  it('drops what was delivered, and holds back what is early', () => {
    const sequencer = new Sequencer(5);
    sequencer.offer([event(8), event(5), event(6)]);
    expect(idsOf(sequencer.ready())).toEqual([6]);
    expect(sequencer.hasGap()).toBe(true);
    sequencer.offer([event(7)]);
    expect(idsOf(sequencer.ready())).toEqual([6, 7, 8]);
    expect(sequencer.hasGap()).toBe(false);
  });

  it('goes on behind a hole that the log never fills', () => {
    const sequencer = new Sequencer(1);
    sequencer.offer([event(4)]);
    sequencer.advanceTo(3);
    expect(idsOf(sequencer.ready())).toEqual([4]);
    sequencer.advanceTo(2);
    expect(sequencer.position).toBe(3);
  });

  it('tells a late event from another one under its id', () => {
    const sequencer = new Sequencer(1);
    const told = { ...event(2), type: 'validation_created', validation_id: 'a' } as LiveEvent;
    sequencer.offer([told]);
    sequencer.deliver([told]);
    sequencer.offer([told]);
    expect(sequencer.needsLog()).toBe(false);
    sequencer.offer([{ ...told, validation_id: 'b' }]);
    expect(sequencer.restored).toBe(true);
    expect(sequencer.needsLog()).toBe(true);
  });

  it('asks the log about an id that it does not remember', () => {
    const sequencer = new Sequencer(5);
    sequencer.offer([event(4)]);
    expect(sequencer.needsLog()).toBe(true);
    expect(sequencer.restored).toBe(false);
    sequencer.settle();
    expect(sequencer.needsLog()).toBe(false);
  });

  it('still knows of a gap when more is early than it keeps', () => {
    const sequencer = new Sequencer(0);
    sequencer.offer(Array.from({ length: 2_000 }, (_, n) => event(n + 2)));
    sequencer.offer([event(1)]);
    expect(sequencer.hasGap()).toBe(true);
  });

  it('delivers every event once and in order, whatever the order, repeats and batches of arrival', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }), { maxLength: 40 }),
        (arrivals) => {
          const sequencer = new Sequencer(0);
          const delivered: number[] = [];
          const take = () => {
            const ids = idsOf(sequencer.ready());
            delivered.push(...ids);
            sequencer.advanceTo(ids.at(-1) ?? 0);
          };
          for (const ids of arrivals) {
            sequencer.offer(ids.map(event));
            take();
            // Now and then a gap is repaired from the log.
            const missing = sequencer.position + 1;
            if (sequencer.hasGap() && ids.length === 5) {
              sequencer.offer([event(missing)]);
              take();
            }
          }
          expect(delivered).toEqual(delivered.map((_, n) => n + 1));
        },
      ),
    );
  });
});
