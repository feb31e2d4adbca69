import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { EventPage } from '../../src/shared/api/events.ts';
import type { EnhanceResponse, HistoryPage, RevalidateResponse } from '../../src/shared/api/validations.ts';

import { accepted, read, refused, submitFixable } from './desk.ts';
import { CLEAN, getJson, post, request, submit } from './service.ts';

const revalidate = (id: string, body: object = {}) => post(`/api/validations/${id}/revalidate`, body);

describe('revalidating', () => {
  it('makes a child that says what is resolved, what is new and what persists', async () => {
    const made = await submit('# Title\n\nText   \n\n### Deep\n\nText.\n', 'r.md');
    const child = await accepted<RevalidateResponse>(
      await revalidate(made.id, { content: '# Title\n\nText\n\n### Deep\n\nText\n\n#### Deep\n\nText.\n' }),
      201,
    );
    expect(child).toMatchObject({ parent_validation_id: made.id, file_path: 'r.md', reused: false });
    const { comparison } = child;
    expect(comparison.persisting.length + comparison.new.length).toBe(child.issues.length);
    expect(comparison.persisting.length + comparison.resolved.length).toBe(made.issues.length);
    expect(comparison.persisting.map(({ rule_id }) => rule_id)).toContain('headings/increment');
    const events = await getJson<EventPage>(`/api/validations/${child.id}/events?limit=1`);
    expect(events.results[0]).toMatchObject({ type: 'validation_created', parent_validation_id: made.id });
  });

  it('answers the same text under the same rules from what is known, and says so', async () => {
    const made = await submitFixable();
    const child = await accepted<RevalidateResponse>(await revalidate(made.id), 201);
    expect(child).toMatchObject({ reused: true, reused_from: made.id, parent_validation_id: made.id });
    expect(child.comparison).toMatchObject({ resolved: [], new: [] });
    expect(child.issues).toEqual(made.issues);
    expect((await read(child.id)).issues).toEqual(made.issues);
    expect(child.recommendations.map(({ title }) => title)).toEqual(
      made.recommendations.map(({ title }) => title),
    );
    expect(child.recommendations.map(({ id }) => id)).not.toEqual(made.recommendations.map(({ id }) => id));
    const grandchild = await accepted<RevalidateResponse>(await revalidate(child.id), 201);
    expect(grandchild).toMatchObject({ reused_from: made.id, parent_validation_id: child.id });
    const { n } = (await env.DB.prepare('select count(*) as n from issues where validation_id in (?, ?)')
      .bind(child.id, grandchild.id)
      .first<{ n: number }>())!;
    expect(n).toBe(0);
    const ignored = { fingerprints: [made.issues[0]!.fingerprint] };
    await accepted(await post(`/api/validations/${made.id}/ignore`, ignored));
    const anew = await accepted<RevalidateResponse>(await revalidate(made.id), 201);
    expect(anew).toMatchObject({ reused: false });
    expect(anew.comparison.resolved.length).toBe(1);
  });

  it('looks at the enhanced text, once there is one: what was applied is resolved', async () => {
    const made = await submitFixable();
    const ids = made.recommendations.filter(({ edits }) => edits.length > 0).map(({ id }) => id);
    await post('/api/recommendations/bulk', { action: 'approve', ids });
    const { applied, counts } = await accepted<EnhanceResponse>(
      await post(`/api/validations/${made.id}/enhance`, {}),
    );
    const child = await accepted<RevalidateResponse>(await revalidate(made.id), 201);
    expect(child.counts).toEqual(counts.after);
    const rules = new Set(
      made.recommendations.filter(({ id }) => applied.includes(id)).map(({ rule_id }) => rule_id),
    );
    expect(child.issues.filter(({ rule_id }) => rules.has(rule_id))).toEqual([]);
  });

  it('shows in the history of the file, with the trend', async () => {
    const made = await submit('# Title\n\n### Deep\n\nText.\n', 'trend.md');
    await accepted(await revalidate(made.id, { content: CLEAN }), 201);
    const history = await getJson<HistoryPage>('/api/validations/history?file_path=trend.md');
    expect(history.results).toHaveLength(2);
    expect(history).toMatchObject({ total: 2, trend: { direction: 'better' } });
    expect(history.trend.points.map(({ validation_id }) => validation_id)).toEqual(
      history.results.map(({ id }) => id).toReversed(),
    );
    const page = await getJson<HistoryPage>('/api/validations/history?file_path=trend.md&limit=1');
    expect(page.results).toHaveLength(1);
    const next = await getJson<HistoryPage>(
      `/api/validations/history?file_path=trend.md&limit=1&cursor=${page.next_cursor}`,
    );
    expect(next.results[0]?.id).toBe(made.id);
    await refused(await request('/api/validations/history'), 422);
  });
});
