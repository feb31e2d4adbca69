import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../../shared/events.ts';
import type { Stats } from '../../shared/api/monitoring.ts';
import { applyEvents, makeHome, MAX_FEED_ENTRIES, MAX_LIST_ENTRIES } from './home-model.ts';

const stats = (position: number): Stats => ({
  validations: {
    total: 3,
    last_24h: 3,
    by_outcome: { pass: 1, warning: 1, fail: 1 },
    by_review: { pending: 3, approved: 0, rejected: 0, enhanced: 0 },
  },
  documents: { total: 3, by_outcome: { pass: 1, warning: 1, fail: 1 } },
  recommendations: {
    total: 2,
    by_status: { proposed: 2, approved: 0, rejected: 0, superseded: 0, applied: 0 },
  },
  workflows: { total: 0, by_state: {} },
  position,
});
const page = (position: number) => ({ results: [], next_cursor: null, total: 0, position });
const home = (counters = 10, documents = 10, feed = 10) =>
  makeHome(stats(counters), page(documents), [page(counters), page(counters)], {
    results: [],
    next_after: feed,
    has_more: false,
    oldest: 1,
    position: feed,
  });

const created = (id: number, outcome: 'pass' | 'warning' | 'fail' | null = 'fail') =>
  ({
    id,
    type: 'validation_created',
    timestamp: '2026-11-22T10:30:00.000Z',
    actor: 'local',
    validation_id: `v${id}`,
    family: 'cells',
    file_path: `${id}.md`,
    status: 'completed',
    outcome,
    counts: { error: 1, warning: 0, info: 0 },
  }) as const satisfies LiveEvent;
const recommended = (id: number, validation: number) =>
  ({
    id,
    type: 'recommendation_created',
    timestamp: '2026-11-22T10:30:00.000Z',
    actor: 'local',
    validation_id: `v${validation}`,
    recommendation_id: `r${id}`,
    family: 'cells',
    title: 'Fix heading structure',
    recommendation_type: 'automated',
    status: 'proposed',
    severity: 'warning',
    rule_id: 'headings/increment',
  }) as const satisfies LiveEvent;

const run = (id: number, type: string, changes: object = {}) =>
  ({
    id,
    type: `workflow_${type}`,
    timestamp: '2026-11-22T10:30:00.000Z',
    actor: 'local',
    workflow_id: 'w1',
    family: 'cells',
    name: 'docs',
    state: 'running',
    total: 40,
    done: 0,
    failed: 0,
    counts: { error: 0, warning: 0, info: 0 },
    ...changes,
  }) as LiveEvent;

