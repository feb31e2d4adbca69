import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { api, button, context, goTo, page, service, state, test, useDashboard } from './dashboard-page.ts';

useDashboard({ expectedErrors: /status of 4|net::ERR_|Failed to load resource/ });

const SKIPPED = '# Title\n\nText.\n\n### Too deep\n\nText.\n';
const submit = (file_path: string, content = SKIPPED, more: { family?: string } = {}) =>
  api().validate({ content, file_path, ...more });
const main = () => page.locator('main').innerText();
const box = (name: string) => page.getByRole('checkbox', { name, exact: true });
const ticked = () => test('ticked').innerText();
const toasts = () => test('toasts').innerText();
const RULE = 'headings/increment';
const abort = (route: Route) => route.abort();
const statusOf = async (validationId: string) =>
  (await api().validation(validationId)).recommendations.find(({ rule_id }) => rule_id === RULE)?.status;

describe('a page', () => {
  it('whose file does not arrive says so, and comes when it is tried again', async () => {
    await page.route('**/assets/quality-page-*.js', abort);
    await goTo('quality');
    await expect.poll(main).toContain('This page could not be loaded');
    await page.unroute('**/assets/quality-page-*.js', abort);
    await button('Try again').click();
    await expect.poll(() => page.locator('h1').innerText()).toBe('Quality');
    await expect.poll(() => page.title()).toBe('Quality · Galley');
  });

  it('of an older build offers to reload, and keeps what is typed', async () => {
    await page.addInitScript(() => {
      const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      if (visit?.type !== 'reload')
        addEventListener('DOMContentLoaded', () =>
          document.querySelector('meta[name=build]')?.setAttribute('content', 'older'),
        );
    });
    await page.route('**/assets/quality-page-*.js', abort);
    await goTo('');
    const reload = button('A new version is here: reload');
    await expect.poll(() => reload.isVisible()).toBe(true);
    const text = page.locator('textarea').first();
    await text.fill('# A draft');
    // The files of an older build are gone.
    await page.getByRole('link', { name: 'Quality' }).click();
    await expect.poll(main).toContain('This page could not be loaded');
    await page.unroute('**/assets/quality-page-*.js', abort);
    await page.getByRole('link', { name: 'Waiting' }).click();
    await reload.click();
    await expect.poll(() => state().innerText()).toBe('Live');
    expect(await reload.count()).toBe(0);
    expect(await text.inputValue()).toBe('# A draft');
  });

  it('is loaded with hashed files that browsers keep', async () => {
    const shell = await (await fetch(`${service.url}/dashboard/`)).text();
    const [script] = /\/assets\/app-[A-Z0-9]{8}\.js/.exec(shell) ?? [];
    const answer = await fetch(`${service.url}${script}`);
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
  });
});

