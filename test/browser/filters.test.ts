import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { api, button, goTo, page, test, useDashboard } from './dashboard-page.ts';

useDashboard({ expectedErrors: /status of 4/ });

const TEXT = '# A\n\nText.\n';
const search = () => page.getByPlaceholder('Path, note');
const total = () => test('total').innerText();
const link = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name });

describe('the filters of a list', () => {
  it('follow the address: the search box, the selects and the chips', async () => {
    for (const name of ['one', 'two']) await api().validate({ content: TEXT, file_path: `box/${name}.md` });
    await goTo('validations?q=box/one&outcome=pass&sort=file_path');
    await expect.poll(total).toBe('1 validation');
    expect(await search().inputValue()).toBe('box/one');

    await link('Validations').click();
    await expect.poll(() => search().inputValue()).toBe('');
    expect(await page.getByLabel('Outcome').inputValue()).toBe('');
    expect(await page.getByLabel('Order').inputValue()).toBe('-created_at');
    await expect.poll(total).not.toBe('1 validation');

    await page.goBack();
    await expect.poll(() => search().inputValue()).toBe('box/one');
    await expect.poll(total).toBe('1 validation');
    expect(await page.getByLabel('Outcome').inputValue()).toBe('pass');
    expect(await page.getByLabel('Order').inputValue()).toBe('file_path');
    await page.goForward();
    await expect.poll(() => search().inputValue()).toBe('');
    expect(page.url()).not.toContain('q=');

    await goTo('recommendations?status=rejected');
    await expect.poll(() => button('rejected').getAttribute('aria-pressed')).toBe('true');
    await link('Recommendations').click();
    await expect.poll(() => button('proposed').getAttribute('aria-pressed')).toBe('true');
  });

  it('take a text that is too short out of the address, and say so', async () => {
    await api().validate({ content: TEXT, file_path: 'short/one.md' });
    await goTo('validations');
    await search().fill('short/');
    await expect.poll(() => page.url()).toContain('q=short');
    await search().fill('sh');
    await expect.poll(() => page.url()).not.toContain('q=');
    await expect.poll(() => page.locator('main').innerText()).toContain('3 characters or more');
    expect(await search().inputValue()).toBe('sh');
  });

  it('keep what is typed while the list is loading', async () => {
    await goTo('validations');
    const typeOn = async (route: Route) => {
      await search().pressSequentially('ing');
      await route.continue();
    };
    await page.route('**/api/validations?q=typ*', typeOn, { times: 1 });
    await search().pressSequentially('typ');
    await expect.poll(() => page.url()).toContain('q=typing');
    expect(await search().inputValue()).toBe('typing');
  });

  it('show a value that is none of the choices, with what the service says about it', async () => {
    await goTo('validations?family=no-such-family');
    await expect.poll(() => page.getByLabel('Family').inputValue()).toBe('no-such-family');
    await goTo('validations?outcome=banana');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('outcome');
    expect(await page.getByLabel('Outcome').inputValue()).toBe('banana');
    await goTo('workflows?state=banana');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('state');
    expect(await page.getByLabel('State').inputValue()).toBe('banana');
  });
});
