import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entry } from '../../test/workerd/made-up-events.ts';
import { RECENT_MAX_EVENTS, RECENT_MAX_LENGTH, RESUME_MAX_EVENTS } from '../shared/limits.ts';
import { parseTopic } from '../shared/topics.ts';
import type { EventFilter } from '../store/events.ts';
import { hears } from './audience.ts';
import type { Entry } from './entry.ts';
import { Recall, type LogReader } from './recall.ts';

const FAMILIES = ['cells', 'words', 'slides'];
const listening = (topic: string): EventFilter => ({
  principal: { actor: 'reader', role: 'admin', families: null },
  topics: [parseTopic(topic)!],
});
const EVERYTHING = listening('validation_updates');

/** A log in memory that counts its reads. */
class MadeUpLog implements LogReader {
  entries: Entry[] = [];
  reads = 0;

  append(count: number, length = 0): Entry[] {
    const from = this.entries.at(-1)?.event.id ?? 0;
    const added = Array.from({ length: count }, (_, n) =>
      entry(from + n + 1, length, { family: FAMILIES[(from + n) % 7] ?? 'other' }),
    );
    this.entries.push(...added);
    return added;
  }

  get head(): number {
    return this.entries.at(-1)?.event.id ?? 0;
  }

  heard(audience: EventFilter, after: number): number[] {
    return this.entries
      .map(({ event }) => event)
      .filter((event) => event.id > after && hears(audience, event))
      .map(({ id }) => id);
  }

  async read({ after, limit, audience }: Parameters<LogReader['read']>[0]) {
    this.reads += 1;
    const events = this.entries
      .map(({ event }) => event)
      .filter((event) => event.id > after && (!audience || hears(audience, event)))
      .slice(0, limit);
    return { events, head: this.head, oldest: this.entries[0]?.event.id ?? this.head + 1 };
  }

  async lastFor(audience: EventFilter, position: number) {
    this.reads += 1;
    return this.heard(audience, 0).findLast((id) => id <= position) ?? 0;
  }
}

describe('what a reader has missed', () => {
  it('is the same from memory as from the log, whoever asks and however much was forgotten', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ do: fc.constant('forget' as const), count: fc.integer({ min: 1, max: 5 }) }),
      fc.record({
        do: fc.constant('resume' as const),
        share: fc.double({ min: 0, max: 1.1, noNaN: true }),
        topic: fc.constantFrom('validation_updates', ...FAMILIES.map((name) => `family_${name}`)),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(20), async (steps, before) => {
        const log = new MadeUpLog();
        log.append(before);
        const recall = new Recall(log, log.head);
        for (const one of steps) {
          if (one.do === 'append') recall.append(log.append(one.count));
          // Retention never deletes the newest event.
          else if (one.do === 'forget') log.entries.splice(0, Math.min(one.count, log.entries.length - 1));
          else {
            const audience = listening(one.topic);
            const after = Math.floor(log.head * one.share);
            const known = new Set(log.entries.map(({ event }) => event.id));
            const replay = await recall.replay(audience, { after }, log.head);
            if (after > log.head) expect(replay).toEqual({ reset: true });
            else if (known.has(after) || known.has(after + 1) || after === log.head) {
              expect(replay).toMatchObject({ reset: false });
            }
            if (replay.reset) continue;
            const ids = replay.entries.map(({ event }) => event.id).filter((id) => known.has(id));
            expect(ids).toEqual(log.heard(audience, after));
            expect(replay.from).toBeLessThanOrEqual(after);
            // Memory may still have events that the log has deleted.
            expect(replay.from).toBeGreaterThanOrEqual(
              log.heard(audience, 0).findLast((id) => id <= after) ?? 0,
            );
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is read once for all who come back to about the same place', async () => {
    const log = new MadeUpLog();
    log.append(1_000);
    const recall = new Recall(log, log.head);
    for (let n = 0; n < 1_000; n += 1) {
      const replay = await recall.replay(
        listening(`family_${FAMILIES[n % 3]}`),
        { after: 700 + (n % 50) },
        log.head,
      );
      expect(replay).toMatchObject({ reset: false });
    }
    // The events, and the last event before them that each audience would have received.
    expect(log.reads).toBeLessThanOrEqual(1 + FAMILIES.length);
  });

  it('is read once for all who have missed more than memory takes', async () => {
    const log = new MadeUpLog();
    const missed = RECENT_MAX_EVENTS - 10;
    log.append(100 + missed);
    const recall = new Recall(log, log.head);
    recall.append(log.append(20, RECENT_MAX_LENGTH / 40));
    for (let n = 0; n < 50; n += 1) {
      const replay = await recall.replay(listening('family_cells'), { after: 100 }, log.head);
      expect(!replay.reset && replay.entries.length).toBe(log.heard(listening('family_cells'), 100).length);
    }
    expect(log.reads).toBeLessThanOrEqual(3);
  });

  it('is a reset for whoever missed more than a resume replays, and for what is forgotten, without reading again', async () => {
    const log = new MadeUpLog();
    log.append(RESUME_MAX_EVENTS + 10);
    const recall = new Recall(log, log.head);
    expect(await recall.replay(EVERYTHING, { after: 1 }, log.head)).toEqual({ reset: true });
    log.entries.splice(0, 8);
    const { reads } = log;
    expect(await recall.replay(EVERYTHING, { after: 9 }, log.head)).toMatchObject({ reset: true });
    expect(await recall.replay(EVERYTHING, { after: 5 }, log.head)).toEqual({ reset: true });
    for (let n = 0; n < 100; n += 1) await recall.replay(EVERYTHING, { after: 5 }, log.head);
    expect(log.reads - reads).toBeLessThanOrEqual(2);
  });
});

it('memory is bounded, by count and by length', async () => {
  const log = new MadeUpLog();
  const recall = new Recall(log, 0);
  for (let n = 0; n < 30; n += 1) recall.append(log.append(RECENT_MAX_EVENTS / 10));
  const { reads } = log;
  await recall.replay(EVERYTHING, { after: log.head - RECENT_MAX_EVENTS / 2 }, log.head);
  expect(log.reads).toBe(reads);
  await recall.replay(EVERYTHING, { after: log.head - RECENT_MAX_EVENTS - 1 }, log.head);
  expect(log.reads).toBeGreaterThan(reads);
  const long = log.append(3, RECENT_MAX_LENGTH / 2);
  recall.append(long);
  const before = log.reads;
  await recall.replay(EVERYTHING, { after: log.head - 3 }, log.head);
  expect(log.reads).toBeGreaterThan(before);
});

it('after a restore nothing that was known holds', async () => {
  const log = new MadeUpLog();
  const recall = new Recall(log, 0);
  recall.append(log.append(20));
  log.entries = log.entries.slice(0, 10);
  recall.forget(10);
  const anew = log.append(5);
  recall.append(anew);
  const replay = await recall.replay(EVERYTHING, { after: 8 }, log.head);
  expect(!replay.reset && replay.entries.slice(2)).toEqual(anew);
});
