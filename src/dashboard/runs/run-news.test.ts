import { describe, expect, it } from 'vitest';
import { applyNewsToList, MAX_RUN_NEWS, remember, type RunEvent, type RunRow } from './run-news.ts';

const counts = { error: 1, warning: 2, info: 3 };
const row = (id: string, changes: Partial<RunRow> = {}): RunRow => ({
  id,
  name: `run ${id}`,
  family: 'default',
  state: 'running',
  total: 10,
  done: 2,
  failed: 0,
  reused: 1,
  counts,
  created_at: '2026-11-22T10:00:00.000Z',
  ...changes,
});
const event = (id: number, run: string, type: RunEvent['type'], changes: Partial<RunEvent> = {}) =>
  ({
    id,
    type,
    timestamp: '2026-11-22T10:30:00.000Z',
    actor: 'local',
    workflow_id: run,
    family: 'default',
    name: `run ${run}`,
    state: 'running',
    total: 10,
    done: id,
    failed: 0,
    counts,
    ...changes,
  }) as RunEvent;
const told = (...events: RunEvent[]) => remember(new Map(), events);

describe('the list of runs', () => {
  it('shows of each where it is now, and nothing that is older than the list', () => {
    const news = told(
      event(11, 'a', 'workflow_progress'),
      event(12, 'a', 'workflow_completed', { state: 'completed', done: 10, failed: 2, reused: 5 }),
      event(9, 'b', 'workflow_progress'),
    );
    const { rows, isStale } = applyNewsToList([row('a'), row('b')], 10, news, {});
    expect(rows[0]).toEqual(row('a', { state: 'completed', done: 10, failed: 2, reused: 5 }));
    expect(rows[1]).toEqual(row('b'));
    expect(isStale).toBe(false);
  });

  it('has those that were made since, newest first, and each once', () => {
    const news = told(
      event(11, 'c', 'workflow_created', { state: 'pending', total: 0, done: 0 }),
      event(12, 'd', 'workflow_created', { state: 'pending', total: 0, done: 0, family: 'cells' }),
      event(13, 'c', 'workflow_started', { done: 0 }),
    );
    const list = (filter = {}) => applyNewsToList([row('a')], 10, news, filter).rows.map(({ id }) => id);
    expect(list()).toEqual(['d', 'c', 'a']);
    expect(list({ family: 'cells' })).toEqual(['d', 'a']);
    expect(list({ state: 'running' })).toEqual(['c', 'a']);
    // A list that was loaded later already includes them.
    expect(applyNewsToList([row('d'), row('c'), row('a')], 13, news, {}).rows).toHaveLength(3);
  });

  it('keeps a row that has left the state that was asked for, and asks for one that has come into it', () => {
    const filter = { state: 'running' } as const;
    const paused = told(event(11, 'a', 'workflow_paused', { state: 'paused' }));
    expect(applyNewsToList([row('a')], 10, paused, filter)).toMatchObject({
      rows: [{ id: 'a', state: 'paused' }],
      isStale: false,
    });
    const resumed = told(event(11, 'z', 'workflow_resumed'));
    expect(applyNewsToList([row('a')], 10, resumed, filter)).toMatchObject({
      rows: [{ id: 'a' }],
      isStale: true,
    });
    expect(applyNewsToList([row('z'), row('a')], 11, resumed, filter).isStale).toBe(false);
    // Without a filter by state, the run is on a later page.
    expect(applyNewsToList([row('a')], 10, resumed, {})).toMatchObject({
      rows: [{ id: 'a' }],
      isStale: false,
    });
  });

  it('remembers a bounded number of runs, those that were told of last', () => {
    const many = Array.from({ length: MAX_RUN_NEWS + 1 }, (_, n) =>
      event(n + 1, `r${n}`, 'workflow_progress'),
    );
    const news = told(...many, event(9_999, 'r1', 'workflow_progress'));
    expect(news.size).toBe(MAX_RUN_NEWS);
    expect(news.has('r0')).toBe(false);
    expect([...news.keys()].at(-1)).toBe('r1');
  });
});
