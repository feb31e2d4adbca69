import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../../shared/events.ts';
import { passes, readFilter, toEntries } from './activity-filter.ts';
import { toCsv, toNdjson } from './export-events.ts';

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
