/** What GitHub tells of families that this service does not serve, or that have moved. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { composeServices } from '../../../src/compose.ts';
import { COURIER } from '../../../src/services/github/courier-context.ts';
import { workOff } from '../../../src/services/github/work-off.ts';
import { FakeGitHub } from '../../github/fake-github.ts';
import { ADMIN, ask, bearer, sendJson } from '../deployment.ts';
import { SKIPPED } from '../service.ts';
import { answerFrom, deliveries, pushed, signed } from './webhooks.ts';

const ADDRESS = 'https://line.example.com';
const MOVED = { MOVED_FAMILIES: `line=${ADDRESS}` };
const REASON = `The family "line" has moved to ${ADDRESS}.`;
const MALFORMED = { MOVED_FAMILIES: 'line' };

let github: FakeGitHub;
beforeEach(async () => {
  github = new FakeGitHub(env.TEST_GITHUB_PUBLIC_KEY);
  answerFrom(github);
  await github.push('main', { 'docs/a.md': SKIPPED });
  await putPack('line');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await env.DB.exec('delete from github_deliveries');
  expect(github.wrong).toEqual([]);
});

async function putPack(name: string): Promise<void> {
  const pack = { extends: 'default', source: { github: 'acme/docs', paths: ['docs/**'] } };
  const put = await ask(`/api/families/${name}`, sendJson('PUT', pack, bearer(ADMIN)));
  expect(put.status).toBe(200);
}

const tell = async (settings: Record<string, string>) =>
  ask('/api/github/webhook', await signed('push', pushed('main')), settings);

it.each([
  ['has moved', MOVED, REASON],
  [
    'is not served',
    { FAMILIES: 'words' },
    'family: must be one of words: this service has no other families (FAMILIES).',
  ],
])('is passed over, and the answer says so, when the family %s', async (_what, settings, passed_over) => {
  const response = await tell(settings);
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ taken: false, passed_over });
  expect(await deliveries()).toEqual([]);
});

it('is refused while the settings are malformed, so that GitHub shows that it has failed', async () => {
  const response = await tell(MALFORMED);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({
    type: 'urn:galley:problem:misconfigured',
    detail: expect.stringContaining('MOVED_FAMILIES has "line"'),
  });
  expect(await deliveries()).toEqual([]);
});

it('ends with the reason when it was kept before, and waits while the settings are malformed', async () => {
  const at = new Date().toISOString();
  await env.DB.prepare(
    `insert into github_deliveries (id, installation_id, repository, kind, subject, default_branch, is_again, origin,
      received_at, updated_at) values ('kept', 99, 'acme/docs', 'branch', 'main', 'main', 0, 'https://x.example', ?1, ?1)`,
  )
    .bind(at)
    .run();
  const execution = createExecutionContext();
  const under = (settings: object) => ({
    ...composeServices({ ...env, ...settings }, execution),
    principal: COURIER,
  });
  expect(await workOff(under(MALFORMED), 'kept')).toMatchObject({ waitMs: expect.any(Number) });
  expect(await deliveries()).toMatchObject([{ state: 'waiting' }]);
  expect(await workOff(under(MOVED), 'kept')).toBeNull();
  expect(await deliveries()).toMatchObject([{ state: 'failed', error: REASON }]);
  await waitOnExecutionContext(execution);
});

it('is taken for the other families of the repository, and the answer says what is passed over', async () => {
  await putPack('other-line');
  const response = await tell(MOVED);
  expect(await response.json()).toEqual({ taken: true, passed_over: REASON });
  expect(await deliveries()).toHaveLength(1);
});
