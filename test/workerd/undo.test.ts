import { describe, expect, it } from 'vitest';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { RecommendationGroups } from '../../src/shared/api/recommendations.ts';
import type { RecommendationListItem } from '../../src/shared/things.ts';
import { accepted, decide, read, refused, submitFixable } from './desk.ts';
import { getJson, head, post, readLog, SKIPPED, submit } from './service.ts';

const bulk = async (kind: 'recommendations' | 'validations', body: object) =>
  accepted<BulkResponse>(await post(`/api/${kind}/bulk`, body));
const undoBatch = (id: string, body: object = {}) => post(`/api/batches/${id}/undo`, body);
const statusOf = async (id: string) =>
  (await getJson<{ recommendation: RecommendationListItem }>(`/api/recommendations/${id}`)).recommendation;

describe('undoing a decision', () => {
  it('makes it what it was before, with one event', async () => {
    const { recommendations } = await submitFixable();
    const { id } = recommendations.find(({ edits }) => edits.length > 0)!;
    await accepted(await decide('recommendations', id, 'approve', { edits: [0], note: 'yes' }));
    await accepted(await decide('recommendations', id, 'reject', { note: 'no' }));
    const after = await head();
    await accepted(await decide('recommendations', id, 'undo', { note: 'oops' }));
    expect(await statusOf(id)).toMatchObject({
      status: 'approved',
      approved_edits: [0],
      notes: 'yes',
      reviewer: 'local',
    });
    expect(await readLog(after)).toEqual([
      expect.objectContaining({
        type: 'recommendation_undone',
        recommendation_id: id,
        status: 'approved',
        before: { status: 'rejected' },
        after: { status: 'approved', approved_edits: [0] },
        note: 'oops',
      }),
    ]);
    // One step only.
    expect(await refused(await decide('recommendations', id, 'undo'), 409)).toMatchObject({
      state: 'approved',
    });
    expect(await readLog(after)).toHaveLength(1);
  });

  it('is refused for what was never decided, was applied, or was reopened', async () => {
    const { recommendations } = await submitFixable();
    const [first, second, third] = recommendations.filter(({ edits }) => edits.length > 0);
    await refused(await decide('recommendations', first!.id, 'undo'), 409);
    await accepted(await decide('recommendations', second!.id, 'approve'));
    await accepted(await decide('recommendations', second!.id, 'apply'));
    expect(await refused(await decide('recommendations', second!.id, 'undo'), 409)).toMatchObject({
      state: 'applied',
    });
    await accepted(await decide('recommendations', third!.id, 'reject'));
    await accepted(await decide('recommendations', third!.id, 'reopen'));
    await refused(await decide('recommendations', third!.id, 'undo'), 409);
    await refused(await decide('recommendations', crypto.randomUUID(), 'undo'), 404);
  });

  it('is refused for an older version, and undone decisions are not carried', async () => {
    const path = 'undo/versions.md';
    const first = await submit(SKIPPED, path);
    const [one] = first.recommendations;
    await accepted(await decide('recommendations', one!.id, 'reject'));
    await accepted(await decide('recommendations', one!.id, 'undo'));
    const second = await submit(SKIPPED, path);
    expect(second.recommendations[0]!.status).toBe('proposed');
    await accepted(await decide('recommendations', second.recommendations[0]!.id, 'reject'));
    const third = await submit(SKIPPED, path);
    expect(third.recommendations[0]!.status).toBe('rejected');
    const problem = await refused(
      await decide('recommendations', second.recommendations[0]!.id, 'undo'),
      409,
    );
    expect(problem.detail).toContain(third.id);
  });

  it('happens once, when two people undo at the same time', async () => {
    const { recommendations } = await submitFixable();
    const { id } = recommendations[0]!;
    await accepted(await decide('recommendations', id, 'reject'));
    const after = await head();
    const answers = await Promise.all([1, 2].map(() => decide('recommendations', id, 'undo')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await readLog(after)).toHaveLength(1);
  });
});

describe('undoing a bulk decision', () => {
  it('takes back each decision that has not moved on', async () => {
    const { recommendations } = await submitFixable();
    const ids = recommendations.map(({ id }) => id);
    const { batch_id, results } = await bulk('recommendations', { action: 'approve', ids });
    expect(results.every(({ ok }) => ok)).toBe(true);
    await accepted(await decide('recommendations', ids[0]!, 'reject'));
    const after = await head();
    const undone = await accepted<BulkResponse>(await undoBatch(batch_id));
    expect(undone).toMatchObject({ batch_id, position: await head() });
    expect(undone.results).toEqual([
      { id: ids[0], ok: false, status: 409, error: expect.objectContaining({ state: 'rejected' }) },
      ...ids.slice(1).map((id) => ({ id, ok: true, status: 200, state: 'proposed' })),
    ]);
    const log = await readLog(after);
    expect(log).toHaveLength(ids.length - 1);
    expect(log[0]).toMatchObject({ type: 'recommendation_undone', batch_id });
    const again = await accepted<BulkResponse>(await undoBatch(batch_id));
    expect(again.results.some(({ ok }) => ok)).toBe(false);
  });

  it('takes back reviews too', async () => {
    const [a, b] = [await submit(SKIPPED), await submit(SKIPPED)];
    await accepted(await decide('validations', a.id, 'approve', { note: 'fine' }));
    const { batch_id } = await bulk('validations', { action: 'reject', ids: [a.id, b.id] });
    const after = await head();
    const { results } = await accepted<BulkResponse>(await undoBatch(batch_id));
    // The first one was approved already, and is none of this decision.
    expect(results).toEqual([{ id: b.id, ok: true, status: 200, state: 'pending' }]);
    expect((await read(b.id)).validation.review).toBe('pending');
    expect((await read(a.id)).validation).toMatchObject({ review: 'approved', notes: 'fine' });
    expect(await readLog(after)).toEqual([
      expect.objectContaining({
        type: 'validation_undone',
        review: 'pending',
        before: { review: 'rejected' },
        batch_id,
      }),
    ]);
  });

  it('is refused for what it has applied, and says so', async () => {
    const [one, other] = [await submitFixable(), await submitFixable()];
    const ids = [one, other].flatMap(({ recommendations }) =>
      recommendations.slice(0, 1).map(({ id }) => id),
    );
    await bulk('recommendations', { action: 'approve', ids });
    const applied = await bulk('recommendations', { action: 'apply', ids });
    expect(applied.results.every(({ ok }) => ok)).toBe(true);
    const after = await head();
    const undone = await accepted<BulkResponse>(await undoBatch(applied.batch_id));
    expect(undone.results).toEqual(
      ids.map((id) => ({
        id,
        ok: false,
        status: 409,
        error: expect.objectContaining({
          state: 'applied',
          detail: expect.stringContaining('cannot be undone'),
        }),
      })),
    );
    const enhanced = await bulk('validations', { action: 'enhance', ids: [one.id] });
    expect((await accepted<BulkResponse>(await undoBatch(enhanced.batch_id))).results).toEqual([
      expect.objectContaining({
        id: one.id,
        status: 409,
        error: expect.objectContaining({ state: 'enhanced' }),
      }),
    ]);
    const rule_id = one.recommendations[1]!.rule_id;
    await bulk('recommendations', { action: 'approve', rule_id });
    const ofRule = await bulk('recommendations', { action: 'apply', rule_id });
    expect((await accepted<BulkResponse>(await undoBatch(ofRule.batch_id))).results).toHaveLength(
      ofRule.results.length,
    );
    expect(await readLog(after)).not.toContainEqual(
      expect.objectContaining({ type: 'recommendation_undone' }),
    );
  });

  it('of a request that changed nothing is none', async () => {
    const { recommendations } = await submitFixable();
    const { batch_id, results } = await bulk('recommendations', {
      action: 'reopen',
      ids: [recommendations[0]!.id],
    });
    expect(results[0]).toMatchObject({ ok: false, status: 409 });
    expect(await accepted<BulkResponse>(await undoBatch(batch_id))).toMatchObject({ results: [], batch_id });
    const ofRule = await bulk('recommendations', { action: 'approve', rule_id: 'no/such-rule' });
    expect((await accepted<BulkResponse>(await undoBatch(ofRule.batch_id))).results).toEqual([]);
  });

  it('is not found when there is none', async () => {
    await refused(await undoBatch(crypto.randomUUID()), 404);
  });
});

it('a decision about a rule leaves alone what came or changed after its list was read', async () => {
  const rule_id = 'headings/increment';
  const make = async () => {
    const made = await submit(SKIPPED, `rule/${crypto.randomUUID()}.md`, 'pdf');
    return made.recommendations.find((one) => one.rule_id === rule_id)!.id;
  };
  const [seen, reopened] = [await make(), await make()];
  const { position } = await getJson<RecommendationGroups>('/api/recommendations/groups?family=pdf');
  await accepted(await decide('recommendations', reopened, 'reject'));
  await accepted(await decide('recommendations', reopened, 'reopen'));
  const later = await make();
  const answer = await bulk('recommendations', { action: 'approve', rule_id, family: 'pdf', position });
  expect(answer).toMatchObject({ results: [{ id: seen, ok: true }], remaining: 0 });
  for (const id of [reopened, later]) expect((await statusOf(id)).status).toBe('proposed');
  const { results } = await accepted<BulkResponse>(await undoBatch(answer.batch_id));
  expect(results).toEqual([{ id: seen, ok: true, status: 200, state: 'proposed' }]);
  await refused(await post('/api/recommendations/bulk', { action: 'approve', ids: [seen], position }), 422);
  await refused(await post('/api/recommendations/bulk', { action: 'approve', rule_id, position: -1 }), 422);
});
