import { describe, expect, it } from 'vitest';
import { MAX_FEED_ENTRIES } from '../../src/dashboard/home/home-model.ts';
import { api, context, page, said, service, state, test, useDashboard, wrong } from './dashboard-page.ts';

// Each test checks the errors that it is about.
useDashboard({ checkErrors: false });

const SKIPPED = '# Title\n\nText.\n\n### Too deep\n\nText.\n';
const counter = async (name: string) =>
  Number((await test(`counter-${name}`).innerText()).replaceAll(',', ''));
const LIVE_TIMEOUT_MS = 30_000;

const ignoredRules = async () => (await api().ignored('excused.md')).results.map(({ rule_id }) => rule_id);

/** The close code that the page receives when a socket is refused. */
const closeCode = (path: string, protocols: string[]) =>
  page.evaluate(
    ([address, names]) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(address, names);
        socket.addEventListener('close', ({ code }) => resolve(code));
      }),
    [`${service.url.replace('http', 'ws')}${path}`, protocols] as const,
  );

async function openDashboard(): Promise<void> {
  await page.goto(`${service.url}/dashboard/`);
  await expect.poll(() => state().innerText()).toBe('Live');
}
async function expectCounter(name: string, value: number): Promise<void> {
  await expect.poll(() => counter(name)).toBe(value);
}
async function expectToast(text: string): Promise<void> {
  await expect.poll(() => test('toasts').innerText()).toContain(text);
}
async function expectFeed(text: string): Promise<void> {
  await expect.poll(() => test('feed').innerText()).toContain(text);
}

