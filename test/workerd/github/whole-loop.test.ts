/**
 * The whole way of real documents, there and back: first tree, pull request, decisions, a commit on its branch, merge, a pull
 * request of what is approved, merge. Every delivery comes twice, later ones before earlier ones; GitHub fails in each way in
 * which it does; the instance is restarted and all that is in memory is lost at every kind of request.
 */
import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forgetTokens } from '../../../src/github/installation.ts';
import type { DeliverResponse } from '../../../src/shared/api/deliver.ts';
import type { DocumentPage } from '../../../src/shared/api/documents.ts';
import type { Page } from '../../../src/shared/api/fields.ts';
import type { RecommendationListItem, Run } from '../../../src/shared/things.ts';
import { evictHub } from '../eviction.ts';
import { INSTALLED_DOCUMENTS } from '../installed-documents.ts';
import { getJson, post, request } from '../service.ts';
import { Failure, FakeGitHub } from '../../github/fake-github.ts';
import { answerFrom, deliveries, pulled, pushed, send } from './webhooks.ts';

const COUNT = 40;
const FAMILY = 'whole';
const NUMBER = 12;
const BRANCH = 'more';
/** Two faults with a proven fix. */
const FAULTS = '\n\n## More to say\n\nA line that ends in blanks.   \n\nAnother one.   \n';

const github = new FakeGitHub(env.TEST_GITHUB_PUBLIC_KEY);
/** What has failed already, and how often the instance was restarted. */
const failed = new Set<string>();
let restarts = 0;
let isRestartWanted = false;
/** How long a request takes that the instance does not live to see answered. */
const RESTART_MS = 200;

/** Fails each kind of request once, and restarts the instance that made it. */
async function fail({ name }: { name: string }): Promise<void> {
  if (failed.has(name)) return;
  failed.add(name);
  if (name.startsWith('PATCH') && name.includes('/git/refs/')) {
    await github.push(BRANCH, { 'other.txt': 'somebody else was faster' });
    throw new Failure(422, 'Update is not a fast forward');
  }
  isRestartWanted = true;
  await scheduler.wait(RESTART_MS);
  if (name.includes('/check-runs/')) {
    throw new Failure(403, 'You have exceeded a secondary rate limit', { 'Retry-After': '1' });
  }
  throw new Failure(502, 'Bad gateway');
}

/** Not from inside of a request of the instance: it would end with it. */
async function restartIfWanted(id: string): Promise<void> {
  if (!isRestartWanted) return;
  isRestartWanted = false;
  restarts += 1;
  forgetTokens();
  await evictHub('close');
  await (await env.GITHUB_DELIVERIES.get(id)).restart();
}
const stateOf = (id: string) =>
  env.DB.prepare('select state from github_deliveries where id = ?').bind(id).first('state');

/** Sends a webhook twice, and waits until it is worked off. */
async function tell(event: string, said: unknown): Promise<void> {
  const id = crypto.randomUUID();
  // What a person has asked for has no instance.
  isRestartWanted = false;
  expect((await send(event, said, { id })).status).toBe(202);
  await vi.waitFor(
    async () => {
      await restartIfWanted(id);
      expect(await stateOf(id)).toBe('done');
    },
    { timeout: 60_000, interval: 40 },
  );
  expect(await (await send(event, said, { id })).json()).toEqual({ taken: false });
}

const documentsOf = async (ref = '') =>
  (await getJson<DocumentPage>(`/api/documents?family=${FAMILY}&ref=${ref}&limit=200`)).results;
const warnings = async (ref = '') =>
  (await documentsOf(ref)).reduce((sum, { counts }) => sum + counts.warning, 0);
const runs = async () => (await getJson<Page<Run>>(`/api/workflows?family=${FAMILY}&limit=200`)).results;
const withStatus = (status: string) =>
  getJson<Page<RecommendationListItem>>(`/api/recommendations?family=${FAMILY}&status=${status}&limit=200`);

async function approve(validationIds: ReadonlySet<string>): Promise<number> {
  const { results } = await withStatus('proposed');
  const ids = results.filter((one) => validationIds.has(one.validation_id)).map(({ id }) => id);
  const response = await post('/api/recommendations/bulk', { action: 'approve', ids });
  expect(response.status, await response.clone().text()).toBe(200);
  return ids.length;
}

