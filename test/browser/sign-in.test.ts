import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApi } from '../../src/client/index.ts';
import type { TokenCreated } from '../../src/shared/api/access.ts';
import type { Role } from '../../src/shared/roles.ts';
import { findViolations } from './conformance.ts';
import { context, page, service, useDashboard, wrong } from './dashboard-page.ts';
import { Service } from './service.ts';

const BIN = fileURLToPath(new URL('../../bin/galley.mjs', import.meta.url));
const ADMIN = 'the-first-admin-of-this-service';

/** The page of another site, on a server of its own: the example of the documentation. */
let elsewhere: Server;
let elsewhereUrl: string;

beforeAll(async () => {
  elsewhere = createServer((request, response) => void sendExample(request, response)).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});
afterAll(() => elsewhere.close());
useDashboard({ start: () => Service.start(ADMIN, { ALLOWED_ORIGINS: elsewhereUrl }), checkErrors: false });

async function sendExample({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const [file, type] = url.endsWith('.mjs')
    ? ['dist/client.mjs', 'text/javascript']
    : ['docs/examples/live.html', 'text/html'];
  response.setHeader('Content-Type', type).end(await readFile(file));
}

const admin = () => createApi({ baseUrl: service.url, token: ADMIN });
let tokens = 0;
const make = (role: Role, families?: string[]): Promise<TokenCreated> =>
  admin().createToken({ name: `${role} ${(tokens += 1)}`, role, ...(families && { families }) });
const FIXABLE = '# Title\n\n### Too deep\n\nText.\n';
const abort = (route: Route) => route.abort();
const main = () => page.locator('main').innerText();

/** Runs `galley token` as the first admin. */
const galley = async (...args: string[]) => {
  const env = { ...process.env, GALLEY_SERVER: service.url, GALLEY_TOKEN: ADMIN };
  return promisify(execFile)(process.execPath, [BIN, 'token', ...args], { env });
};

async function signIn(token: string, path = ''): Promise<void> {
  await page.goto(`${service.url}/dashboard/${path}`);
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

it('signed out there is the sign-in and nothing else', async () => {
  const { id } = await admin().validate({ content: FIXABLE, file_path: 'hidden.md' });
  for (const path of ['', 'validations', 'recommendations', `validations/${id}`]) {
    await page.goto(`${service.url}/dashboard/${path}`);
    await expect.poll(main).toContain('Sign in');
    expect(await page.locator('body').innerText()).not.toMatch(/hidden\.md|Validations|Live|Connecting/);
    expect(await page.getByRole('button').allInnerTexts()).toEqual(['Sign in']);
  }
  await signIn('galley_wrong');
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('lets nobody in');
});

it('keeps the live protocol for those who have a credential, and for those who have none', async () => {
  expect(await findViolations(service.url, ADMIN)).toBe('');
});

it('a viewer sees all, live, and is offered nothing that would be refused', async () => {
  const { id } = await admin().validate({ content: FIXABLE, file_path: 'seen.md' });
  const { token } = await make('viewer');
  await signIn(token, `validations/${id}`);
  await expect.poll(main).toContain('Fix heading structure');
  await expect.poll(() => page.getByTestId('connection-state').innerText()).toBe('Live');
  for (const name of ['Approve', 'Reject', 'Ignore from now on', 'Validate again', 'Apply']) {
    expect(await page.getByRole('button', { name }).count(), name).toBe(0);
  }
  await page.getByRole('link', { name: 'Waiting' }).first().click();
  await expect.poll(() => page.getByTestId('validations').innerText()).toContain('seen.md');
  expect(await page.getByRole('textbox', { name: 'Markdown' }).count()).toBe(0);
  await admin().validate({ content: FIXABLE, file_path: 'while-watching.md' });
  await expect.poll(() => page.getByTestId('feed').innerText()).toContain('while-watching.md');
  // What others do is counted, and told by no notice.
  await expect.poll(() => page.getByTestId('others').innerText()).toMatch(/^\d+/);
  expect(await page.getByTestId('toasts').innerText()).not.toContain('while-watching.md');
  await page.goto(`${service.url}/dashboard/validations`);
  await expect.poll(() => page.getByTestId('list').locator('li').count()).toBeGreaterThan(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);
});

it('one who is limited to families sees those alone', async () => {
  await admin().validate({ content: FIXABLE, file_path: 'of-cells.md', family: 'cells' });
  await admin().validate({ content: FIXABLE, file_path: 'of-pdf.md', family: 'pdf' });
  const { token } = await make('reviewer', ['cells']);
  await signIn(token);
  await expect.poll(() => page.getByTestId('validations').innerText()).toContain('of-cells.md');
  await admin().validate({ content: FIXABLE, file_path: 'of-pdf-later.md', family: 'pdf' });
  await admin().validate({ content: FIXABLE, file_path: 'of-cells-later.md', family: 'cells' });
  await expect.poll(() => page.getByTestId('feed').innerText()).toContain('of-cells-later.md');
  expect(await page.locator('body').innerText()).not.toContain('of-pdf');
});

it('a session that ends leads back to the sign-in, and nothing that was typed is lost', async () => {
  const { token, id } = await make('editor');
  await signIn(token);
  await page.getByRole('textbox', { name: 'Markdown' }).fill('# Hours of work\n\nText.\n');
  await page.getByLabel('File path').fill('mine.md');
  await expect.poll(() => page.getByTestId('connection-state').innerText()).toBe('Live');
  await admin().revokeToken(id);
  await expect.poll(main).toContain('Sign in');
  const { token: next } = await make('editor');
  await page.getByLabel('Token').fill(next);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Markdown' }).inputValue())
    .toBe('# Hours of work\n\nText.\n');
  await page.getByRole('button', { name: 'Validate', exact: true }).click();
  await expect.poll(() => page.getByTestId('answer').innerText()).toContain('mine.md');
});

it('a note on the desk is there again when its author signs in again', async () => {
  const { id } = await admin().validate({ content: FIXABLE, file_path: 'note.md' });
  const { token } = await make('reviewer');
  await signIn(token, `desk/${id}`);
  await page.locator('#desk-note').fill('Ask Ana first.');
  await createApi({ baseUrl: service.url, token }).signOut({ everywhere: true });
  await expect.poll(main).toContain('Sign in');
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => page.locator('#desk-note').inputValue()).toBe('Ask Ana first.');
});

it('signing out ends the session, and leaves nothing for the next one', async () => {
  const { token } = await make('editor');
  await signIn(token);
  await page.getByRole('textbox', { name: 'Markdown' }).fill('# Private\n');
  await page.getByTestId('account').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect.poll(main).toContain('Sign in');
  expect(await context.cookies()).toEqual([]);
  await signIn(ADMIN);
  expect(await page.getByRole('textbox', { name: 'Markdown' }).inputValue()).toBe('');
  await page.reload();
  await expect.poll(() => page.getByTestId('connection-state').innerText()).toBe('Live');
});

it.each(['Sign out', 'Sign out everywhere'])(
  '%s fails in plain sight while the service is away',
  async (name) => {
    const { token } = await make('editor');
    await signIn(token);
    await page.getByRole('textbox', { name: 'Markdown' }).fill('# Kept\n');
    wrong.length = 0;
    await page.route('**/api/session', abort);
    await page.getByTestId('account').click();
    await page.getByRole('button', { name, exact: true }).click();
    await expect
      .poll(() => page.getByTestId('toasts').innerText())
      .toContain('You are still signed in. The service does not answer.');
    expect(wrong.filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
    expect(await page.getByRole('textbox', { name: 'Markdown' }).inputValue()).toBe('# Kept\n');
    await page.unroute('**/api/session', abort);
    await page.getByRole('button', { name, exact: true }).click();
    await expect.poll(main).toContain('Sign in');
  },
);

it('admins make and revoke tokens on their page, which others are not led to', async () => {
  const { token: other } = await make('editor');
  await signIn(other, 'tokens');
  await expect.poll(main).toContain('Only admins of the whole service may see this.');
  expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0);
  await page.getByTestId('account').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await signIn(ADMIN);
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByLabel('For whom or what').fill('admin');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('is the name of someone else');
  await page.getByLabel('For whom or what').fill('made on the page');
  await page.getByLabel(/^Role/).selectOption('viewer');
  await page.getByRole('checkbox', { name: 'cells' }).check();
  await page.getByRole('button', { name: 'Make it' }).click();
  const text = (await page.getByTestId('secret').locator('code').innerText()).trim();
  expect(await createApi({ baseUrl: service.url, token: text }).session()).toMatchObject({
    actor: 'made on the page',
    role: 'viewer',
    families: ['cells'],
  });
  await page.reload();
  const row = page.getByTestId('tokens').locator('li', { hasText: 'made on the page' });
  await row.getByRole('button', { name: 'Revoke' }).click();
  expect(await page.locator('body').innerText()).not.toContain(text);
  await row.getByRole('button', { name: 'Revoke' }).click();
  await expect.poll(() => row.count()).toBe(0);
  await expect(createApi({ baseUrl: service.url, token: text }).session()).rejects.toMatchObject({
    status: 401,
  });
  // What somebody else does is shown without a reload.
  await admin().createToken({ name: 'made elsewhere', role: 'viewer' });
  await expect.poll(() => page.getByTestId('tokens').innerText()).toContain('made elsewhere');
});

it("someone else's page listens with a token, where its origin is allowed", async () => {
  await page.goto(elsewhereUrl);
  await page.getByLabel('Service').fill(service.url);
  await page.getByLabel('Token').fill((await make('viewer')).token);
  await page.getByRole('button', { name: 'Listen' }).click();
  await expect.poll(() => page.locator('#state').innerText()).toContain('live');
  await admin().validate({ content: FIXABLE, file_path: 'seen-elsewhere.md' });
  await expect
    .poll(() => page.locator('#events').innerText())
    .toContain('validation_created seen-elsewhere.md');
});

it('tokens are made, listed and revoked on the command line, where they are printed once', async () => {
  const made = await galley('create', 'made by hand', '--role', 'reviewer', '--families', 'cells,pdf');
  const token = made.stdout.trim();
  expect(token).toMatch(/^galley_[0-9a-f]{32}_[\w-]{43}$/);
  expect(made.stderr).toContain('reviewer · cells, pdf');
  expect(await createApi({ baseUrl: service.url, token }).session()).toMatchObject({
    actor: 'made by hand',
    role: 'reviewer',
    families: ['cells', 'pdf'],
  });
  const listed = await galley('list');
  expect(listed.stdout).toContain('made by hand');
  expect(listed.stdout).not.toContain(token.slice(-20));
  const id = listed.stdout
    .split('\n')
    .find((line) => line.includes('made by hand'))!
    .split(' ')[0]!;
  expect((await galley('revoke', id)).stdout).toContain('revoked');
  await expect(createApi({ baseUrl: service.url, token }).session()).rejects.toMatchObject({ status: 401 });
  await expect(galley('revoke', 'nonsense')).rejects.toMatchObject({
    code: 2,
    stderr: 'galley: There is no token "nonsense".\n',
  });
});
