import { expect, it } from 'vitest';
import { api, button, goTo, page, state, test, useDashboard } from './dashboard-page.ts';

useDashboard({ expectedErrors: /status of 4/ });

const FAILING = '---\ntitle: one\ntitle: two\n---\n\n# Title\n\n[gone](#nowhere)\n';
const CLEAN = '# A clean page\n\nNothing to find here.\n';
const SKIPPED = '# Title\n\nText.\n\n### Too deep\n\nText.\n';
const submit = (file_path: string, content: string, more: { family?: string; ref?: string } = {}) =>
  api().validate({ content, file_path, ...more });
const rows = () => test('list').locator('li');
const filter = (text: string) => page.getByPlaceholder('Filter:').fill(text);
const total = () => test('total').innerText();
const counter = (name: string) => test(`counter-${name}`).innerText();

it('documents are listed as they are now, with filters that the address keeps', async () => {
  await submit('now/a.md', FAILING);
  await submit('now/a.md', CLEAN);
  await submit('now/b.md', SKIPPED, { family: 'pdf' });
  await submit('elsewhere/c.md', SKIPPED);
  await submit('now/a.md', SKIPPED, { ref: 'pull/12' });
  await goTo('');
  await page.getByRole('link', { name: 'Documents', exact: true }).first().click();
  await expect.poll(total).toBe('3 documents');
  expect(await rows().allInnerTexts()).toEqual([
    expect.stringContaining('c.md'),
    expect.stringContaining('a.md'),
    expect.stringContaining('b.md'),
  ]);
  await filter('folder:now');
  await expect.poll(total).toBe('2 documents');
  await button('To be decided').click();
  await expect.poll(total).toBe('1 document');
  await page.reload();
  await expect.poll(total).toBe('1 document');
  expect(await rows().first().innerText()).toContain('to be decided');
  await button('To be decided').click();
  await filter('folder:now ref:pull/12');
  await expect.poll(() => rows().count()).toBe(1);
  await filter('folder:now rule:headings/increment colour:red');
  await expect.poll(() => page.url()).not.toContain('ref=');
  await expect.poll(total).toBe('1 document');
  expect(await page.locator('main').innerText()).toContain('colour: There is no such filter.');
  await button('Lift the filter folder').click();
  await expect.poll(total).toBe('2 documents');
  // The tree has the figures of folders, and filters by them.
  await test('folders').getByRole('button', { name: 'elsewhere', exact: true }).click();
  await expect.poll(total).toBe('1 document');
  expect(page.url()).toContain('folder=elsewhere');
  await Promise.all([
    page.waitForResponse(/api\/documents\?.*where/),
    filter('rule:headings/increment where/c'),
  ]);
  await expect.poll(total).toBe('1 document');

  // A newer version is announced, and the history is one click away.
  await expect.poll(() => state().innerText()).toBe('Live');
  await submit('elsewhere/c.md', CLEAN);
  await button('1 new, show').click();
  await expect.poll(total).toBe('0 documents');
  await goTo('documents?file_path=now/a.md');
  await rows().first().getByRole('link').click();
  await expect.poll(() => page.getByText('This file over time').count()).toBe(1);
});

it('are asked for before the script of the dashboard is here, and once', async () => {
  await submit('early/a.md', CLEAN);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const list = page.waitForRequest(/\/api\/documents\?folder=early$/);
  await page.route('**/assets/app-*.js', async (route) => {
    await list;
    await route.continue();
  });
  await goTo('documents?folder=early');
  await expect.poll(total).toBe('1 document');
  await expect.poll(() => state().innerText()).toBe('Live');
  expect(asked.filter((path) => path === '/api/session')).toHaveLength(1);
});

it('are asked for by a link before the script of their page is here, and once', async () => {
  const { id } = await submit('early/b.md', SKIPPED);
  await goTo('');
  await expect.poll(() => state().innerText()).toBe('Live');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const content = page.waitForRequest(new RegExp(`/api/validations/${id}/content$`));
  await page.route('**/assets/desk-page-*.js', async (route) => {
    await content;
    await route.continue();
  });
  // As the keys and the palette do, without pointing at the link first.
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, `/dashboard/desk/${id}`);
  await expect.poll(() => test('desk-text').innerText()).toContain('Too deep');
  for (const path of [`/api/validations/${id}`, `/api/validations/${id}/content`])
    expect(asked.filter((one) => one === path)).toHaveLength(1);
});

it('the page of a link is loaded when somebody points at it', async () => {
  const { file_path } = await submit('early/c.md', FAILING);
  await goTo('documents?folder=early');
  const loaded = page.waitForRequest(/\/assets\/validation-page-[^/]*\.js$/);
  await rows()
    .filter({ hasText: file_path.slice(-4) })
    .getByRole('link')
    .hover();
  await loaded;
  expect(page.url()).toContain('/documents');
});

it('the home page counts documents that fail now, and follows their versions', async () => {
  await submit('counted/a.md', FAILING);
  await goTo('');
  await expect.poll(() => state().innerText()).toBe('Live');
  const [documents, fail, pass] = (
    await Promise.all([counter('documents'), counter('fail'), counter('pass')])
  ).map(Number) as [number, number, number];
  expect(fail).toBeGreaterThan(0);
  await submit('counted/a.md', CLEAN);
  await expect.poll(() => counter('fail')).toBe(String(fail - 1));
  await expect.poll(() => counter('pass')).toBe(String(pass + 1));
  expect(await counter('documents')).toBe(String(documents));
  expect(await test('validations').getByText('a.md', { exact: true }).count()).toBeGreaterThan(0);
  const { documents: now } = await api().stats();
  expect(now).toMatchObject({ total: documents, by_outcome: { fail: fail - 1, pass: pass + 1 } });
  await page.getByRole('link', { name: 'Failed', exact: true }).click();
  await expect.poll(total).toBe(`${fail - 1} ${fail - 1 === 1 ? 'document' : 'documents'}`);
  expect(page.url()).toContain('outcome=fail');
});