beforeAll(async () => {
  answerFrom(github);
  vi.spyOn(console, 'error').mockReturnValue();
  const pack = {
    // Rules whose fixes are certain: what is approved is gone afterwards.
    rules: { '*': 'off', MD009: 'warning', MD022: 'warning', MD034: 'warning' },
    source: { github: 'acme/docs', paths: ['docs/**'] },
    gate: { new: { warning: 0 } },
  };
  const response = await request(`/api/families/${FAMILY}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(pack),
  });
  expect(response.status).toBe(200);
  github.before = fail;
});
afterAll(() => {
  vi.restoreAllMocks();
});

describe('the whole way', () => {
  const texts = new Map(
    INSTALLED_DOCUMENTS.slice(0, COUNT).map(({ file_path, content }) => [`docs/${file_path}`, content]),
  );
  /** A document with old findings, which the pull request changes. */
  let touched = '';

  it('begins with the first tree', async () => {
    await github.push('main', { ...Object.fromEntries(texts), 'package.json': '{}' });
    await tell('push', pushed('main'));
    expect(await documentsOf()).toHaveLength(COUNT);
    expect(await runs()).toMatchObject([{ state: 'completed', total: COUNT, complete: true }]);
    expect(await warnings()).toBeGreaterThan(10);
    touched = (await documentsOf()).find(({ counts }) => counts.warning > 1)?.file_path ?? '';
  });

  it('goes on with a pull request, which is told what is new and nothing else', async () => {
    await github.push(
      BRANCH,
      { [touched]: (texts.get(touched) ?? '') + FAULTS, 'docs/new.md': `# New${FAULTS}` },
      'main',
    );
    github.pull(NUMBER, BRANCH);
    await tell('pull_request', pulled(NUMBER));
    await tell('pull_request', pulled(NUMBER, 'opened'));
    expect(github.checks).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
    const places = github.checks[0]!.annotations.map(({ path }) => path);
    expect(new Set(places)).toEqual(new Set([touched, 'docs/new.md']));
    expect(places).toHaveLength(4);
    expect([github.comments.length, github.reviews.length, github.reviewComments.length]).toEqual([1, 1, 4]);
    expect(await documentsOf(`pull/${NUMBER}`)).toHaveLength(2);
  });

  it('gets what is decided as a commit on its branch, and all is well', async () => {
    const [one, other] = await documentsOf(`pull/${NUMBER}`);
    expect(await approve(new Set([one!.validation_id, other!.validation_id]))).toBeGreaterThanOrEqual(2);
    const response = await post(`/api/workflows/${github.checks[0]!.external_id}/deliver`, {});
    expect(response.status, await response.clone().text()).toBe(200);
    expect(await response.json()).toMatchObject({ files: 2, left_out: [] });
    await tell('pull_request', pulled(NUMBER));
    expect(await warnings(`pull/${NUMBER}`)).toBe(0);
    expect(github.checks.at(-1)).toMatchObject({ conclusion: 'success' });
    expect(github.comments).toMatchObject([{ body: expect.stringContaining('all is well') as string }]);
    expect(github.reviewComments.every(({ isResolved }) => isResolved)).toBe(true);
    expect(github.reviews).toHaveLength(1);
  });

  it('is merged, and the main line follows', async () => {
    const old = await warnings();
    github.branches.set('main', github.branches.get(BRANCH)!);
    github.pulls.get(NUMBER)!.state = 'closed';
    // The push comes first, and the end of the pull request before a last word about it.
    await tell('push', pushed('main'));
    await tell('pull_request', pulled(NUMBER, 'closed'));
    await tell('pull_request', pulled(NUMBER));
    expect(await documentsOf(`pull/${NUMBER}`)).toEqual([]);
    expect(await documentsOf()).toHaveLength(COUNT + 1);
    expect(await warnings()).toBeLessThan(old);
  });

  it('brings home what is approved on the main line, and changes nothing else', async () => {
    const faulty = (await documentsOf()).filter(({ counts }) => counts.warning > 0);
    expect(faulty.length).toBeGreaterThan(5);
    const approved = await approve(new Set(faulty.map(({ validation_id }) => validation_id)));
    // One of them changes before it is delivered.
    const moved = faulty[0]!.file_path;
    await github.push('main', { [moved]: `${texts.get(moved) ?? ''}\nA new end.\n` });
    const answer = await (await post(`/api/families/${FAMILY}/deliver`, {})).json<DeliverResponse>();
    expect(answer).toMatchObject({ files: faulty.length, left_out: [] });
    const pull = [...github.pulls.values()].find(({ state }) => state === 'open')!;
    const [was, is] = [github.git.files(github.branches.get('main')!), github.git.files(pull.head)];
    const changed = [...is].filter(([path, { sha }]) => was.get(path)?.sha !== sha).map(([path]) => path);
    expect(changed.toSorted()).toEqual(faulty.map(({ file_path }) => file_path).toSorted());
    expect(github.git.text(pull.head, moved)).toContain('A new end.');
    github.branches.set('main', pull.head);
    await tell('push', pushed('main'));
    expect(await warnings()).toBe(0);
    expect((await withStatus('applied')).total).toBeGreaterThanOrEqual(approved);
    expect((await withStatus('approved')).total).toBe(0);
    expect(await (await post(`/api/families/${FAMILY}/deliver`, {})).json()).toMatchObject({ files: 0 });
  });

  it('has lost nothing and done nothing twice, although everything has failed once', async () => {
    expect(failed.size).toBeGreaterThan(15);
    expect(restarts).toBeGreaterThan(10);
    expect(github.wrong).toEqual([]);
    const rows = (await deliveries()) as { state: string }[];
    expect(rows.filter(({ state }) => state !== 'done')).toEqual([]);
    const commits = (await runs()).map(({ ref = '', commit }) => `${ref} ${commit}`);
    expect(new Set(commits).size).toBe(commits.length);
  });
});
