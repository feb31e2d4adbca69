import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../../shared/events.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import { passes, readFilter, toEntries } from './activity-filter.ts';
import { toCsv, toNdjson } from './export-events.ts';
import { lookBack, MAX_EMPTY_WINDOWS, MAX_WINDOWS } from './look-back.ts';

const approved = (id: number, more: object = {}) =>
  ({
    id,
    type: 'recommendation_approved',
    timestamp: '2026-11-22T10:30:00.000Z',
    actor: 'Ada',
    recommendation_id: `r${id}`,
    family: 'cells',
    title: 'Fix heading structure',
    status: 'approved',
    before: { status: 'proposed' },
    after: { status: 'approved' },
    ...more,
  }) as LiveEvent;

const filter = (text: string) => readFilter(new URLSearchParams(text));

describe('the log', () => {
  it('is filtered by kind, actor, family, words and day', () => {
    const event = approved(1);
    for (const text of ['', 'kind=decisions', 'by=ada', 'family=cells', 'q=HEADING', 'since=2026-11-22'])
      expect(passes(event, filter(text)), text).toBe(true);
    for (const text of ['kind=runs', 'by=bob', 'family=pdf', 'q=link', 'since=2026-11-23'])
      expect(passes(event, filter(text)), text).toBe(false);
    expect(filter('kind=nothing')).toEqual({});
  });

  it('shows the decisions of a bulk request as one', () => {
    const batch = { batch_id: 'b1' };
    const entries = toEntries([approved(4), approved(3, batch), approved(2, batch)]);
    expect(entries.map(({ event, count }) => [event.id, count])).toEqual([
      [4, 1],
      [3, 2],
    ]);
  });

  it('is written so that no cell is a formula, and no line breaks a row', () => {
    const csv = toCsv([approved(1, { note: '=cmd()', title: 'a "b", c' })]);
    expect(csv.split('\r\n')[0]).toBe('id,timestamp,actor,type,family,what,which,note,batch_id');
    expect(csv).toContain(`"a ""b"", c"`);
    expect(csv).toContain(`'=cmd()`);
    expect(JSON.parse(toNdjson([approved(1)]))).toEqual(approved(1));
  });
});

/** A log with decisions by Ada at some positions, and by Bob at all others. */
const logWith = (ofAda: readonly number[]) => {
  const reads: number[] = [];
  const read = async (after: number) => {
    reads.push(after);
    const ids = Array.from({ length: MAX_PAGE_SIZE }, (_, n) => after + n + 1);
    return { results: ids.map((id) => approved(id, ofAda.includes(id) ? {} : { actor: 'Bob' })) };
  };
  return { read, reads };
};
const HEAD = 100 * MAX_PAGE_SIZE;

const all = async <T>(items: AsyncIterable<T>) => {
  const found: T[] = [];
  for await (const one of items) found.push(one);
  return found;
};

describe('looking back in the log', () => {
  it('goes on over windows in which nothing passes, and tells how far it is', async () => {
    const { read } = logWith([HEAD - 20 * MAX_PAGE_SIZE - 5]);
    const windows = await all(lookBack(read, HEAD, filter('by=ada')));
    expect(windows.flatMap(({ events }) => events.map(({ id }) => id))).toEqual([
      HEAD - 20 * MAX_PAGE_SIZE - 5,
    ]);
    expect(windows.slice(0, 2).map(({ lookedAfter }) => lookedAfter)).toEqual([
      HEAD - MAX_PAGE_SIZE,
      HEAD - 2 * MAX_PAGE_SIZE,
    ]);
    // It was found beyond the windows that a turn looks through for more.
    expect(windows).toHaveLength(21);
    expect(MAX_WINDOWS).toBeLessThan(21);
  });

  it('ends a turn that finds nothing, and can be asked to go on from there', async () => {
    const { read, reads } = logWith([]);
    const windows = await all(lookBack(read, HEAD, filter('by=ada')));
    expect(reads).toHaveLength(MAX_EMPTY_WINDOWS);
    const { lookedAfter, isLast } = windows.at(-1)!;
    expect(isLast).toBe(true);
    expect(lookedAfter).toBe(HEAD - MAX_EMPTY_WINDOWS * MAX_PAGE_SIZE);
    await all(lookBack(read, lookedAfter, filter('by=ada')));
    expect(reads.at(-1)).toBe(0);
  });

  it('reads no further than the filter asks for, nor than the log goes', async () => {
    const { read, reads } = logWith([]);
    const since = await all(lookBack(read, HEAD, filter('by=ada&since=2026-12-01')));
    expect(since).toEqual([{ events: [], lookedAfter: 0, isLast: true }]);
    const whole = await all(lookBack(read, 5, filter('by=bob')));
    expect(whole[0]?.events.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
    expect(reads).toHaveLength(2);
    expect(await all(lookBack(read, 0, {}))).toEqual([{ events: [], lookedAfter: 0, isLast: true }]);
    expect(reads).toHaveLength(2);
  });
});