describe('the page of a rule', () => {
  it('settles the same fix in 60 documents, not in three, in at most 8 clicks', async () => {
    const documents = Array.from({ length: 63 }, (_, n) => ({
      file_path: `sixty/${n % 2 ? 'left' : 'right'}/${String(n).padStart(2, '0')}.md`,
      content: SKIPPED,
    }));
    const { id } = await api().createRun({ type: 'batch_validation', family: 'slides', documents });
    await expect.poll(async () => (await api().run(id)).state).toBe('completed');
    const asked: { ids?: string[]; rule_id?: string }[] = [];
    await page.route('**/api/recommendations/bulk', async (route) => {
      asked.push(route.request().postDataJSON() as { ids: string[] });
      await route.continue();
    });
    await goTo('');
    let clicks = 0;
    const click = async (what: ReturnType<typeof button>) => {
      clicks += 1;
      await what.click();
    };
    await click(test('waiting-rules').getByRole('link', { name: RULE }));
    await expect.poll(() => test('total').innerText()).toBe('63 proposed');
    await click(button('Tick all 63'));
    for (const name of ['02', '31', '62']) await click(page.getByRole('checkbox', { name: `${name}.md` }));
    await click(button('Approve 60'));
    const dialog = page.getByRole('dialog');
    expect(await dialog.innerText()).toContain('Approve 60 changes in 60 documents?');
    // All that is about to be decided is there, with its diff.
    expect(await dialog.getByTestId('occurrence').count()).toBe(60);
    expect(await dialog.locator('.diff-line.added').count()).toBe(60);
    await click(dialog.getByRole('button', { name: 'Approve 60' }));
    await expect.poll(toasts).toContain('60 approved');
    expect(clicks).toBeLessThanOrEqual(8);
    expect(asked.map(({ ids, rule_id }) => [ids?.length, rule_id])).toEqual([[60, undefined]]);
    const left = await api().recommendations({ rule_id: RULE, family: 'slides', status: 'proposed' });
    expect(left.results.map(({ file_path }) => file_path.slice(-5)).toSorted()).toEqual([
      '02.md',
      '31.md',
      '62.md',
    ]);
    // Its own events bring no second notice.
    expect(await toasts()).not.toContain('recommendations approved');

    // The whole of it can be taken back, later too.
    await goTo('activity');
    await button('Undo all').first().click();
    await expect.poll(toasts).toContain('60 undone');
    await expect
      .poll(
        async () =>
          (await api().recommendations({ rule_id: RULE, family: 'slides', status: 'proposed' })).total,
      )
      .toBe(63);
  });

  it('ticks ranges with shift, folders, and all but the ticked, and keeps what is ticked for Back', async () => {
    for (const name of ['a/1', 'a/2', 'a/3', 'b/4', 'b/5'])
      await submit(`ranges/${name}.md`, SKIPPED, { family: 'words' });
    await goTo(`rules/${RULE}?family=words`);
    await box('ranges/a/1.md').click();
    await box('ranges/b/4.md').click({ modifiers: ['Shift'] });
    await expect.poll(ticked).toBe('4 of 5 ticked');
    await button('All but these').click();
    await expect.poll(ticked).toBe('1 of 5 ticked');
    expect(await box('ranges/b/5.md').isChecked()).toBe(true);
    await box('All in ranges/a/').click();
    await expect.poll(ticked).toBe('4 of 5 ticked');
    await test('occurrences').getByRole('link', { name: '1.md' }).click();
    await expect.poll(() => page.url()).toContain('/desk/');
    await page.goBack();
    await expect.poll(ticked).toBe('4 of 5 ticked');
    // What somebody else decides meanwhile stays where it is, says so, and is no longer ticked.
    const { results } = await api().recommendations({ rule_id: RULE, family: 'words', status: 'proposed' });
    await api().decideRecommendation(
      results.find(({ file_path }) => file_path.endsWith('1.md'))!.id,
      'reject',
    );
    await expect.poll(ticked).toBe('3 of 4 ticked');
    expect(await test('occurrences').innerText()).toContain('rejected meanwhile');
  });
});

describe('what is approved', () => {
  it('is on the page that delivers, with the ways home, until it is home', async () => {
    const { id, recommendations } = await submit('home/deliver.md', SKIPPED, { family: 'cells' });
    const heading = recommendations.find(({ rule_id }) => rule_id === RULE)!;
    await api().decideRecommendation(heading.id, 'approve');
    await goTo('deliver?family=cells');
    const delivery = test('delivery-cells');
    await expect.poll(() => delivery.innerText()).toContain('deliver.md');
    expect(await delivery.innerText()).toContain(`npx galley pull --family cells --server ${service.url}`);
    const href = await delivery.getByRole('link', { name: 'Patch' }).getAttribute('href');
    expect(await (await fetch(`${service.url}${href}`)).text()).toContain('+## Too deep');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await button('Copy').click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('npx galley pull');
    await api().revalidate(id, { content: '# Title\n\nText.\n\n## Too deep\n\nText.\n' });
    await page.reload();
    await expect.poll(main).toContain('Nothing waits in cells.');
  });
});

describe('the log of what happened', () => {
  it('is filtered, undone from, and taken away as a file', async () => {
    const { id, recommendations } = await submit('log/one.md');
    await api().decideRecommendation(recommendations[0]!.id, 'reject', { note: 'kept so' });
    await goTo('activity?kind=decisions');
    const row = test('activity').locator('li', { hasText: 'kept so' });
    await expect.poll(() => row.innerText()).toContain('Recommendation rejected: Fix heading structure');
    expect(await test('activity').innerText()).not.toContain('New validation created');
    await row.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => statusOf(id)).toBe('proposed');
    await page.getByPlaceholder('What or which').fill('no such thing');
    await expect.poll(main).toContain('Nothing has happened that passes these filters.');
    await page.getByPlaceholder('What or which').fill('heading');
    await expect.poll(() => row.count()).toBe(1);
    const [file] = await Promise.all([page.waitForEvent('download'), button('CSV').click()]);
    expect(file.suggestedFilename()).toBe('galley-activity.csv');
  });
});

