import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import { api, button, goTo, page, test, useDashboard } from './dashboard-page.ts';
import { SPACES_ON } from '../spaces-on.ts';

useDashboard({ expectedErrors: /status of 4|ERR_FAILED/ });

const FIXABLE = `# A\n\nText   \nmore.\n\n### Too deep\n\nText.\n${SPACES_ON}`;

/** Lets a request for many ids handle only the first `atOnce`, as a service does that reaches its budget. */
async function limitBulk(path: string, atOnce: number): Promise<string[][]> {
  const asked: string[][] = [];
  await page.route(path, async (route: Route) => {
    const body = route.request().postDataJSON() as { ids: string[] };
    asked.push(body.ids);
    const response = await route.fetch({ postData: { ...body, ids: body.ids.slice(0, atOnce) } });
    const answer = (await response.json()) as BulkResponse;
    const remaining = Math.max(0, body.ids.length - atOnce);
    await route.fulfill({ response, json: { ...answer, ...(remaining > 0 && { remaining }) } });
  });
  return asked;
}

describe('a decision about many', () => {
  it('goes on until nothing remains', async () => {
    for (let n = 0; n < 5; n += 1) await api().validate({ content: FIXABLE, file_path: `remaining/${n}.md` });
    const asked = await limitBulk('**/api/validations/bulk', 2);
    await goTo('validations?q=remaining/');
    await expect.poll(() => test('list').locator('li').count()).toBe(5);
    for (const box of await test('list').getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect.poll(() => test('toasts').innerText()).toContain('5 approved');
    expect(asked.map(({ length }) => length)).toEqual([5, 3, 1]);
  });

  it('says how many remain when it can not go on', async () => {
    const { id } = await api().validate({ content: FIXABLE, file_path: 'remaining/none.md' });
    await page.route('**/api/recommendations/bulk', (route) =>
      route.fulfill({ json: { results: [], remaining: 2, position: 0 } }),
    );
    await goTo(`validations/${id}`);
    await button(/^Approve all/).click();
    await expect.poll(() => test('toasts').innerText()).toContain('0 approved, 2 remain');
  });

  it('covers more than one request may name', async () => {
    const made = await api().validate({ content: FIXABLE, file_path: 'remaining/many.md' });
    const [recommendation] = (await api().validation(made.id)).recommendations;
    const many = Array.from({ length: 130 }, (_, n) => ({
      ...recommendation!,
      id: `${n}`,
      status: 'proposed',
    }));
    const edits = [{ start: 0, end: 1, expected: '#', text: '##' }];
    await page.route(`**/api/validations/${made.id}`, async (route) => {
      const response = await route.fetch();
      const detail = (await response.json()) as object;
      await route.fulfill({
        response,
        json: { ...detail, recommendations: many.map((one) => ({ ...one, edits })) },
      });
    });
    const asked: number[] = [];
    await page.route('**/api/recommendations/bulk', async (route) => {
      const { ids } = route.request().postDataJSON() as { ids: string[] };
      asked.push(ids.length);
      const results = ids.map((id) => ({ id, ok: true, status: 200, state: 'approved' }));
      await route.fulfill({ json: { results, position: 0 } });
    });
    await goTo(`validations/${made.id}`);
    await button('Approve all 130 with changes').click();
    await expect.poll(() => test('toasts').innerText()).toContain('130 approved');
    expect(asked).toEqual([100, 30]);
  });
});
