/** Findings that are ignored until a certain time. */
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { endIgnoring } from '../../src/services/decisions/end-ignoring.ts';
import type { IgnoredPage } from '../../src/shared/api/ignored.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { openDatabase } from '../../src/store/database.ts';
import { accepted, decide, read, refused } from './desk.ts';
import { getJson, head, post, readLog, SKIPPED, submit } from './service.ts';

const RULE = 'headings/increment';
const LATER = '2100-01-01T00:00:00.000Z';
const fingerprintOf = ({ issues }: Pick<ValidateResponse, 'issues'>) =>
  issues.find(({ rule_id }) => rule_id === RULE)!.fingerprint;
const recommendationOf = ({ recommendations }: Pick<ValidateResponse, 'recommendations'>) =>
  recommendations.find(({ rule_id }) => rule_id === RULE);
const ignore = (made: ValidateResponse, until: string) =>
  post(`/api/validations/${made.id}/ignore`, { fingerprints: [fingerprintOf(made)], note: 'for now', until });
const listed = async () => (await getJson<IgnoredPage>('/api/ignored?family=default')).results;

/** Lets the time of everything that is ignored be over. */
const passTime = () =>
  env.DB.prepare(
    `update ignored_findings set until = '2020-01-01T00:00:00.000Z' where until is not null`,
  ).run();
/** What maintenance does about it. @returns the events that it has published */
async function maintain(): Promise<LiveEvent[]> {
  const published: LiveEvent[] = [];
  await endIgnoring({
    db: openDatabase(env.DB),
    publish: (events) => published.push(...events),
    now: () => new Date(),
  });
  return published;
}

it('the time must be one, and not be over', async () => {
  const made = await submit(SKIPPED, 'until/wrong.md');
  const over = await refused(await ignore(made, new Date().toISOString()), 422);
  expect(over.errors).toEqual([{ path: 'until', message: 'must be in the future' }]);
  const { errors } = await refused(await ignore(made, 'next week'), 422);
  expect(errors).toEqual([{ path: 'until', message: expect.stringContaining('must be a time') }]);
  expect(await listed()).toEqual([]);
  const { results } = await accepted<IgnoredPage>(await ignore(made, '2100-01-01T02:00:00+02:00'));
  expect(results).toMatchObject([{ until: LATER, note: 'for now' }]);
});

it('a finding is reported again as soon as its time is over, and can be ignored anew', async () => {
  const first = await submit(SKIPPED, 'until/again.md');
  await accepted(await ignore(first, LATER));
  expect((await submit(SKIPPED, 'until/again.md')).counts.warning).toBe(first.counts.warning - 1);
  await passTime();
  const second = await submit(SKIPPED, 'until/again.md');
  expect(second.counts).toEqual(first.counts);
  const path = '/api/ignored?file_path=until/again.md';
  expect(await getJson(path)).toEqual({ results: [] });
  await accepted(await ignore(second, LATER));
  expect(await getJson(path)).toMatchObject({ results: [{ until: LATER }] });
});

it('maintenance tells of it, and proposes what was rejected with it', async () => {
  await passTime();
  await maintain();
  // The newest version of one document has the recommendation. That of the other one has left the finding out.
  const made = await submit(SKIPPED, 'until/newest.md');
  const older = await submit(SKIPPED, 'until/older.md');
  const byHand = await submit(SKIPPED, 'until/by-hand.md');
  await accepted(await decide('recommendations', recommendationOf(byHand)!.id, 'reject'));
  for (const one of [made, older, byHand]) await accepted(await ignore(one, LATER));
  for (const one of [made, older])
    await accepted(await decide('recommendations', recommendationOf(one)!.id, 'reject'));
  const newer = await submit(`${SKIPPED}\nMore.\n`, 'until/older.md');
  expect(recommendationOf(newer)).toBeUndefined();
  await passTime();

  const after = await head();
  const published = await maintain();
  const log = await readLog(after);
  expect(published).toEqual(log);
  const restored = log.filter((event) => event.type === 'issue_restored');
  expect(restored.map(({ actor, file_path, validation_id }) => [actor, file_path, validation_id])).toEqual([
    ['galley', 'until/newest.md', made.id],
    ['galley', 'until/older.md', newer.id],
    ['galley', 'until/by-hand.md', byHand.id],
  ]);
  expect(await listed()).toEqual([]);
  expect(await maintain()).toEqual([]);

  expect(recommendationOf(await read(made.id))).toMatchObject({ status: 'proposed' });
  const next = await submit(`${SKIPPED}\nMore.\n`, 'until/older.md');
  expect(recommendationOf(next)).toMatchObject({ status: 'proposed' });
  // Somebody rejected this one before it was ignored.
  expect(recommendationOf(await read(byHand.id))).toMatchObject({ status: 'rejected' });
});