describe('an ignored finding', () => {
  it('is listed with who and why, and restored', async () => {
    const { id, issues } = await submit('ignored/page.md');
    await api().ignore(id, { fingerprints: [issues[0]!.fingerprint], note: 'printed that way' });
    await goTo('ignored');
    const row = test('ignored').locator('li', { hasText: 'printed that way' });
    await expect.poll(() => row.innerText()).toContain('local');
    await row.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(() => row.count()).toBe(0);
    expect((await api().ignored('ignored/page.md')).results).toEqual([]);
  });
});

describe('quality over time', () => {
  it('is drawn, and its parts lead to what they count', async () => {
    await submit('quality/guides/one.md', SKIPPED, { family: 'pdf' });
    const two = 'quality/guides/two.md';
    await submit(two, SKIPPED, { family: 'pdf' });
    await submit(two, '# Title\n\nText.\n', { family: 'pdf' });
    await goTo('quality?family=pdf');
    await expect.poll(() => page.locator('.plot canvas').count()).toBe(4);
    expect(await test('figures').innerText()).toContain('Documents');
    // New against all: two came with the second document, and one of them went.
    expect(await test('figures').innerText()).toMatch(/Warnings\s+3 \+3\s+2 new, 1 resolved/);
    // The newest figures, while no pointer is on others.
    const legend = await page.locator('.u-legend').first().innerText();
    expect(legend).toMatch(/\d{4}-\d{2}-\d{2}\s*Errors\s*\d/);
    await page.getByRole('link', { name: 'quality/guides' }).click();
    await expect.poll(() => page.url()).toContain('folder=quality');
    await expect.poll(() => test('list').innerText()).toContain('one.md');
  });
});

describe('what waits', () => {
  it('is on the home page, and so is what came since one last looked', async () => {
    await goTo('');
    await expect.poll(() => state().innerText()).toBe('Live');
    await page.goto('about:blank');
    await submit('since/one.md');
    await goTo('');
    await expect.poll(() => test('since').innerText()).toContain('1 document');
    await expect.poll(() => test('waiting-documents').innerText()).toContain('.md');
    await button('Mark as seen').click();
    await expect.poll(() => test('since').count()).toBe(0);
  });
});

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
/**
 * What is wrong with the page for people who do not see or point, with the places.
 *
 * @param rules - those to check; all when left out
 */
async function findBarriers({
  within = ['html'],
  rules,
}: { within?: string[]; rules?: string[] } = {}): Promise<string[]> {
  // The page's CSP refuses a script element.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate(
    ([include, runOnly]) =>
      (
        globalThis as unknown as { axe: { run: (within: object, options: object) => Promise<AxeResults> } }
      ).axe.run({ include }, runOnly ? { runOnly } : {}),
    [within, rules] as const,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** What is pressed and is less than 24 px high or wide: WCAG 2.2, 2.5.8. */
const smallTargets = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('main :is(a, button, summary, select, input)')].flatMap((element) => {
      // A tick box is pressed by its label, too.
      const target = element.matches('[type=checkbox]') ? (element.closest('label') ?? element) : element;
      const { width, height } = target.getBoundingClientRect();
      const isSmall = height > 0 && (height < 24 || width < 24);
      return isSmall && !element.closest('.visually-hidden')
        ? [`${element.outerHTML.slice(0, 120)}: ${width} x ${height}`]
        : [];
    }),
  );

const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

const expectNoBarriers = async (path: string) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(await findBarriers(), path).toEqual([]);
  expect(await paper()).toBe('rgb(247, 246, 243)');
  // All that is different in the dark.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await findBarriers({ rules: ['color-contrast'] }), path).toEqual([]);
  expect(await paper()).toBe('rgb(21, 20, 18)');
};

