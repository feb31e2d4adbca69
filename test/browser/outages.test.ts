import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CLIENT_REQUEST_TIMEOUT_MS } from '../../src/shared/limits.ts';
import { api, button, goTo, page, service, state, test, useDashboard } from './dashboard-page.ts';
import { SPACES_ON } from '../spaces-on.ts';

// The browser logs each request and socket that gets no answer, and each answer above 399.
useDashboard({ expectedErrors: /status of [45]|net::ERR_|^WebSocket connection to .* failed/ });

const FIXABLE = `# Title\n\nText   \nmore.\n\n### Too deep\n\nText.\n${SPACES_ON}`;
const submit = (file_path: string) => api().validate({ content: FIXABLE, file_path });
const alert = () => page.getByRole('alert');
const rows = () => test('list').locator('li').count();
const main = () => page.locator('main').innerText();
const abort = (route: Route) => route.abort();

/** Makes every request to the API fail, as if the service were away. The live connection stays. */
const goAway = (what = '**/api/**') => page.route(what, abort);
const comeBack = (what = '**/api/**') => page.unroute(what, abort);
/** Presses "Try again" if it is there, and tells how many alerts are left. */
const pressTryAgain = async () => {
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll('[role=alert] button')];
    buttons.find(({ textContent }) => textContent === 'Try again')?.dispatchEvent(new Event('click'));
  });
  return alert().count();
};
/**
 * Presses "Try again" while the service is away, which asks once more, and when it is back. By then an event may make
 * the page load by itself at any moment, and take the alert with its button away.
 */
const tryAgainAndComeBack = async (what = '**/api/**') => {
  const asked = page.waitForRequest(what);
  await button('Try again').first().click();
  const request = await asked;
  await expect.poll(() => request.failure()).not.toBeNull();
  await alert().first().waitFor();
  await comeBack(what);
  await expect.poll(pressTryAgain, { interval: 1000 }).toBe(0);
};
const openLive = async (path: string) => {
  await goTo(path);
  await expect.poll(() => state().innerText()).toBe('Live');
};

describe('a first load that fails', () => {
  it('is reported when it is the very first request, and repeated without a reload', async () => {
    let requests = 0;
    await page.route('**/api/session', (route) => {
      requests += 1;
      return requests === 1 ? route.fulfill({ status: 503, body: '' }) : route.continue();
    });
    await openLive('');
    expect(requests).toBe(2);
  });

  it('is reported by the shell when the script of the page does not arrive', async () => {
    const loading = 'Loading… If this does not go away, reload the page.';
    const body = page.locator('body');
    await goAway('**/assets/app-*.js');
    await goTo('');
    await expect.poll(() => body.innerText()).toContain(loading);
    await comeBack('**/assets/app-*.js');
    await openLive('');
    expect(await body.innerText()).not.toContain(loading);
  });

  it('is reported when the service stays away, with a button to try again', async () => {
    await goAway();
    await goTo('validations');
    await expect.poll(() => alert().innerText()).toContain('The service does not answer.');
    expect(await main()).toContain('Galley could not be reached');
    const again = page.waitForRequest('**/api/session');
    await button('Try again').click();
    await again;
    await comeBack();
    await expect.poll(() => page.locator('h1').innerText()).toBe('Validations');
  });

  it('is given up when the service takes the request and never answers', async () => {
    await page.clock.install();
    let held = 0;
    let isBack = false;
    // Stays in place: without a route Chromium would let the requests go that were held.
    await page.route('**/api/session', (route) => {
      if (isBack) return route.continue();
      held += 1;
    });
    await goTo('');
    await expect.poll(() => held).toBe(1);
    await page.clock.fastForward(CLIENT_REQUEST_TIMEOUT_MS + 1);
    await expect.poll(() => alert().innerText()).toContain('The service does not answer.');
    // The page repeats the request by itself. This one gets no answer either.
    await expect.poll(() => held).toBe(2);
    isBack = true;
    await button('Try again').click();
    await expect.poll(() => page.locator('h1').innerText()).toBe('Waiting');
  });

  it('is reported on the home page, which then fills', async () => {
    await goAway('**/api/stats');
    await goTo('');
    await expect.poll(() => alert().innerText()).toContain('The dashboard could not be loaded.');
    const again = page.waitForRequest('**/api/stats');
    await button('Try again').click();
    await again;
    await comeBack('**/api/stats');
    await expect.poll(() => state().innerText()).toBe('Live');
    expect(await alert().count()).toBe(0);
  });

  it.each([
    ['the list of validations', 'validations', '**/api/validations', 'load.md'],
    ['the list of runs', 'workflows', '**/api/workflows', 'first load'],
    ['recommendations', 'recommendations', '**/api/recommendations/groups**', 'headings/increment'],
    ['a validation', 'validations/:validation', '**/api/validations/:validation', 'load.md'],
    ['a run', 'workflows/:run', '**/api/workflows/:run', 'first load'],
  ])('is reported on the page of %s, with a button to try again', async (_, path, requests, shown) => {
    const names = ['first/load-a.md', 'first/load.md'];
    const [, validation] = [await submit(names[0]!), await submit(names[1]!)];
    const run = await api().createRun({ type: 'batch_validation', name: 'first load' });
    const fill = (text: string) => text.replace(':validation', validation.id).replace(':run', run.id);
    await goAway(fill(requests));
    await openLive(fill(path));
    await expect.poll(() => alert().first().innerText()).toContain('The service does not answer.');
    // Nobody knows how many there are.
    expect(await main()).not.toMatch(/\b0 (?:validation|run|recommendation)/);
    await tryAgainAndComeBack(fill(requests));
    await expect.poll(main).toContain(shown);
    await expect.poll(() => alert().count()).toBe(0);
  });
});