describe('the home page', () => {
  it('moves the counters, the feed and the lists with each event', () => {
    const next = applyEvents(home(), [created(11), recommended(12, 11), created(13, 'pass')]);
    expect(next.counters).toEqual({
      documents: 5,
      validations: 5,
      pass: 2,
      warning: 1,
      fail: 2,
      pending: 3,
    });
    expect(next.feed.map(({ id }) => id)).toEqual([13, 12, 11]);
    expect(next.documents.map(({ file_path }) => file_path)).toEqual(['13.md', '11.md']);
    expect(next.position).toBe(13);
  });

  it('counts a validation without an outcome, but not as one', () => {
    expect(applyEvents(home(), [created(11, null)]).counters).toEqual({
      documents: 4,
      validations: 4,
      pass: 1,
      warning: 1,
      fail: 1,
      pending: 2,
    });
  });

  it('shows documents as they are now: the newest version of each, and no others', () => {
    const older = { outcome: 'fail' } as const;
    let next = applyEvents(home(), [created(11), { ...created(12, 'pass'), file_path: 'a.md' }]);
    next = applyEvents(next, [
      { ...created(13, 'warning'), file_path: '11.md', supersedes: 'v11', superseded: 0, before: older },
    ]);
    expect(next.documents.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['v13', 'warning'],
      ['v12', 'pass'],
    ]);
    expect(next.counters).toMatchObject({ documents: 5, validations: 6, pass: 2, warning: 2, fail: 1 });
    // Neither another line of versions nor a text without a path is a document of the main line.
    const elsewhere = applyEvents(next, [
      { ...created(14), ref: 'pull/1', before: older },
      { ...created(15), file_path: 'untitled.md' },
    ]);
    expect(elsewhere.documents).toEqual(next.documents);
    expect(elsewhere.counters).toEqual({ ...next.counters, validations: 8 });
    const { outcome: _none, status: _gone, counts: _either, ...rest } = created(16);
    const removed = { ...rest, type: 'document_removed', file_path: '11.md', superseded: 1 } as const;
    const left = applyEvents(next, [{ ...removed, validation_id: 'v13', before: { outcome: 'warning' } }]);
    expect(left.documents.map(({ id }) => id)).toEqual(['v12']);
    expect(left.counters).toMatchObject({ documents: 4, warning: 1, pending: 1 });
  });

  it('starts at the lowest position of its pieces, and none counts what it includes already', () => {
    const start = home(12, 10, 13);
    expect(start.position).toBe(10);
    const next = applyEvents(start, [created(11), recommended(12, 11), created(13)]);
    expect(next.counters).toMatchObject({ validations: 4, pending: 2 });
    expect(next.documents.map(({ id }) => id)).toEqual(['v13', 'v11']);
    expect(next.feed).toEqual([]);
  });

  it('keeps the feed and the lists bounded', () => {
    const many = Array.from({ length: 300 }, (_, n) =>
      n % 2 ? recommended(n + 11, n + 10) : created(n + 11),
    );
    const next = applyEvents(home(), many);
    expect(next.feed).toHaveLength(MAX_FEED_ENTRIES);
    expect(next.documents).toHaveLength(MAX_LIST_ENTRIES);
    expect(next.counters.validations).toBe(153);
  });

  it('shows the runs that go on or could, how far they are, and in its feed only how far they are now', () => {
    let next = applyEvents(home(), [run(11, 'created', { state: 'pending' })]);
    expect(next.runs).toEqual([]);
    next = applyEvents(next, [run(12, 'started'), run(13, 'progress', { done: 10 }), created(14)]);
    next = applyEvents(next, [
      run(15, 'progress', { done: 20 }),
      run(16, 'paused', { state: 'paused', done: 20 }),
    ]);
    expect(next.runs).toMatchObject([{ id: 'w1', name: 'docs', state: 'paused', done: 20, total: 40 }]);
    expect(next.feed.map(({ id }) => id)).toEqual([16, 15, 14, 12, 11]);
    expect(applyEvents(next, [run(17, 'cancelled', { state: 'cancelled' })]).runs).toEqual([]);
    // Events that the snapshot already includes change nothing.
    expect(applyEvents(home(20), [run(12, 'started')]).runs).toEqual([]);
  });

  it('follows every decision: what waits is counted once', () => {
    const decided = (
      id: number,
      before: 'proposed' | 'approved' | 'rejected',
      after: 'approved' | 'rejected' | 'applied' | 'proposed',
    ) =>
      ({
        ...recommended(id, 11),
        recommendation_id: 'r12',
        type: `recommendation_${after === 'proposed' ? 'reopened' : after}`,
        status: after,
        before: { status: before },
        after: { status: after },
      }) as LiveEvent;
    let next = applyEvents(home(), [created(11), recommended(12, 11)]);
    expect(next.counters.pending).toBe(3);
    next = applyEvents(next, [decided(13, 'proposed', 'approved')]);
    expect(next.counters.pending).toBe(2);
    next = applyEvents(next, [decided(14, 'approved', 'rejected'), decided(15, 'rejected', 'proposed')]);
    expect(next.counters.pending).toBe(3);
    next = applyEvents(next, [decided(16, 'proposed', 'approved'), decided(17, 'approved', 'applied')]);
    expect(next.counters.pending).toBe(2);
    // Events that the snapshot already includes change nothing.
    expect(applyEvents(home(20), [decided(13, 'proposed', 'approved')]).counters.pending).toBe(2);
  });
});
