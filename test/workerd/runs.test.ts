import { describe, expect, it } from 'vitest';
import type { EventPage } from '../../src/shared/api/events.ts';
import type { Page } from '../../src/shared/api/fields.ts';
import type { RecommendationListItem, Run } from '../../src/shared/things.ts';
import { listen } from './listener.ts';
import { add, control, create, documents, reach, storyOf, validationsOf } from './runs.ts';
import { getJson, head, post, readLog, request } from './service.ts';

const list = (query: string) => getJson<Page<Run>>(`/api/workflows?${query}`);

describe('a run with its documents', () => {
  it('starts at once, and each document comes to one validation', async () => {
    const before = await head();
    const created = await create({ name: 'Docs', family: 'cells', documents: documents(30) });
    expect(created).toMatchObject({
      workflow_id: created.id,
      type: 'batch_validation',
      name: 'Docs',
      family: 'cells',
    });
    const finished = await reach(created.id, 'completed');
    expect(finished).toMatchObject({ total: 30, done: 30, failed: 0, reused: 0, created_by: 'local' });

    const validations = await validationsOf(created.id);
    expect(validations.map(({ file_path }) => file_path).toSorted()).toEqual(
      documents(30)
        .map(({ file_path }) => file_path)
        .toSorted(),
    );
    const counts = { error: 0, warning: 0, info: 0 };
    for (const one of validations)
      for (const level of ['error', 'warning', 'info'] as const) counts[level] += one.counts[level];
    expect(finished.counts).toEqual(counts);
    expect(counts.warning).toBeGreaterThan(0);

    const log = (await readLog(before)).filter(({ workflow_id }) => workflow_id === created.id);
    expect(await readLog(before, created.id)).toEqual(log);
    expect(log[0]).toMatchObject({
      type: 'workflow_created',
      state: 'pending',
      total: 30,
      done: 0,
      family: 'cells',
    });
    expect(log[1]).toMatchObject({ type: 'workflow_started', state: 'running', total: 30 });
    expect(log.at(-1)).toMatchObject({ type: 'workflow_completed', state: 'completed', done: 30, counts });
    const told = log
      .filter(({ type }) => type === 'validation_created')
      .map(({ validation_id }) => validation_id);
    expect(new Set<string | undefined>(told)).toEqual(new Set(validations.map(({ id }) => id)));
    expect(told).toHaveLength(30);
    const progress = (await storyOf(created.id)).filter(({ type }) => type === 'workflow_progress');
    expect(progress.at(-1)).toMatchObject({ done: 30, total: 30 });
    const done = progress.map((one) => one.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('is heard on its topic, by who listens to nothing else', async () => {
    const { id } = await create();
    const listener = await listen(`/ws/${id}`);
    await add(id, documents(12, 'heard'));
    await control(id, 'start');
    await reach(id, 'completed');
    const log = (await readLog(0, id)).filter(({ type }) => type !== 'workflow_created');
    await listener.expectUpTo(log.at(-1)!.id);
    expect(listener.events()).toEqual(log);
    // Later decisions about its validations are on its topic too.
    const [recommendation] = (
      await getJson<Page<RecommendationListItem>>(
        `/api/recommendations?validation_id=${(await validationsOf(id)).find(({ counts }) => counts.warning > 0)!.id}`,
      )
    ).results;
    await post(`/api/recommendations/${recommendation!.id}/approve`, {});
    await listener.expectUpTo(await head());
    expect(listener.events().at(-1)).toMatchObject({ type: 'recommendation_approved', workflow_id: id });
    listener.close();
    const history = await getJson<EventPage>(`/api/workflows/${id}/events`);
    expect(history.results.every(({ type }) => type.startsWith('workflow_'))).toBe(true);
    expect(history.results.at(-1)).toMatchObject({ type: 'workflow_completed' });
  });
});

it('runs at the same time do not mix', async () => {
  const [one, two] = await Promise.all([
    create({ name: 'one', documents: documents(40, 'one') }),
    create({ name: 'two', family: 'words', documents: documents(40, 'two') }),
  ]);
  for (const { id, name, family } of [one, two]) {
    expect(await reach(id, 'completed')).toMatchObject({ total: 40, done: 40, failed: 0 });
    const validations = await validationsOf(id);
    expect(validations).toHaveLength(40);
    for (const validation of validations) {
      expect(validation).toMatchObject({ workflow_id: id, family });
      expect(validation.file_path.startsWith(`${name}/`)).toBe(true);
    }
  }
});

it('the list has what its filters let through, newest first', async () => {
  const named = [];
  for (let n = 0; n < 5; n += 1) named.push((await create({ name: 'listed', family: 'slides' })).id);
  await control(named[0]!, 'cancel');
  expect((await list('name=listed')).results.map(({ id }) => id)).toEqual(named.toReversed());
  expect((await list('name=listed&state=cancelled')).results.map(({ id }) => id)).toEqual([named[0]]);
  expect((await list('name=listed&family=words')).results).toEqual([]);
  const page = await list('family=slides&limit=3');
  expect(page).toMatchObject({ total: 5, next_cursor: named[2] });
  expect(
    (await list(`family=slides&limit=3&cursor=${page.next_cursor}`)).results.map(({ id }) => id),
  ).toEqual([named[1], named[0]]);
  expect((await request(`/api/workflows?cursor=${crypto.randomUUID()}`)).status).toBe(422);
  expect((await request('/api/workflows?state=gone')).status).toBe(422);
});

it.each([
  [{ type: 'spring_cleaning' }, 'type'],
  [{ type: 'batch_validation', name: '' }, 'name'],
  [{ type: 'batch_validation', family: 'no-such-family' }, 'family'],
  [{ type: 'batch_validation', validation_types: ['taste'] }, 'validation_types'],
  [{ type: 'batch_validation', documents: [{ file_path: 'a.md' }] }, 'documents'],
  [{ type: 'batch_validation', speed: 9 }, 'speed'],
])('refuses %j, and makes nothing', async (body, path) => {
  const position = await head();
  const response = await post('/api/workflows', body);
  expect(response.status).toBe(422);
  expect(JSON.stringify(await response.json())).toContain(path);
  expect(await head()).toBe(position);
});