describe('the dashboard', () => {
  it('is live, says so, and shows a document the moment it is validated', async () => {
    await page.goto(service.url);
    expect(page.url()).toBe(`${service.url}/dashboard/`);
    await expectToast('Connected to live updates');
    expect(await state().innerText()).toBe('Live');
    const socket = service.url.replace('http', 'ws');
    expect(said).toContain(`Connecting to WebSocket: ${socket}/ws/validation_updates`);
    expect(said).toContain('WebSocket connected successfully');

    const before = { validations: await counter('validations'), pending: await counter('pending') };
    const response = await fetch(`${service.url}/api/validate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"content": "# Test Article\\nSome content here", "file_path": "test.md", "family": "cells"}',
    });
    expect(response.status).toBe(201);
    const first = (await response.json()) as { recommendations: unknown[] };
    await expectFeed('📋 New validation created: test.md');
    await expectToast('New validation created: test.md');
    await expectCounter('validations', before.validations + 1);
    const pending = before.pending + first.recommendations.length;
    await expectCounter('pending', pending);

    const { recommendations } = await api().validate({ content: SKIPPED, file_path: 'deep.md' });
    expect(recommendations.length).toBeGreaterThan(0);
    await expectFeed('💡 New recommendation created: Fix heading structure');
    await expectCounter('pending', pending + recommendations.length);
    expect(wrong).toEqual([]);
  });

  it.each(['no-preference', 'reduce'] as const)(
    'pulses green while it is live (reduced motion: %s)',
    async (reducedMotion) => {
      await page.emulateMedia({ reducedMotion });
      await openDashboard();
      const { color, name, runs } = await state().evaluate((badge) => {
        const dot = badge.querySelector('.dot');
        if (!dot) throw new Error('no dot');
        const [animation] = dot.getAnimations();
        const { animationName, animationIterationCount } = getComputedStyle(dot);
        return {
          color: getComputedStyle(badge).color.match(/\d+/g)?.map(Number) ?? [],
          name: animationName,
          runs: animation?.playState === 'running' && animationIterationCount === 'infinite',
        };
      });
      const [red = 0, green = 0, blue = 0] = color;
      expect(green).toBeGreaterThan(Math.max(red, blue));
      expect(runs).toBe(true);
      expect(name).toBe(reducedMotion === 'reduce' ? 'fade' : 'pulse');
    },
  );

  it('shows hostile paths, titles and content as text, everywhere', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    page.on('dialog', (dialog) => wrong.push(`dialog: ${dialog.message()}`));
    await openDashboard();
    const content = `# ${hostile}\n\n### ${hostile}\n\n[${hostile}]()\n\n![](${hostile})\n\n<script>alert(1)</script>\n`;
    const made = await api().validate({ content, file_path: hostile });
    await expectFeed(`📋 New validation created: ${hostile}`);
    await expectToast(hostile);
    await expect.poll(() => test('validations').innerText()).toContain(hostile);
    await page.goto(`${service.url}/dashboard/validations/${made.id}`);
    await expect.poll(() => page.locator('h1').innerText()).toBe(hostile);
    expect(await page.locator('.source').innerText()).toContain(hostile);
    await expect.poll(() => test('findings').locator('li').count()).toBe(made.issues.length);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(wrong).toEqual([]);
  });

  it('spells out the characters of a path that can not be seen, and keeps the name of a long one', async () => {
    await openDashboard();
    await api().validate({
      content: '# A\n\nText.\n',
      file_path: `${'folder/'.repeat(40)}invoice\u202Efdp.md`,
    });
    await expectFeed('invoice[U+202E]fdp.md');
    const name = test('validations').locator('.path-name').first();
    await expect.poll(() => name.innerText()).toBe('invoice[U+202E]fdp.md');
    expect(await name.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });

  it('ignores a finding from where it is read, and brings it back', async () => {
    const made = await api().validate({ content: SKIPPED, file_path: 'excused.md' });
    await page.goto(`${service.url}/dashboard/validations/${made.id}`);
    await test('findings').getByRole('button', { name: 'Ignore from now on' }).first().click();
    await expect.poll(ignoredRules).toEqual([made.issues[0]!.rule_id]);
    expect((await api().validate({ content: SKIPPED, file_path: 'excused.md' })).issues).toHaveLength(
      made.issues.length - 1,
    );
    await test('findings').getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(ignoredRules).toEqual([]);
  });

  it('validates by form, by file and by drop, with the keyboard alone where there is one', async () => {
    await openDashboard();
    await page.getByLabel('Markdown', { exact: true }).focus();
    await page.keyboard.type(SKIPPED);
    await page.keyboard.press('Tab');
    await page.keyboard.type('typed.md');
    await page.keyboard.press('Tab');
    await page.keyboard.type('words');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => test('answer').innerText()).toContain('typed.md');
    await expectFeed('📋 New validation created: typed.md');

    const file = (name: string) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(SKIPPED) });
    await test('files').setInputFiles([file('one.md'), file('two.md')]);
    await expect.poll(() => test('answer').innerText()).toMatch(/one\.md[^]*two\.md/);

    const files = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'dropped.md'));
      return transfer;
    }, SKIPPED);
    await page.dispatchEvent('main', 'dragenter', { dataTransfer: files });
    await page.getByText('Drop files to validate them').waitFor();
    await page.dispatchEvent('main', 'drop', { dataTransfer: files });
    await expect.poll(() => test('answer').innerText()).toContain('dropped.md');
    await expectFeed('📋 New validation created: dropped.md');
  });

  it('draws a burst of events at most once a frame, and loses none of them', async () => {
    await openDashboard();
    const before = await counter('validations');
    await test('feed').evaluate((feed) => {
      const counts = { draws: 0, frames: 0 };
      Object.assign(globalThis, { counts });
      new MutationObserver(() => (counts.draws += 1)).observe(feed, { childList: true });
      const step = () => {
        counts.frames += 1;
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    });
    // Each of them has an event of its own, and one for each recommendation.
    const files = Array.from({ length: 100 }, (_, n) => new File([SKIPPED], `burst/${n}.md`));
    for (let n = 0; n < 4; n += 1) await api().validateFiles(files);
    await expectCounter('validations', before + 400);
    const { draws, frames } = await page.evaluate<{ draws: number; frames: number }>('counts');
    expect(draws).toBeLessThanOrEqual(frames);
    expect(await counter('pending')).toBe((await api().stats()).recommendations.by_status.proposed);
    expect(await test('feed').locator('li').count()).toBe(MAX_FEED_ENTRIES);
  });

  it('submits once, however often the shortcut is pressed', async () => {
    await openDashboard();
    let requests = 0;
    const arrived = Promise.withResolvers<undefined>();
    // No answer before the last of the key presses.
    const arePressed = Promise.withResolvers<undefined>();
    await page.route('**/api/validate', async (route) => {
      requests += 1;
      arrived.resolve(undefined);
      await arePressed.promise;
      await route.continue();
    });
    await page.getByLabel('Markdown', { exact: true }).fill(SKIPPED);
    await page.keyboard.down('Control');
    for (let n = 0; n < 3; n += 1) await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    await arrived.promise;
    arePressed.resolve(undefined);
    await expect.poll(() => test('answer').innerText()).toContain('untitled.md');
    expect(requests).toBe(1);
  });

  it('says what was refused and where, and keeps what was typed', async () => {
    await openDashboard();
    await page.getByLabel('Markdown', { exact: true }).fill('# Kept');
    await page.getByLabel('File path').fill('x'.repeat(2_000));
    await page.getByRole('button', { name: 'Validate', exact: true }).click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('file_path');
    expect(await page.getByLabel('Markdown', { exact: true }).inputValue()).toBe('# Kept');
  });

  it('shows a validation with its findings and recommendations, and what does not exist as such', async () => {
    const made = await api().validate({ content: SKIPPED, file_path: 'deep.md' });
    await openDashboard();
    await test('validations').getByText('deep.md').first().click();
    await expect.poll(() => page.url()).toContain('/dashboard/validations/');
    await page.goto(`${service.url}/dashboard/validations/${made.id}`);
    await expect.poll(() => test('recommendations').innerText()).toContain('Fix heading structure');
    await expect.poll(() => test('findings').locator('li').count()).toBe(made.issues.length);
    const [first] = made.issues;
    await test('findings').getByRole('button').first().click();
    await expect.poll(() => page.locator('.line.followed').getAttribute('id')).toBe(`L${first?.line}`);
    await page.goBack();
    await expect.poll(() => page.url()).toBe(`${service.url}/dashboard/`);
    expect(wrong).toEqual([]);
    for (const [address, title] of [
      ['validations/none', 'There is no such validation'],
      ['validations/%E0%A4', 'There is no such page'],
      ['nothing', 'There is no such page'],
    ]) {
      await page.goto(`${service.url}/dashboard/${address}`);
      await expect.poll(() => page.locator('h1').innerText()).toBe(title);
    }
  });

  it.each(['light', 'dark'] as const)('fits 390 px without scrolling sideways (%s)', async (colorScheme) => {
    const made = await api().validate({
      content: `${SKIPPED}${'word'.repeat(300)}\n`,
      file_path: `${'long/'.repeat(60)}path.md`,
    });
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/dashboard/', `/dashboard/validations/${made.id}`]) {
      await page.goto(`${service.url}${path}`);
      await expect.poll(() => state().innerText()).toBe('Live');
      await page.locator('main .panel').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  });
});