describe('an action while the service is away', () => {
  it('keeps the validation, the note and the preview on the page, and can be repeated', async () => {
    const { id, recommendations } = await submit('away/review.md');
    await api().decideRecommendation(recommendations[0]!.id, 'approve');
    await openLive(`validations/${id}`);
    await button('Preview').click();
    await test('preview').waitFor();
    const review = test('review');
    await review.getByPlaceholder('Note').fill('half a sentence');
    await goAway();
    await button('Preview').click();
    await expect.poll(() => test('toasts').innerText()).toContain('The service does not answer.');
    await review.getByRole('button', { name: 'Approve' }).click();
    await expect.poll(() => alert().first().innerText()).toContain('could not be loaded');
    expect(await page.locator('h1').innerText()).toContain('review.md');
    expect(await test('preview').count()).toBe(1);
    expect(await review.getByPlaceholder('Note').inputValue()).toBe('half a sentence');
    await tryAgainAndComeBack();
    await expect.poll(() => alert().count()).toBe(0);
    await review.getByRole('button', { name: 'Approve' }).click();
    await expect.poll(() => review.innerText()).toContain('approved');
    expect((await api().validation(id)).validation.notes).toBe('half a sentence');
  });

  it('leaves an ignored finding ignored when its undoing fails', async () => {
    const { id } = await submit('away/ignored.md');
    await openLive(`validations/${id}`);
    const finding = test('findings').locator('li').first();
    await finding.getByRole('button', { name: 'Ignore from now on' }).click();
    await finding.getByRole('button', { name: 'Undo' }).waitFor();
    await goAway();
    await finding.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => finding.innerText()).toContain('The service does not answer.');
    await comeBack();
    await finding.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await api().ignored('away/ignored.md')).results).toEqual([]);
  });

  it('keeps text and files that were submitted, and offers to try again', async () => {
    await openLive('');
    await goAway('**/api/validate');
    await page.getByLabel('Markdown', { exact: true }).fill(FIXABLE);
    await page.getByLabel('File path').fill('away/typed.md');
    await button('Validate').click();
    await expect.poll(() => alert().innerText()).toContain('The service does not answer.');
    await comeBack('**/api/validate');
    await alert().getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => test('answer').innerText()).toContain('typed.md');

    await goAway('**/api/validate');
    const buffer = Buffer.from(FIXABLE);
    await test('files').setInputFiles([{ name: 'chosen.md', mimeType: 'text/markdown', buffer }]);
    await expect.poll(() => alert().innerText()).toContain('The service does not answer.');
    await comeBack('**/api/validate');
    await alert().getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => test('answer').innerText()).toContain('chosen.md');
  });

  it('keeps the controls of a run', async () => {
    const { id } = await api().createRun({
      type: 'batch_validation',
      name: 'away',
      documents: [{ file_path: 'away/1.md', content: FIXABLE }],
    });
    await expect.poll(async () => (await api().run(id)).state).toBe('completed');
    const pending = await api().createRun({ type: 'batch_validation', name: 'away' });
    await openLive(`workflows/${pending.id}`);
    await goAway();
    await button('Cancel').click();
    await button('Yes').click();
    await expect.poll(() => test('toasts').innerText()).toContain('The service does not answer.');
    await expect.poll(() => alert().first().innerText()).toContain('could not be loaded');
    expect(await test('run').innerText()).toContain('pending');
    await comeBack();
    await button('Cancel').click();
    await button('Yes').click();
    await expect.poll(() => test('run').innerText()).toContain('cancelled');
    await expect.poll(() => alert().count()).toBe(0);

    // What has been loaded stays while a new version of it cannot be loaded.
    await openLive(`workflows/${id}`);
    await expect.poll(() => test('worst-files').innerText()).toContain('1.md');
    await expect.poll(() => test('timeline').innerText()).toContain('Batch run completed');
  });

  it('says so on parts of a page that could not be loaded', async () => {
    const { id } = await submit('away/parts.md');
    await goAway('**/api/validations/history**');
    await openLive(`validations/${id}`);
    await expect.poll(() => alert().innerText()).toContain('The history could not be loaded.');
    await tryAgainAndComeBack('**/api/validations/history**');
    await expect.poll(() => test('timeline').innerText()).toContain('New validation created');
  });
});

