import { createExecutionContext, runInDurableObject, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { composeServices } from '../../../src/compose.ts';
import { hubOf } from '../../../src/live/hub-stub.ts';
import { COURIER } from '../../../src/services/github/courier-context.ts';
import { takeWebhook } from '../../../src/services/github/webhook.ts';
import { MAX_WEBHOOK_BYTES } from '../../../src/shared/limits.ts';
import { ask } from '../deployment.ts';
import { evictHub } from '../eviction.ts';
import { expectProblem } from '../service.ts';
import { FakeGitHub } from '../../github/fake-github.ts';
import { WEBHOOK_EXAMPLES } from './webhook-examples.ts';
import { answerFrom, deliver, deliveries, pulled, pushed, send } from './webhooks.ts';

/** No family has a repository here, so GitHub is asked for a token and for nothing else. */
let github: FakeGitHub;
beforeEach(async () => {
  github = new FakeGitHub(env.TEST_GITHUB_PUBLIC_KEY);
  answerFrom(github);
  await env.DB.exec('delete from github_deliveries');
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(github.wrong).toEqual([]);
});

const NOTHING_KEPT = async () => expect(await deliveries()).toEqual([]);

describe('without the GitHub App', () => {
  it.each(['GITHUB_APP_ID', 'GITHUB_PRIVATE_KEY', 'GITHUB_WEBHOOK_SECRET'])(
    'there is no webhook when %s is not set',
    async (name) => {
      const response = await ask('/api/github/webhook', { method: 'POST', body: '{}' }, { [name]: '' });
      await expectProblem(response, 404);
    },
  );
});

describe('a webhook', () => {
  it('is taken once, answered before it is worked off, and worked off', async () => {
    const id = crypto.randomUUID();
    const first = await send('push', pushed('main'), { id });
    expect(first.status).toBe(202);
    expect(await first.json()).toEqual({ taken: true });
    const again = await send('push', pushed('main'), { id });
    expect(again.status).toBe(202);
    expect(await again.json()).toEqual({ taken: false });
    expect(await deliveries()).toHaveLength(1);
    await deliver('push', pushed('main'), { id });
  });

  it('is watched over from before it is answered, so that it is worked off although the process is killed then', async () => {
    const hub = hubOf(env);
    await runInDurableObject(hub, async (_hub, { storage }) => {
      storage.kv.delete('looks-after');
      await storage.deleteAlarm();
    });
    await evictHub('close');
    const execution = createExecutionContext();
    // What comes after the answer does not happen.
    const context = { ...composeServices(env, execution), principal: COURIER, later: () => undefined };
    const said = JSON.stringify(pushed('main'));
    const webhook = { id: crypto.randomUUID(), event: 'push', body: said, origin: 'https://x.example' };
    expect(await takeWebhook(context, webhook)).toEqual({ taken: true });
    expect(await runInDurableObject(hub, (_hub, { storage }) => storage.getAlarm())).not.toBeNull();
    await waitOnExecutionContext(execution);
  });

  it('keeps only what it is about', async () => {
    await deliver('pull_request', { ...pulled(7), sender: { login: 'somebody' } });
    expect(await deliveries()).toMatchObject([
      { repository: 'acme/docs', kind: 'pull', subject: '7', installation_id: 99, is_again: 0 },
    ]);
    expect(JSON.stringify(await deliveries())).not.toContain('somebody');
  });

  it('needs no credential on a deployment, only a signature', async () => {
    const response = await ask('/api/github/webhook', { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    await expectProblem(response, 401);
  });

  it.each([
    ['another secret', { secret: 'another secret' }],
    ['no signature', { headers: { 'X-Hub-Signature-256': '' } }],
    ['half a signature', { headers: { 'X-Hub-Signature-256': 'sha256=abc' } }],
    ['the signature of SHA-1', { headers: { 'X-Hub-Signature-256': `sha1=${'0'.repeat(40)}` } }],
    ['a signature of zeros', { headers: { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` } }],
    ['a signature in other characters', { headers: { 'X-Hub-Signature-256': `sha256=${'z'.repeat(64)}` } }],
  ])('is refused with %s, and not parsed', async (_what, sent) => {
    const parse = vi.spyOn(JSON, 'parse');
    const response = await send('push', pushed('main'), sent);
    expect(parse.mock.calls.filter(([text]) => text.includes('installation'))).toEqual([]);
    parse.mockRestore();
    await expectProblem(response, 401);
    await NOTHING_KEPT();
  });

  it('is refused when a byte was changed, and when it is no UTF-8', async () => {
    const body = JSON.stringify(pushed('main'));
    const { headers } = await signedRequest(body);
    for (const changed of [`${body} `, body.replace('main', 'mein'), new Uint8Array([0xff, 0xfe])]) {
      const response = await ask('/api/github/webhook', { method: 'POST', body: changed, headers });
      expect(response.status).toBe(401);
    }
    await NOTHING_KEPT();
  });

  it('is refused by its length before anything else', async () => {
    const response = await send('push', ' '.repeat(MAX_WEBHOOK_BYTES + 1));
    await expectProblem(response, 413);
    const largest = JSON.stringify(pushed('main'));
    expect((await send('push', largest.padEnd(MAX_WEBHOOK_BYTES))).status).toBe(202);
    expect(await deliveries()).toHaveLength(1);
  });

  const nested = '['.repeat(200_000);
  it.each([
    ['another event', 'star', pushed('main')],
    ['an event that is no name', '../../x', pushed('main')],
    ['no event', '', pushed('main')],
    ['another action', 'pull_request', pulled(1, 'labeled')],
    ['a tag', 'push', { ...pushed('main'), ref: 'refs/tags/v1' }],
    ['a deleted branch', 'push', { ...pushed('main'), deleted: true }],
    ['no installation', 'push', { ...pushed('main'), installation: undefined }],
    ['numbers that are none', 'pull_request', { ...pulled(1), pull_request: { number: 1e300 } }],
    ['negative numbers', 'pull_request', pulled(-1)],
    ['a list', 'push', [pushed('main')]],
    ['null', 'push', 'null'],
    ['no JSON', 'push', 'payload=%7B%7D'],
    ['a deep nest', 'push', nested],
    ['a deep nest that is closed', 'push', `${nested}${']'.repeat(200_000)}`],
    ['a key named __proto__', 'push', '{"__proto__":{"installation":{"id":1}}}'],
  ])('with %s is taken, and nothing is kept', async (_what, event, said) => {
    const response = await send(event, said);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ taken: false });
    await NOTHING_KEPT();
  });

  it('as GitHub sends them is taken when it has something to do here, and never makes an error', async () => {
    expect(WEBHOOK_EXAMPLES.length).toBeGreaterThan(90);
    const told: string[] = [];
    for (const { name, said } of WEBHOOK_EXAMPLES) {
      const response = await send(name, said);
      expect(response.status, `${name} ${said.action ?? ''}`).toBe(202);
      const { taken } = await response.json<{ taken: boolean }>();
      if (taken) told.push([name, said.action].filter(Boolean).join(' '));
    }
    // Comments and checks in them ask for nothing.
    expect([...new Set(told)].toSorted()).toEqual([
      'pull_request closed',
      'pull_request opened',
      'pull_request reopened',
      'pull_request synchronize',
      'push',
    ]);
    // No installation is known: GitHub says so, and they end.
    await vi.waitFor(
      async () =>
        expect(await deliveries()).not.toContainEqual(expect.objectContaining({ state: 'waiting' })),
      { timeout: 25_000, interval: 100 },
    );
    expect(await deliveries()).toHaveLength(told.length);
  });

  it('needs an id that can be one', async () => {
    for (const id of ['', 'a b', 'x'.repeat(65), '../x']) {
      await expectProblem(await send('push', pushed('main'), { headers: { 'X-GitHub-Delivery': id } }), 422);
    }
    await NOTHING_KEPT();
  });
});

async function signedRequest(body: string) {
  const { sign } = await import('@octokit/webhooks-methods');
  return {
    headers: {
      'X-GitHub-Event': 'push',
      'X-GitHub-Delivery': crypto.randomUUID(),
      'X-Hub-Signature-256': await sign('the webhook secret of the tests', body),
    },
  };
}