it('lets a browser see why a socket is refused, in either encoding', async () => {
  await openDashboard();
  for (const protocols of [[], ['galley.v1']]) {
    expect(await closeCode('/ws/nothing', protocols)).toBe(4004);
    expect(await closeCode('/ws/validation_updates?after=soon', protocols)).toBe(4000);
  }
});

it('leaves nothing behind when the page is left', async () => {
  await openDashboard();
  expect((await api().monitoring()).live.connections).toBeGreaterThan(0);
  await page.goto('about:blank');
  await expect
    .poll(async () => (await api().monitoring()).live)
    .toMatchObject({ connections: 0, notify_failures: 0, hub_failures: 0 });
});

describe('when the server is killed', () => {
  it('the page says Disconnected, comes back by itself, and shows what it missed', async () => {
    await openDashboard();
    const before = await counter('validations');
    await service.kill();
    await expect.poll(() => state().innerText(), { timeout: LIVE_TIMEOUT_MS }).toBe('Disconnected');
    await expectToast('Connection lost');

    // Keeps the page offline until there is an event that it has missed.
    await context.setOffline(true);
    await service.start();
    await api().validate({ content: SKIPPED, file_path: 'missed.md' });
    await context.setOffline(false);
    await expect.poll(() => state().innerText(), { timeout: LIVE_TIMEOUT_MS }).toBe('Live');
    await expectFeed('📋 New validation created: missed.md');
    await expectCounter('validations', before + 1);
    await expectToast('Reconnected to live updates');
  });
});