describe('a list while the service is away', () => {
  const COUNT = 60;
  const FIRST_PAGE = 50;

  it('keeps its pages, continues where it was, and never mixes two filters', async () => {
    const documents = Array.from({ length: COUNT }, (_, n) => ({
      file_path: `pages/${n}.md`,
      content: `# Page ${n}\n\nText.\n`,
    }));
    const { id } = await api().createRun({ type: 'batch_validation', name: 'pages', documents });
    await expect.poll(async () => (await api().run(id)).state).toBe('completed');
    await openLive(`validations?workflow_id=${id}`);
    await expect.poll(rows).toBe(FIRST_PAGE);
    await goAway();
    await button('Load more').click();
    await expect.poll(() => alert().innerText()).toContain('The service does not answer.');
    expect(await rows()).toBe(FIRST_PAGE);
    await tryAgainAndComeBack();
    await expect.poll(rows).toBe(COUNT);

    // A decision loads the list again, with as many pages as are shown.
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect.poll(() => test('list').innerText()).toContain('approved');
    expect(await rows()).toBe(COUNT);

    await goAway();
    await page.getByLabel('Review').selectOption('approved');
    await expect.poll(() => alert().innerText()).toContain('The service does not answer.');
    expect(await rows()).toBe(0);
    await tryAgainAndComeBack();
    await expect.poll(rows).toBe(1);
  });

  it('is up to date again after the connection was lost', async () => {
    await openLive('recommendations');
    const { url } = service;
    await goAway();
    await service.kill();
    await expect.poll(() => state().innerText(), { timeout: 30_000 }).toBe('Disconnected');
    await comeBack();
    await service.start();
    expect(service.url).toBe(url);
    await expect.poll(() => state().innerText(), { timeout: 30_000 }).toBe('Live');
    await expect.poll(() => alert().count()).toBe(0);
    await expect.poll(main).toContain('headings/increment');
  });
});

/** What the connection was called until a second of the page's clock later, by a script of the test. */
async function wordsAfterASecond(): Promise<string[]> {
  await page.clock.runFor(1_000);
  return page.evaluate(() => [...(Reflect.get(globalThis, 'words') as Set<string>)]);
}

describe('a service that falls silent', () => {
  it('is noticed within 10 seconds and caught up with, and a list that fails meanwhile stays, with its age', async () => {
    await submit('silent/one.md');
    let isSilent = false;
    let isHeld = false;
    const held: (() => void)[] = [];
    await page.routeWebSocket(/\/ws\//, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (isSilent) return;
        if (isHeld && String(message).includes('silent/')) held.push(() => socket.send(message));
        else socket.send(message);
      });
    });
    await page.clock.install();
    await openLive('validations');
    await expect.poll(rows).toBeGreaterThan(0);
    const before = await rows();
    await page.evaluate(() => {
      const words = new Set<string>();
      const look = () =>
        words.add(document.querySelector('[data-testid=connection-state]')?.textContent ?? '');
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      Object.assign(globalThis, { words });
    });
    isSilent = true;
    await page.clock.runFor(9_000);
    // It may be trying again by now.
    expect(await wordsAfterASecond()).toContain('Disconnected');
    expect(await rows()).toBe(before);

    for (const name of ['two', 'three']) await submit(`silent/${name}.md`);
    await goAway('**/api/validations?**');
    await goAway('**/api/validations');
    [isSilent, isHeld] = [false, true];
    // It tries again by itself.
    await expect.poll(wordsAfterASecond).toContain('Catching up');
    isHeld = false;
    for (const send of held) send();
    await expect.poll(() => state().innerText()).toBe('Live');
    await expect.poll(() => alert().innerText()).toMatch(/What is shown is from \d\d:\d\d\./);
    expect(await rows()).toBe(before);
    await comeBack('**/api/validations?**');
    await comeBack('**/api/validations');
    await expect.poll(pressTryAgain, { interval: 1000 }).toBe(0);
    await expect.poll(() => page.locator('main').innerText()).toContain('three.md');
  }, 60_000);
});
