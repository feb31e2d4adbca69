import { expect, it } from 'vitest';
import { api, button, goTo, page, test, useDashboard } from './dashboard-page.ts';
import { SPACES_ON } from '../spaces-on.ts';

useDashboard({ expectedErrors: /status of 4/ });

const FIXABLE = `# Title\n\nText   \nmore.\n\n### Too deep\n\nText.\n${SPACES_ON}`;
const submit = (file_path: string, family = 'default') =>
  api().validate({ content: FIXABLE, file_path, family });
const undo = () => test('toasts').getByRole('button', { name: 'Undo' }).click();
const toasts = () => test('toasts').innerText();
const statusIn = async (id: string) =>
  (await api().validation(id)).recommendations.find(({ rule_id }) => rule_id === 'headings/increment')!
    .status;

it('a decision is announced once, and can be undone from its notice', async () => {
  const { id } = await submit('undo/one.md');
  await goTo(`validations/${id}`);
  const item = test('recommendations').locator('li', { hasText: 'Fix heading structure' });
  await item.getByPlaceholder('Note').fill('not here');
  await item.getByRole('button', { name: 'Reject' }).click();
  await expect.poll(() => item.innerText()).toContain('not here');
  await expect.poll(toasts).toContain('Recommendation rejected: Fix heading structure');
  await expect.poll(() => test('timeline').innerText()).toContain('Recommendation rejected');
  expect((await toasts()).split('Recommendation rejected')).toHaveLength(2);
  await undo();
  await expect.poll(() => item.innerText()).toContain('proposed');
  await expect.poll(toasts).toContain('Undone: Fix heading structure');
  expect(await item.innerText()).not.toContain('not here');
});

it('a decision that has moved on is not undone, and the notice says why', async () => {
  const { id, recommendations } = await submit('undo/moved.md');
  await goTo(`validations/${id}`);
  const item = test('recommendations').locator('li', { hasText: 'Fix heading structure' });
  await item.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(toasts).toContain('Undo');
  const one = recommendations.find(({ title }) => title === 'Fix heading structure')!;
  await api().undoRecommendation(one.id);
  await undo();
  await expect.poll(toasts).toContain('There is no decision to undo.');
});

it('a decision about chosen ones names them, and undoing names what it leaves as it is', async () => {
  const made = [
    await submit('undo-bulk/a.md'),
    await submit('undo-bulk/b.md'),
    await submit('undo-bulk/c.md'),
  ];
  const asked: unknown[] = [];
  await page.route('**/api/validations/bulk', async (route) => {
    asked.push(route.request().postDataJSON());
    await route.continue();
  });
  await goTo('validations?q=undo-bulk/&sort=file_path');
  await expect.poll(() => test('list').locator('li').count()).toBe(3);
  for (const box of await test('list').getByRole('checkbox').all()) await box.check();
  await button(/^Approve$/).click();
  await expect.poll(toasts).toContain('3 approved');
  expect(asked).toEqual([{ action: 'approve', ids: made.map(({ id }) => id) }]);
  await api().decideValidation(made[1]!.id, 'reopen');
  await undo();
  await expect.poll(toasts).toContain('2 undone, 1 refused (pending)');
  await page.getByText('Which').click();
  await expect.poll(toasts).toContain('undo-bulk/b.md: It has moved on since');
  for (const { id } of made) expect((await api().validation(id)).validation.review).toBe('pending');
});

it('a decision about a rule is about what was ticked, and can be undone', async () => {
  const seen = [await submit('undo-rule/a.md', 'pdf'), await submit('undo-rule/b.md', 'pdf')];
  await goTo('rules/headings/increment?family=pdf');
  await button('Tick all 2').click();
  const later = await submit('undo-rule/later.md', 'pdf');
  await button('1 new, show').waitFor();
  await button('Reject 2').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await expect.poll(toasts).toContain('2 rejected');
  expect(await statusIn(later.id)).toBe('proposed');
  for (const { id } of seen) expect(await statusIn(id)).toBe('rejected');
  await undo();
  await expect.poll(toasts).toContain('2 undone');
  for (const { id } of seen) expect(await statusIn(id)).toBe('proposed');
});
