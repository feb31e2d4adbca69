import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, DEPLOYED, makeToken, signIn, silenceDenials, ADMIN } from '../deployment.ts';
import { FakeGitHub } from '../../github/fake-github.ts';
import { answerFrom } from './webhooks.ts';

/** There is no App yet. */
const NO_APP = {
  GITHUB_API_URL: 'https://api.github.test',
  GITHUB_APP_ID: '',
  GITHUB_PRIVATE_KEY: '',
  GITHUB_WEBHOOK_SECRET: '',
};

let github: FakeGitHub;
beforeEach(() => {
  silenceDenials();
  github = new FakeGitHub(env.TEST_GITHUB_PUBLIC_KEY);
  answerFrom(github);
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(github.wrong).toEqual([]);
});

const unescape = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');

async function begin(query = '', variables = NO_APP) {
  const session = await signIn(ADMIN);
  const response = await ask(`/github/setup${query}`, { headers: { Cookie: session } }, variables);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  const cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  return { session, cookie, text, response, state: cookie.split('=')[1] ?? '' };
}
const send = (cookies: string[], fields: Record<string, string>) =>
  ask(
    '/github/setup/done',
    {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        Origin: DEPLOYED,
        'Content-Type': 'application/x-www-form-urlencoded',
        Cookie: cookies.join('; '),
      },
    },
    NO_APP,
  );

describe('the setup of the App', () => {
  it('sends GitHub what the App is to be, and this to GitHub only', async () => {
    const { text, state, response } = await begin();
    const [, action = ''] = / action="(https:[^"]+)" method="post"/.exec(text) ?? [];
    expect(unescape(action)).toBe(`https://github.com/settings/apps/new?state=${state}`);
    const [, manifest = ''] = /name="manifest" value="([^"]+)"/.exec(text) ?? [];
    expect(JSON.parse(unescape(manifest))).toMatchObject({
      hook_attributes: { url: `${DEPLOYED}/api/github/webhook` },
      redirect_url: `${DEPLOYED}/github/setup/done`,
      default_permissions: { contents: 'write', checks: 'write', pull_requests: 'write', issues: 'read' },
      default_events: ['push', 'pull_request', 'check_run', 'issue_comment'],
    });
    const policy = response.headers.get('Content-Security-Policy');
    expect(policy).toContain("form-action 'self' https://github.com;");
    // It has the style of the dashboard, and nothing of its own.
    expect(policy).toContain("default-src 'none'; style-src 'self';");
    expect(text).toMatch(/<link rel="stylesheet" href="\/assets\/style-\w+\.css" \/>/);
    expect(text).not.toMatch(/<style|style=/);
    expect(response.headers.get('Set-Cookie')).toMatch(/HttpOnly; Secure; SameSite=Lax/);
  });

  it('is for an organization, and for GitHub Enterprise Server', async () => {
    const enterprise: typeof NO_APP & Record<string, string> = {
      ...NO_APP,
      GITHUB_API_URL: 'https://git.example.com/api/v3',
    };
    const { text } = await begin('?organization=acme', enterprise);
    expect(text).toContain('action="https://git.example.com/organizations/acme/settings/apps/new?state=');
  });

  it('leads back to a page without data, and shows the secrets of the new App to an admin', async () => {
    const { session, cookie, state } = await begin();
    // A navigation from another site brings no session.
    const back = await ask(
      `/github/setup/done?code=a-new-app&state=${state}`,
      { headers: { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' } },
      NO_APP,
    );
    expect(back.status).toBe(200);
    expect(await back.text()).not.toContain('the new');
    const shown = await send([session, cookie], { code: 'a-new-app', state });
    const text = await shown.text();
    expect(shown.status, text).toBe(200);
    for (const secret of ['815', 'the new secret', 'the new key'])
      expect(text).toContain(`<pre>${secret}</pre>`);
    expect(shown.headers.get('Cache-Control')).toBe('no-store');
  });

  it('shows nothing to others, and nobody the App of somebody else', async () => {
    const { session, cookie, state } = await begin();
    const { token } = await makeToken({ name: crypto.randomUUID(), role: 'editor' });
    const editor = await signIn(token);
    expect((await ask('/github/setup', { headers: { Cookie: editor } }, NO_APP)).status).toBe(403);
    expect((await send([editor, cookie], { code: 'a-new-app', state })).status).toBe(403);
    expect((await send([cookie], { code: 'a-new-app', state })).status).toBe(401);
    expect((await send([session], { code: 'a-new-app', state })).status).toBe(403);
    expect((await send([session, cookie], { code: 'a-new-app', state: 'another' })).status).toBe(403);
    expect(github.asked).toEqual([]);
  });

  it('says when the code was used, and takes nothing for a code that is none', async () => {
    const { session, cookie, state } = await begin();
    expect((await send([session, cookie], { code: 'an-old-app', state })).status).toBe(422);
    const wrong = await send([session, cookie], { code: '../../app', state });
    expect(wrong.status).toBe(422);
    expect(github.asked).toHaveLength(1);
  });
});
