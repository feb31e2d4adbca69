import { describe, expect, it } from 'vitest';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { EventPage } from '../../src/shared/api/events.ts';
import type { Stats } from '../../src/shared/api/monitoring.ts';
import type { RecommendationGroups } from '../../src/shared/api/recommendations.ts';
import type { EnhanceResponse } from '../../src/shared/api/validations.ts';
import type { RecommendationListItem, Validation } from '../../src/shared/things.ts';
import { accepted, decide, read, refused, submitFixable, THREE } from './desk.ts';
import { CLEAN, getJson, head, post, readLog, request, SKIPPED, submit } from './service.ts';
import { SPACES_ON } from '../spaces-on.ts';

const stats = () => getJson<Stats>('/api/stats');

describe('decisions on a recommendation', () => {
  it('are one event each, with who, what, before and after', async () => {
    const { id: validationId, recommendations } = await submitFixable();
    const [one] = recommendations;
    const id = one!.id;
    const before = await head();
    const { recommendation, position } = await accepted<{
      recommendation: RecommendationListItem;
      position: number;
    }>(await decide('recommendations', id, 'approve', { note: 'Good catch' }));
    expect(recommendation).toMatchObject({ id, status: 'approved', reviewer: 'local', notes: 'Good catch' });
    expect(position).toBe(before + 1);
    const [event, ...more] = await readLog(before);
    expect(more).toEqual([]);
    expect(event).toEqual({
      id: before + 1,
      type: 'recommendation_approved',
      timestamp: recommendation.updated_at,
      actor: 'local',
      validation_id: validationId,
      recommendation_id: id,
      family: 'default',
      title: one!.title,
      status: 'approved',
      before: { status: 'proposed' },
      after: { status: 'approved' },
      note: 'Good catch',
    });
  });

  it('take no body, an empty one, or a note; nothing else', async () => {
    const { recommendations } = await submitFixable();
    const id = recommendations[0]!.id;
    const path = `/api/recommendations/${id}`;
    await accepted(await request(`${path}/approve`, { method: 'POST' }));
    await accepted(await post(`${path}/reject`, { note: '' }));
    await refused(await post(`${path}/reopen`, { reason: 'none' }), 422);
    await refused(await post(`${path}/reopen`, '[]'), 422);
    await refused(await post(`${path}/reopen`, '{'), 400);
    await refused(await request(`${path}/reopen`, { method: 'POST', body: 'note=x' }), 415);
    await accepted(await request(`${path}/reopen`, { method: 'POST' }));
  });

  it('are refused with the current state, and without an event, where they are not for it', async () => {
    const { recommendations } = await submitFixable();
    const id = recommendations[0]!.id;
    const state = async (action: string) => {
      const before = await head();
      const problem = await refused(await decide('recommendations', id, action), 409);
      expect(problem.type).toBe('urn:galley:problem:wrong-state');
      expect(await head()).toBe(before);
      return problem.state;
    };
    expect(await state('reopen')).toBe('proposed');
    expect(await state('apply')).toBe('proposed');
    await accepted(await decide('recommendations', id, 'approve'));
    expect(await state('approve')).toBe('approved');
    await accepted(await decide('recommendations', id, 'reject'));
    expect(await state('approve')).toBe('rejected');
    expect(await state('reject')).toBe('rejected');
    await accepted(await decide('recommendations', id, 'reopen'));
    await accepted(await decide('recommendations', id, 'approve'));
    await accepted(await decide('recommendations', id, 'apply'));
    for (const action of ['approve', 'reject', 'reopen', 'apply'])
      expect(await state(action)).toBe('applied');
  });

  it('made at the same moment have one winner; the others are told', async () => {
    const { recommendations } = await submitFixable();
    const id = recommendations[0]!.id;
    const before = await head();
    const answers = await Promise.all(
      ['approve', 'approve', 'approve', 'approve', 'approve'].map((action) =>
        decide('recommendations', id, action),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(4);
    expect(await readLog(before)).toHaveLength(1);
  });

  it('can approve some of the edits alone; reopening forgets the choice', async () => {
    const { id: validationId, recommendations } = await submitFixable(
      `# A\n\nOne  x\n\nText   \nb   \nc   \n${SPACES_ON}`,
    );
    const one = recommendations.find(({ edits }) => edits.length > 1)!;
    const path = `/api/recommendations/${one.id}/approve`;
    await refused(await post(path, { edits: [one.edits.length] }), 422);
    await refused(await post(path, { edits: [] }), 422);
    await refused(await post(path, { edits: [0, 0] }), 422);
    await refused(await post(path, { edits: [-1] }), 422);
    await refused(await post(path, { edits: [0.5] }), 422);
    const { recommendation } = await accepted<{ recommendation: RecommendationListItem }>(
      await post(path, { edits: [1] }),
    );
    expect(recommendation).toMatchObject({ approved_edits: [1], status: 'approved' });
    const { content } = await accepted<EnhanceResponse>(
      await post(`/api/validations/${validationId}/enhance`, { preview: true }),
    );
    const edit = one.edits[1]!;
    const text = `# A\n\nOne  x\n\nText   \nb   \nc   \n${SPACES_ON}`;
    expect(content).toBe(text.slice(0, edit.start) + edit.text + text.slice(edit.end));
    await accepted(await decide('recommendations', one.id, 'reject'));
    await accepted(await decide('recommendations', one.id, 'reopen'));
    const again = (await read(validationId)).recommendations.find(({ id }) => id === one.id)!;
    expect(again.approved_edits).toBeUndefined();
    expect(again.reviewer).toBeUndefined();
  });

  it('on one that is not there are 404, and make no event', async () => {
    const before = await head();
    for (const action of ['approve', 'reject', 'reopen', 'apply']) {
      await refused(await decide('recommendations', crypto.randomUUID(), action), 404);
      if (action !== 'apply') await refused(await decide('validations', crypto.randomUUID(), action), 404);
    }
    await refused(await decide('validations', 'bulk', 'approve'), 404);
    await refused(await decide('recommendations', 'groups', 'approve'), 404);
    expect(await head()).toBe(before);
  });
});

describe('reviews of a validation', () => {
  it('go their ways, each an event with before and after', async () => {
    const { id } = await submit(CLEAN);
    const before = await head();
    await accepted(await decide('validations', id, 'approve', { note: 'fine' }));
    await refused(await decide('validations', id, 'reject'), 409);
    await accepted(await decide('validations', id, 'reopen'));
    const { validation } = await accepted<{ validation: Validation }>(
      await decide('validations', id, 'reject', { note: 'off topic' }),
    );
    expect(validation).toMatchObject({ review: 'rejected', notes: 'off topic' });
    const problem = await refused(await decide('validations', id, 'enhance'), 409);
    expect(problem.state).toBe('rejected');
    const events = await readLog(before);
    expect(events.map(({ type }) => type)).toEqual([
      'validation_approved',
      'validation_reopened',
      'validation_rejected',
    ]);
    expect(events[1]).toMatchObject({ before: { review: 'approved' }, after: { review: 'pending' } });
  });

  it('show in the history of the thing, oldest first', async () => {
    const { id, recommendations } = await submitFixable();
    await decide('recommendations', recommendations[0]!.id, 'approve');
    await decide('validations', id, 'approve');
    const { results } = await getJson<EventPage>(`/api/validations/${id}/events?limit=200`);
    expect(results.map(({ type }) => type)).toEqual([
      'validation_created',
      ...recommendations.map(() => 'recommendation_created'),
      'recommendation_approved',
      'validation_approved',
    ]);
    const of = await getJson<EventPage>(`/api/recommendations/${recommendations[0]!.id}/events`);
    expect(of.results.map(({ type }) => type)).toEqual(['recommendation_created', 'recommendation_approved']);
    await refused(await request(`/api/validations/${crypto.randomUUID()}/events`), 404);
    await refused(await request(`/api/recommendations/${crypto.randomUUID()}/events`), 404);
    await refused(await request(`/api/workflows/${crypto.randomUUID()}/events`), 404);
  });
});

describe('bulk decisions', () => {
  it('answer for each id; a wrong one spoils nothing else', async () => {
    const [a, b] = [await submit(CLEAN, 'a.md'), await submit(CLEAN, 'b.md')];
    await decide('validations', b.id, 'approve');
    const nobody = crypto.randomUUID();
    const before = await head();
    const { results, position } = await accepted<BulkResponse>(
      await post('/api/validations/bulk', {
        action: 'approve',
        ids: [nobody, a.id, b.id, a.id],
        note: 'all',
      }),
    );
    expect(results).toEqual([
      {
        id: nobody,
        ok: false,
        status: 404,
        error: expect.objectContaining({ type: 'urn:galley:problem:not-found' }),
      },
      { id: a.id, ok: true, status: 200, state: 'approved' },
      { id: b.id, ok: false, status: 409, error: expect.objectContaining({ state: 'approved' }) },
      { id: a.id, ok: true, status: 200, state: 'approved' },
    ]);
    expect(position).toBe(before + 1);
    expect(await readLog(before)).toHaveLength(1);
  });

  it('are limited, and checked as a whole', async () => {
    const ids = Array.from({ length: 101 }, () => crypto.randomUUID());
    for (const kind of ['validations', 'recommendations']) {
      const path = `/api/${kind}/bulk`;
      await refused(await post(path, { action: 'approve', ids }), 422);
      await refused(await post(path, { action: 'approve', ids: [] }), 422);
      await refused(await post(path, { action: 'destroy', ids: ids.slice(0, 1) }), 422);
      await refused(await post(path, { ids: ids.slice(0, 1) }), 422);
      const { results } = await accepted<BulkResponse>(
        await post(path, { action: 'approve', ids: ids.slice(0, 100) }),
      );
      expect(results.every((one) => one.status === 404)).toBe(true);
    }
    const both = { action: 'approve', ids: ids.slice(0, 1), rule_id: 'MD009' };
    await refused(await post('/api/recommendations/bulk', both), 422);
    await refused(await post('/api/recommendations/bulk', { action: 'approve' }), 422);
  });

  it('enhance many validations, each for itself', async () => {
    const made = [await submitFixable(THREE, 'x.md'), await submitFixable(THREE, 'y.md')];
    for (const { recommendations } of made) {
      await post('/api/recommendations/bulk', {
        action: 'approve',
        ids: recommendations.map(({ id }) => id),
      });
    }
    const ids = made.map(({ id }) => id);
    const { results } = await accepted<BulkResponse>(
      await post('/api/validations/bulk', { action: 'enhance', ids: [...ids, crypto.randomUUID()] }),
    );
    expect(results.map(({ status }) => status)).toEqual([200, 200, 404]);
    for (const id of ids) expect((await read(id)).validation.review).toBe('enhanced');
  });

  it('settle the same finding across documents by one decision', async () => {
    const family = 'pdf';
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, n) => submit(SKIPPED, `group/${n}.md`, family)),
    );
    const rule = made[0]!.recommendations.find(({ edits }) => edits.length > 0)!.rule_id;
    const groupOf = async (status: string) => {
      const { results } = await getJson<RecommendationGroups>(
        `/api/recommendations/groups?family=${family}&status=${status}`,
      );
      return results.find(({ rule_id }) => rule_id === rule)?.total ?? 0;
    };
    expect(await groupOf('proposed')).toBe(5);
    const before = await head();
    const answer = await accepted<BulkResponse>(
      await post('/api/recommendations/bulk', {
        action: 'approve',
        rule_id: rule,
        family,
        note: 'as agreed',
      }),
    );
    expect(answer.results.every(({ ok }) => ok)).toBe(true);
    expect(answer).toMatchObject({ remaining: 0, position: before + 5 });
    expect(await groupOf('proposed')).toBe(0);
    expect(await groupOf('approved')).toBe(5);
    const applied = await accepted<BulkResponse>(
      await post('/api/recommendations/bulk', { action: 'apply', rule_id: rule, family }),
    );
    expect(applied.results.map((one) => one.ok && one.state)).toEqual(Array(5).fill('applied'));
    for (const { id } of made) expect((await read(id)).validation.review).toBe('enhanced');
  });
});

it('keeps the counters in step with every change', async () => {
  const before = await stats();
  const made = await submitFixable();
  const count = made.recommendations.length;
  await decide('recommendations', made.recommendations[0]!.id, 'reject');
  await decide('validations', made.id, 'approve');
  const after = await stats();
  expect(after.recommendations.by_status.proposed).toBe(
    before.recommendations.by_status.proposed + count - 1,
  );
  expect(after.recommendations.by_status.rejected).toBe(before.recommendations.by_status.rejected + 1);
  expect(after.validations.by_review.approved).toBe(before.validations.by_review.approved + 1);
  expect(after.validations.last_24h).toBe(before.validations.last_24h + 1);
});