describe('every page', () => {
  it.each([
    ['home and lists of versions', ['', 'documents', 'validations']],
    ['lists of other things', ['recommendations', `rules/${RULE}`, 'workflows', 'quality', 'deliver']],
    ['the log, what is ignored, families', ['activity', 'ignored', 'families', 'families/cells']],
    ['single things', ['validations/:validation', 'workflows/:run', 'nothing']],
  ])('has no barriers, light and dark: %s', async (group, paths) => {
    const name = `access/${group.replaceAll(/\W+/g, '-')}.md`;
    const { id, recommendations, issues } = await submit(name, SKIPPED, { family: 'cells' });
    await api().ignore(id, { fingerprints: [issues[0]!.fingerprint] });
    await api().decideRecommendation(recommendations[0]!.id, 'approve');
    const run = await api().createRun({ type: 'batch_validation', name: 'access' });
    for (const path of paths) {
      await goTo(path.replace(':validation', id).replace(':run', run.id));
      await expect.poll(() => state().innerText()).toBe('Live');
      await expect.poll(main).not.toContain('Loading');
      await expectNoBarriers(path);
    }
  });

  it('has none where the Worker makes it, without a script', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${service.url}/github/setup`);
    await expectNoBarriers('/github/setup');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });

  it('fits 320 px, however long names are, and offers a menu there', async () => {
    const word = 'unbreakable'.repeat(12);
    const file_path = `${word}/${word}/${word}.md`;
    const { id, recommendations } = await submit(file_path, SKIPPED, { family: 'cells' });
    await api().decideRecommendation(recommendations[0]!.id, 'approve');
    const other = await submit(`${word}/${word}/ignored-${word}.md`, SKIPPED, { family: 'cells' });
    await api().ignore(other.id, { fingerprints: [other.issues[0]!.fingerprint], note: word });
    const documents = [{ file_path, content: SKIPPED }];
    const run = await api().createRun({ type: 'batch_validation', name: word, documents });
    await expect.poll(async () => (await api().run(run.id)).state).toBe('completed');
    await page.setViewportSize({ width: 320, height: 700 });
    for (const path of [
      '',
      'documents',
      `documents?folder=${word}`,
      'validations',
      `validations/${id}`,
      'recommendations',
      `rules/${RULE}`,
      'workflows',
      `workflows/${run.id}`,
      'quality',
      `quality?folder=${word}`,
      'deliver',
      'activity',
      'ignored',
      'families',
      'families/cells',
      'health',
      'tokens',
      'webhooks',
      `desk/${id}`,
    ]) {
      await goTo(path);
      await expect.poll(() => state().innerText()).toBe('Live');
      await expect.poll(main).not.toMatch(/Loading|loading…/);
      const { width, beyond } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        beyond: [...document.querySelectorAll('body *')]
          .filter((element) => element.getBoundingClientRect().right > innerWidth)
          .map((element) => element.outerHTML.slice(0, 120)),
      }));
      expect(width, `${path}: ${beyond.join('\n')}`).toBeLessThanOrEqual(320);
      expect(await smallTargets(), path).toEqual([]);
    }
    await button('Menu').click();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Documents' }).click();
    await expect.poll(() => page.locator('h1').innerText()).toBe('Documents');
    expect(await button('Menu').getAttribute('aria-expanded')).toBe('false');
  });
});

describe('the page of the API', () => {
  it.each([
    ['light', 1_440],
    ['dark', 390],
  ] as const)('shows and finds every operation (%s, %i px wide)', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    await page.goto(`${service.url}/docs`);
    const described = (await (await fetch(`${service.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const operations = Object.values(described.paths).flatMap((methods) => Object.values(methods));
    const shown = await page.locator('article.operation').evaluateAll((all) => all.map(({ id }) => id));
    expect(operations.map(({ operationId }) => operationId).filter((id) => !shown.includes(id))).toEqual([]);
    if (width < 800) await page.getByText('Contents', { exact: true }).click();
    await page.getByRole('searchbox').fill('undo batch');
    expect(await page.locator('.contents li:visible').allInnerTexts()).toEqual([
      expect.stringContaining('/batches/{id}/undo'),
    ]);
    await page.locator('.contents li:visible a').click();
    await expect.poll(() => page.locator('#undoBatch h3').isVisible()).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    expect(refused).toEqual([]);
    // All of it would take axe a minute. What is far away is like this.
    expect(await findBarriers({ within: ['.masthead', '.contents', '#group-documents'] })).toEqual([]);
  });
});
