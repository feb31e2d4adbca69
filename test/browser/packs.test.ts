import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIResponse } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { api, button, goTo, page, test, useDashboard } from './dashboard-page.ts';

useDashboard({ expectedErrors: /status of 4/ });

const pack = (description: string) => `extends: default\ndescription: ${description}\n`;
const text = () => test('pack').inputValue();
const sourceOf = async (name: string) => (await api().family(name)).source;

describe('a rule pack', () => {
  it('is found in the list, tried, and saved', async () => {
    await api().putFamily('edited', pack('one'));
    await goTo('families');
    await test('packs').getByRole('link', { name: 'edited' }).click();
    await expect.poll(text).toBe(pack('one'));
    await test('pack').fill(pack('two'));
    await button('Try it out').click();
    await expect.poll(() => test('pack-answer').innerText()).toContain('this change adds 0 findings');
    expect(await sourceOf('edited')).toBe(pack('one'));
    await button('Save').click();
    await expect.poll(() => test('pack-answer').innerText()).toContain('Saved.');
    expect(await sourceOf('edited')).toBe(pack('two'));
    await test('pack').fill('rules: [');
    await button('Save').click();
    await expect.poll(() => test('pack-problem').innerText()).not.toBe('');
    expect(await text()).toBe('rules: [');
  });

  it('has the levels of its rules and what the schema says at hand, and tells how its tests went', async () => {
    const source =
      'extends: default\ntests:\n  - { name: no title, document: "# A\\n\\n### B\\n", expect: [headings/increment] }\n';
    await api().putFamily('levels', 'extends: default\n');
    await goTo('families/levels');
    await expect.poll(text).toBe('extends: default\n');
    await test('pack').fill(source);
    await expect.poll(() => test('schema-help').innerText()).toContain('tests');
    await page.getByLabel('Find a rule').fill('headings/incr');
    await page.getByLabel('Level of headings/increment').selectOption('error');
    expect(await text()).toBe(`${source}rules:\n  headings/increment: error\n`);
    await test('pack').press('ControlOrMeta+Home');
    await expect
      .poll(() => test('schema-help').innerText())
      .toContain('Packs whose content this one takes over');
    await button('Try it out').click();
    await expect.poll(() => test('pack-tests').innerText()).toContain('Passes no title');
    await page.getByLabel('Level of headings/increment').selectOption('off');
    await button('Try it out').click();
    await expect
      .poll(() => test('pack-tests').innerText())
      .toContain('Fails no title missing headings/increment');
  });

  it('follows the change of somebody else while nothing is typed', async () => {
    await api().putFamily('followed', pack('one'));
    await goTo('families/followed');
    await expect.poll(text).toBe(pack('one'));
    await api().putFamily('followed', pack('two'));
    await expect.poll(text).toBe(pack('two'));
    expect(await test('conflict').count()).toBe(0);
  });

  it('keeps what is typed when somebody else changes it, and takes theirs or overwrites it when told', async () => {
    await api().putFamily('shared', pack('first'));
    await goTo('families/shared');
    await expect.poll(text).toBe(pack('first'));
    await test('pack').fill(pack('mine'));
    await api().putFamily('shared', pack('theirs'));
    await expect.poll(() => test('conflict').innerText()).toContain('+description: theirs');
    expect(await text()).toBe(pack('mine'));
    await button('Take theirs').click();
    await expect.poll(text).toBe(pack('theirs'));
    expect(await test('conflict').count()).toBe(0);

    await test('pack').fill(pack('mine'));
    await api().putFamily('shared', pack('theirs again'));
    await button('Overwrite with mine').click();
    await expect.poll(() => sourceOf('shared')).toBe(pack('mine'));
    await expect.poll(() => test('conflict').count()).toBe(0);
    expect(await text()).toBe(pack('mine'));
  });

  it('is not overwritten when the news of the other change has not arrived', async () => {
    await api().putFamily('late', pack('first'));
    let isRefused = false;
    let first: APIResponse | undefined;
    // Neither live updates nor another read tell the page of the other change before its write is refused.
    await page.routeWebSocket(/\/ws\//, () => undefined);
    await page.route('**/api/families/late', async (route) => {
      if (first && !isRefused && route.request().method() === 'GET')
        return route.fulfill({ response: first });
      const answer = await route.fetch();
      first ??= answer;
      isRefused ||= answer.status() === 412;
      return route.fulfill({ response: answer });
    });
    await goTo('families/late');
    await expect.poll(text).toBe(pack('first'));
    await test('pack').fill(pack('mine'));
    await api().putFamily('late', pack('theirs'));
    await button('Save').click();
    await expect.poll(() => test('conflict').innerText()).toContain('+description: theirs');
    expect(isRefused).toBe(true);
    expect(await text()).toBe(pack('mine'));
    expect(await sourceOf('late')).toBe(pack('theirs'));
  });
});

describe('webhooks', () => {
  it('are made with the key shown once, show what arrives and what does not, send again, and are deleted', async () => {
    let answer = 204;
    const receiver = createServer((_request, response) => response.writeHead(answer).end()).listen(
      0,
      '127.0.0.1',
    );
    await once(receiver, 'listening');
    try {
      const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
      await goTo('webhooks');
      await expect.poll(() => page.locator('main').innerText()).toContain('Nobody is told yet.');
      await page.getByLabel('Address').fill('http://10.0.0.1/');
      await button('Make it').click();
      await expect.poll(() => page.getByRole('alert').innerText()).toContain('url');
      await page.getByLabel('Address').fill(address);
      await page.getByText('It is sent').click();
      await button('None').click();
      await page.getByRole('checkbox', { name: 'validation_created' }).check();
      await button('Make it').click();
      await expect.poll(() => test('secret').innerText()).toContain('whsec_');
      await button('I have kept it').click();

      await api().validate({ content: '# One\n', file_path: 'told.md' });
      const row = test('webhooks').locator('> li');
      await row.getByRole('button', { name: 'Deliveries' }).click();
      const deliveries = test('deliveries').locator('li');
      await expect.poll(() => deliveries.allInnerTexts(), { timeout: 20_000 }).toHaveLength(1);
      expect(await deliveries.innerText()).toMatch(/delivered[^]*validation_created[^]*answer 204/);
      await deliveries.getByRole('button', { name: 'Replay' }).click();
      await expect.poll(() => deliveries.innerText()).toContain('sent again by hand');

      answer = 410;
      await api().validate({ content: '# Two\n', file_path: 'gone.md' });
      await expect.poll(() => row.innerText()).toContain('Disabled');
      await row.getByRole('button', { name: 'Resume' }).click();
      await row.getByRole('button', { name: 'Delete' }).click();
      await row.getByRole('button', { name: 'Delete' }).click();
      await expect.poll(() => page.locator('main').innerText()).toContain('Nobody is told yet.');
    } finally {
      receiver.close();
    }
  });
});
