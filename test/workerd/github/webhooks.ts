/** Sends webhooks as GitHub does, and waits until they are worked off. */
import { sign } from '@octokit/webhooks-methods';
import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { forgetTokens } from '../../../src/github/installation.ts';
import { request } from '../service.ts';
import { type FakeGitHub, INSTALLATION, REPOSITORY, WEBHOOK_SECRET } from '../../github/fake-github.ts';

const PATIENCE = { timeout: 25_000, interval: 40 };

/** Lets this GitHub answer what the service asks, until the mocks are restored. */
export function answerFrom(github: FakeGitHub): void {
  forgetTokens();
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    github.fetch(input instanceof Request ? input.url : String(input), init),
  );
}

const place = {
  installation: { id: INSTALLATION },
  repository: { full_name: REPOSITORY, default_branch: 'main' },
};
export const pushed = (branch: string) => ({ ...place, ref: `refs/heads/${branch}`, deleted: false });
export const pulled = (number: number, action = 'synchronize') => ({
  ...place,
  action,
  number,
  pull_request: { number },
});

export interface Sent {
  id?: string;
  secret?: string;
  headers?: Record<string, string>;
}

/** What is sent. @param said - an object, or the body as it is */
export async function signed(
  event: string,
  said: unknown,
  { id = crypto.randomUUID(), secret = WEBHOOK_SECRET, headers = {} }: Sent = {},
) {
  const body = typeof said === 'string' ? said : JSON.stringify(said);
  return {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json',
      'X-GitHub-Event': event,
      'X-GitHub-Delivery': id,
      'X-Hub-Signature-256': await sign(secret, body),
      ...headers,
    },
  };
}

/** Sends a webhook. @param said - an object, or the body as it is */
export async function send(event: string, said: unknown, sent: Sent = {}): Promise<Response> {
  return request('/api/github/webhook', await signed(event, said, sent));
}

/** Sends a webhook, and waits until it is worked off. */
export async function deliver(event: string, said: unknown, sent: Sent = {}): Promise<string> {
  const id = sent.id ?? crypto.randomUUID();
  const response = await send(event, said, { ...sent, id });
  expect(response.status, await response.clone().text()).toBe(202);
  await workedOff(id);
  return id;
}

export async function workedOff(id: string): Promise<void> {
  await vi.waitFor(async () => {
    const row = await env.DB.prepare('select state, error from github_deliveries where id = ?')
      .bind(id)
      .first();
    expect(row).toEqual({ state: 'done', error: null });
  }, PATIENCE);
}

export async function deliveries(): Promise<unknown[]> {
  return (await env.DB.prepare('select * from github_deliveries').all()).results;
}
