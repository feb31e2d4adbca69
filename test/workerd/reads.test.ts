import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/shared/api/fields.ts';
import type { Stats } from '../../src/shared/api/monitoring.ts';
import type { RecommendationListItem, Validation } from '../../src/shared/things.ts';
import { CLEAN, expectProblem, getJson, head, readLog, request, SKIPPED, submit } from './service.ts';

const find = (query: string) => getJson<Page<Validation>>(`/api/validations?${query}`);

describe('GET /api/validations', () => {
  it('pages through every match once, in every order', async () => {
    const marker = crypto.randomUUID().slice(0, 8);
    for (const name of ['c', 'a', 'b', 'a', 'd']) await submit(CLEAN, `${marker}/${name}.md`, 'pdf');
    for (const sort of ['-created_at', 'created_at', 'file_path', '-file_path']) {
      const seen: Validation[] = [];
      for (let cursor = ''; ;) {
        const page = await getJson<Page<Validation>>(
          `/api/validations?limit=2&sort=${sort}&file_path=${marker.toUpperCase()}${cursor && `&cursor=${cursor}`}`,
        );
        expect(page.total).toBe(5);
        seen.push(...page.results);
        if (page.next_cursor === null) break;
        cursor = page.next_cursor;
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
      const keys = seen.map((one) => (sort.endsWith('file_path') ? one.file_path : one.id));
      expect(keys).toEqual(sort.startsWith('-') ? keys.toSorted().toReversed() : keys.toSorted());
    }
  });

  it('refuses a cursor that is of no list, or of another one', async () => {
    const { recommendations, id } = await submit(SKIPPED);
    for (const [list, cursor] of [
      ['validations', crypto.randomUUID()],
      ['validations', recommendations[0]!.id],
      ['recommendations', id],
    ]) {
      const problem = await expectProblem(await request(`/api/${list}?cursor=${cursor}`), 422);
      expect(problem.errors).toEqual([{ path: 'cursor', message: 'must be a next_cursor of this list' }]);
    }
  });

  it('filters, and tells the position that it includes', async () => {
    const made = await submit(SKIPPED, 'filter/me.md', 'slides');
    const page = await find(
      `family=slides&outcome=${made.outcome}&status=completed&review=pending&q=filter/`,
    );
    expect(page.results.map(({ id }) => id)).toEqual([made.id]);
    expect(page.position).toBe(await head());
    expect((await find('family=slides&review=approved')).results).toEqual([]);
    expect((await find(`workflow_id=${crypto.randomUUID()}`)).total).toBe(0);
  });

  it.each([
    'limit=0',
    'limit=1&limit=2',
    'limit=201',
    'limit=x',
    'file_path=ab',
    'sort=size',
    'outcome=bad',
    'cursor=zzz',
    'colour=red',
  ])('422 for %s', async (query) => {
    const problem = await expectProblem(await request(`/api/validations?${query}`), 422);
    expect(problem.errors?.[0]?.path).toBe(query.split('=')[0]);
  });
});

describe('GET /api/recommendations', () => {
  it('lists what waits for a decision, with its document', async () => {
    const made = await submit(SKIPPED, 'waiting.md', 'pdf');
    const page = await getJson<Page<RecommendationListItem>>(
      `/api/recommendations?validation_id=${made.id}&status=proposed&family=pdf`,
    );
    expect(page.total).toBe(made.recommendations.length);
    expect(page.results.map(({ id }) => id).toSorted()).toEqual(
      made.recommendations.map(({ id }) => id).toSorted(),
    );
    expect(page.results[0]).toMatchObject({ file_path: 'waiting.md', family: 'pdf' });
    const one = page.results[0]!;
    expect(await getJson(`/api/recommendations/${one.id}`)).toMatchObject({ recommendation: one });
    expect((await getJson<Page<unknown>>('/api/recommendations?status=applied')).results).toEqual([]);
  });
});

describe('GET /api/stats', () => {
  it('moves with each document', async () => {
    const before = await getJson<Stats>('/api/stats');
    const made = await submit(SKIPPED);
    const after = await getJson<Stats>('/api/stats');
    expect(after.validations.total).toBe(before.validations.total + 1);
    expect(after.validations.last_24h).toBe(before.validations.last_24h + 1);
    expect(after.validations.by_outcome[made.outcome!]).toBe(
      before.validations.by_outcome[made.outcome!] + 1,
    );
    expect(after.recommendations.by_status.proposed).toBe(
      before.recommendations.by_status.proposed + made.recommendations.length,
    );
    expect(after.position).toBe(await head());
  });
});

describe('GET /api/events', () => {
  it('is read on with next_after until there is no more', async () => {
    const before = await head();
    const made = [await submit(SKIPPED, 'x.md', 'words'), await submit(SKIPPED)];
    const log = await readLog(before);
    expect(log).toHaveLength(made.reduce((n, { recommendations }) => n + 1 + recommendations.length, 0));
    const own = await readLog(before, `validation_${made[0]!.id}`);
    expect(own).toEqual(log.filter(({ validation_id }) => validation_id === made[0]!.id));
    const page = await getJson(`/api/events?after=${before}&limit=1`);
    expect(page).toMatchObject({ results: [log[0]], next_after: log[0]!.id, has_more: true });
  });

  it('leads a reader that is ahead of a restored log back to its head', async () => {
    const position = await head();
    expect(await getJson(`/api/events?after=${position + 100}`)).toMatchObject({
      results: [],
      next_after: position,
    });
  });

  it('422 for a topic that does not exist', async () => {
    const problem = await expectProblem(await request('/api/events?topic=nothing'), 422);
    expect(problem.errors).toEqual([{ path: 'topic', message: 'is no topic' }]);
  });
});
