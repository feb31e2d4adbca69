import { describe, expect, it } from 'vitest';
import { api, button, context, goTo, page, useDashboard } from './dashboard-page.ts';
import { SPACES_ON } from '../spaces-on.ts';

useDashboard({ expectedErrors: /status of 4/ });

const FIXABLE = `# Title\n\nText   \nmore.\n\n\n\nMore.\n\n### Too deep\n\nText.\n${SPACES_ON}`;
const submit = (file_path: string, content = FIXABLE) => api().validate({ content, file_path });
const item = (title: string, on = page) =>
  on.getByTestId('recommendations').locator('li', { hasText: title });
const HEADINGS = 'Fix heading structure';
const SPACES = 'Remove trailing spaces';

describe('a validation', () => {
  it('is reviewed: approved, previewed, applied, and seen by everyone without a reload', async () => {
    const { id } = await submit('desk/first.md');
    await goTo(`validations/${id}`);
    const other = await context.newPage();
    await goTo(`validations/${id}`, other);
    await expect.poll(() => item(HEADINGS, other).innerText()).toContain('proposed');

    await item(HEADINGS).getByRole('button', { name: 'Approve' }).click();
    await expect.poll(() => item(HEADINGS, other).innerText()).toContain('approved');
    await item(SPACES).getByPlaceholder('Note').fill('two spaces are a line break here');
    await item(SPACES).getByRole('button', { name: 'Reject' }).click();
    await expect.poll(() => item(SPACES).innerText()).toContain('two spaces are a line break here');
    expect(await item(SPACES).getByRole('button').allInnerTexts()).toEqual(['Reopen']);

    await button('Preview').click();
    await expect.poll(() => page.getByTestId('preview').innerText()).toContain('+## Too deep');
    expect((await api().validation(id)).validation.review).toBe('pending');
    await button('Apply 1').click();
    await expect.poll(() => item(HEADINGS, other).innerText()).toContain('applied');
    await expect.poll(() => item(HEADINGS).getByRole('button').count()).toBe(0);
    await button('Enhanced').click();
    await expect.poll(() => page.getByLabel('The document').innerText()).toContain('## Too deep');
    expect(await page.getByLabel('The document').innerText()).not.toContain('### Too deep');
    await expect.poll(() => page.getByTestId('timeline').innerText()).toContain('1 recommendation applied');

    await button('Validate again').click();
    await expect.poll(() => page.getByTestId('comparison').innerText()).toContain('1 resolved');
    expect(page.url()).not.toContain(id);
  });

  it('shows what someone else has decided meanwhile, and keeps the note that is being typed', async () => {
    const { id, recommendations } = await submit('desk/typing.md');
    await goTo(`validations/${id}`);
    await item(HEADINGS).getByPlaceholder('Note').fill('half a sen');
    const spaces = recommendations.find(({ title }) => title === SPACES)!;
    await api().decideRecommendation(spaces.id, 'approve');
    await expect.poll(() => item(SPACES).innerText()).toContain('approved');
    expect(await item(HEADINGS).getByPlaceholder('Note').inputValue()).toBe('half a sen');
    await page.getByTestId('review').getByRole('button', { name: 'Approve' }).click();
    await expect.poll(() => page.getByTestId('review').innerText()).toContain('approved');
    await expect.poll(() => page.getByTestId('toasts').innerText()).toContain('Validation approved');
  });

  it('lets single changes be left out', async () => {
    const { id, recommendations } = await submit(
      'desk/some.md',
      `# A\n\nOne   \nTwo   \nThree   \nFour.\n${SPACES_ON}`,
    );
    await goTo(`validations/${id}`);
    await page.getByText('3 of 3 changes').click();
    await page.locator('.edits input').nth(1).uncheck();
    await item(SPACES).getByRole('button', { name: 'Approve' }).click();
    await expect.poll(() => item(SPACES).innerText()).toContain('approved');
    const { recommendation } = await api().recommendation(recommendations[0]!.id);
    expect(recommendation.approved_edits).toEqual([0, 2]);
  });
});

describe('the lists', () => {
  it('filter, keep their filters in the address, and decide on many at once', async () => {
    for (const name of ['one', 'two', 'three']) await submit(`bulk/${name}.md`);
    await goTo('validations');
    await page.getByPlaceholder('Path, note').fill('bulk/');
    await expect.poll(() => page.getByTestId('total').innerText()).toBe('3 validations');
    expect(page.url()).toContain('q=bulk');
    await page.reload();
    await expect.poll(() => page.getByTestId('list').locator('li').count()).toBe(3);
    for (const box of await page.getByTestId('list').getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect.poll(() => page.getByTestId('toasts').innerText()).toContain('3 approved');
    await expect.poll(() => page.getByTestId('list').innerText()).toMatch(/(approved[\s\S]*){3}/);
    await submit('elsewhere/four.md');
    await button('1 new, show').click();
    await expect.poll(() => button('1 new, show').count()).toBe(0);
  });

  it('leave what is chosen as it is when they are loaded anew', async () => {
    await submit('kept/one.md');
    // Delays the snapshot of the live connection. When it arrives and is newer than the list, the list is loaded again.
    const snapshot = Promise.withResolvers<undefined>();
    await page.route('**/api/stats', async (route) => {
      await snapshot.promise;
      await route.continue();
    });
    await goTo('validations?q=kept/');
    const box = page.getByTestId('list').getByRole('checkbox');
    await box.check();
    await submit('elsewhere/five.md');
    const again = page.waitForResponse((response) => response.url().includes('/api/validations?'));
    snapshot.resolve(undefined);
    await again;
    await expect.poll(() => page.getByText('Connected to live updates').count()).toBeGreaterThan(0);
    expect(await box.isChecked()).toBe(true);
    await page.unroute('**/api/stats');
  });

  it('settle the same finding in all documents by one decision', async () => {
    for (const name of ['a', 'b', 'c'])
      await submit(`groups/${name}.md`, '# A\n\n1. One\n1) Two\n\nSee http://bare.example now.\n');
    const groups = await api().recommendationGroups();
    const [{ rule_id, total }] = groups.results.filter((group) => group.total >= 3) as [
      (typeof groups.results)[0],
    ];
    await goTo('recommendations');
    const group = page.getByTestId('groups').getByRole('link', { name: rule_id });
    await group.click();
    await button(`Tick all ${total}`).click();
    await button(`Reject ${total}`).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await expect.poll(() => page.getByTestId('toasts').innerText()).toContain(`${total} rejected`);
    await expect.poll(() => page.locator('main').innerText()).toContain('Nothing is proposed.');
    await goTo('recommendations');
    await button('rejected').click();
    await expect.poll(() => group.innerText()).toContain(`${total}`);
  });

  it('fit on a small screen', async () => {
    const { id } = await submit(`${'very-long-folder/'.repeat(8)}${'name'.repeat(20)}.md`);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['', 'validations', 'recommendations', `validations/${id}`]) {
      await goTo(path);
      await expect.poll(() => page.getByTestId('connection-state').innerText()).toBe('Live');
      await expect.poll(() => page.locator('main').innerText()).not.toContain('Loading');
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });
});
