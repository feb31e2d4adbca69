import axe from 'axe-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { api, button, context, goTo, openPage, page, test, useDashboard } from './dashboard-page.ts';
import { SPACES_ON } from '../spaces-on.ts';

useDashboard({ expectedErrors: /status of 4/ });

/** Nine rules have a recommendation about it. */
const NINE = `# Nine

Text${' '.repeat(3)}
more.

#Install

\`\`\`
$ npm install
\`\`\`

### Too deep

<!-- markdownlint-enable MD004 -->

* One
- Two

![](images/screen.png)

The service is is started.

See [this](), [that](TODO) and [below](#to-deep).
${SPACES_ON}`;
const THREE = `# A\n\nText   \nmore.\n\n### Too deep\n\n<!-- markdownlint-enable MD004 -->\n\n* One\n- Two\n${SPACES_ON}`;

const submit = (file_path: string, content = THREE) => api().validate({ content, file_path });
const status = () => test('desk-status').innerText();
const progress = () => test('desk-progress').innerText();
const title = () => page.locator('#desk-card-title').innerText();
const undoBar = () => test('desk-undo');
/** The key of the finding on the card, as the address names it. */
const finding = () => new URL(page.url()).searchParams.get('finding');
const statusesOf = async (id: string) =>
  Object.fromEntries((await api().validation(id)).recommendations.map((one) => [one.rule_id, one.status]));

let pressed = 0;
async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    pressed += 1;
  }
}

async function openDesk(id: string, query = ''): Promise<void> {
  await goTo(`desk/${id}${query}`);
  await expect.poll(progress).toMatch(/^\d+ of \d+/);
  await expect.poll(finding).not.toBeNull();
}

/**
 * The serious faults that axe finds, and where.
 *
 * @param contrast - not in forced colours: they are the reader's own, and axe reads those that the page would have
 */
async function serious(contrast = true): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (enabled) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        rules: { 'color-contrast': { enabled } },
      }),
    contrast,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map((one) => `${one.id}: ${one.nodes.map(({ html }) => html).join(' ')}`);
}

beforeEach(() => {
  pressed = 0;
});

describe('the desk', () => {
  it('takes ten keys at most for the nine recommendations of a document, and goes on to the next', async () => {
    const nine = await submit('a-queue/nine.md', NINE);
    const next = await submit('b-queue/next.md');
    expect(nine.recommendations).toHaveLength(9);
    await goTo('desk?file_path=queue/');
    await expect.poll(progress).toContain('1 of 9');
    expect(page.url()).toContain(nine.id);
    for (let left = 8; left >= 0; left -= 1) {
      await press('a');
      await expect.poll(progress).toContain(left === 0 ? 'all decided' : `${left} to decide`);
    }
    await expect.poll(() => test('desk-settled').innerText()).toContain('All 9 decided');
    await press('J');
    await expect.poll(() => page.url()).toContain(next.id);
    await expect.poll(progress).toContain('3 to decide');
    expect(pressed).toBeLessThanOrEqual(10);
    await expect
      .poll(async () => new Set(Object.values(await statusesOf(nine.id))))
      .toEqual(new Set(['approved']));
  });

  it('shows the change in its place, with blanks that can be seen', async () => {
    const { id } = await submit('desk/blanks.md');
    await openDesk(id);
    await expect.poll(() => page.locator('.desk-row.here').innerText()).toContain('Text  ·');
    expect(await page.locator('.desk-row.here del').innerText()).toBe('·');
    await press('j');
    await expect.poll(title).toBe('Fix heading structure');
    expect(await page.locator('.desk-row.here del').innerText()).toBe('#');
    // The findings that are not on the card are marked all the same.
    expect(await page.locator('.desk-mark').count()).toBeGreaterThan(1);
    await page.locator('.desk-mark').first().click();
    await expect.poll(title).toBe('Remove trailing spaces');
  });

  it('shows a decision before the service has answered, and undoes it, without losing the focus', async () => {
    const { id } = await submit('desk/slow.md');
    await openDesk(id);
    const answer = Promise.withResolvers<undefined>();
    await page.route('**/api/recommendations/*/approve', async (route) => {
      await answer.promise;
      await route.continue();
    });
    const first = finding();
    await button(/^Approve/).focus();
    await page.keyboard.press('Enter');
    await expect.poll(progress).toContain('2 of 3 · 2 to decide');
    await expect.poll(() => undoBar().innerText()).toContain('Approved: Remove trailing spaces');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Approve');
    answer.resolve(undefined);
    await expect.poll(async () => (await statusesOf(id))['MD009']).toBe('approved');
    await press('u');
    await expect.poll(finding).toBe(first);
    await expect.poll(status).toBe('proposed');
    await expect.poll(async () => (await statusesOf(id))['MD009']).toBe('proposed');
    await expect.poll(() => undoBar().count()).toBe(0);
  });

  it('says who was faster, and shows what they decided', async () => {
    const { id, recommendations } = await submit('desk/faster.md');
    await openDesk(id);
    const answer = Promise.withResolvers<undefined>();
    await page.route('**/api/recommendations/*/approve', async (route) => {
      await answer.promise;
      await route.continue();
    });
    const first = finding()!;
    await press('a');
    await expect.poll(progress).toContain('2 to decide');
    await api().decideRecommendation(first, 'reject', { note: 'two spaces break the line' });
    answer.resolve(undefined);
    await expect
      .poll(() => test('toasts').innerText())
      .toMatch(/was faster: “Remove trailing spaces” is rejected/);
    await press('k');
    await expect.poll(status).toBe('rejected');
    expect(await test('desk-decided').innerText()).toContain('two spaces break the line');
    expect(recommendations.map((one) => one.id)).toContain(first);
  });

  it('keeps what is typed through a reload, and what others do, and approves it as the decision', async () => {
    const { id, recommendations } = await submit('desk/mine.md');
    const bullets = recommendations.find(({ rule_id }) => rule_id === 'MD004')!;
    await openDesk(id, `?finding=${bullets.id}`);
    await press('n');
    await page.keyboard.type('house ja');
    const other = recommendations.find(({ rule_id }) => rule_id === 'MD009')!;
    await api().decideRecommendation(other.id, 'reject');
    await expect.poll(progress).toContain('2 to decide');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('desk-note');
    await press('Escape', 'e');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('+');
    await page.reload();
    await expect.poll(() => page.locator('#desk-note').inputValue()).toBe('house ja');
    await expect.poll(() => page.locator('.desk-row.here ins').innerText()).toBe('+');
    await press('a');
    await expect
      .poll(async () => (await api().recommendation(bullets.id)).recommendation)
      .toMatchObject({ status: 'approved', notes: 'house ja', approved_edits: [{ index: 0, text: '+' }] });
  });

  it('ignores a finding with a reason, and brings it back', async () => {
    const { id } = await submit('desk/ignore.md');
    await openDesk(id);
    await press('i');
    await page.keyboard.type('a line break');
    await page.keyboard.press('Tab');
    await page.getByLabel('Report again from').fill('2100-01-01');
    await page.keyboard.press('Enter');
    await expect.poll(progress).toContain('2 to decide');
    await expect
      .poll(async () => (await api().ignored('desk/ignore.md')).results)
      .toMatchObject([
        {
          rule_id: 'MD009',
          note: 'a line break',
          until: new Date('2100-01-01T00:00').toISOString(),
        },
      ]);
    await expect.poll(async () => (await statusesOf(id))['MD009']).toBe('rejected');
    await press('u');
    await expect.poll(async () => (await api().ignored('desk/ignore.md')).results).toEqual([]);
    await expect.poll(async () => (await statusesOf(id))['MD009']).toBe('proposed');
  });

  it('decides on what is ticked as one, and undoes it as one', async () => {
    const { id } = await submit('desk/ticked.md');
    await openDesk(id);
    await press('x', 'j', 'x');
    await button(/^Reject 2/).click();
    await expect.poll(progress).toContain('1 to decide');
    await expect
      .poll(async () => Object.values(await statusesOf(id)).toSorted())
      .toEqual(['proposed', 'rejected', 'rejected']);
    await press('u');
    await expect
      .poll(async () => new Set(Object.values(await statusesOf(id))))
      .toEqual(new Set(['proposed']));
  });

  it('repeats a decision for all alike, which it shows and names', async () => {
    const made = [];
    for (const name of ['a', 'b', 'c'])
      made.push(await api().validate({ content: THREE, file_path: `alike/${name}.md`, family: 'words' }));
    const [first, second, third] = made;
    await openDesk(first!.id);
    const rule = first!.recommendations.find((one) => one.id === finding())!.rule_id;
    await press('a', '.');
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.innerText()).toContain('alike/c.md');
    expect(await dialog.locator('li').count()).toBe(2);
    await dialog.getByRole('checkbox', { name: 'alike/c.md' }).uncheck();
    await dialog.getByRole('button', { name: 'Approve 1' }).click();
    await expect.poll(async () => (await statusesOf(second!.id))[rule]).toBe('approved');
    expect((await statusesOf(third!.id))[rule]).toBe('proposed');
    await press('u');
    await expect.poll(async () => (await statusesOf(second!.id))[rule]).toBe('proposed');
    expect((await statusesOf(first!.id))[rule]).toBe('approved');
    expect(page.url()).toContain(first!.id);
  });
});

describe('the keys of the desk', () => {
  it('are listed, do nothing while somebody types, and lead anywhere by the palette', async () => {
    const { id } = await submit('palette/here.md');
    const there = await submit('palette/somewhere-else.md');
    await openDesk(id);
    await press('?');
    await expect
      .poll(() => page.getByRole('dialog').innerText())
      .toContain('The same decision for all alike');
    await press('Escape', '/');
    await page.keyboard.type('apju');
    expect(await status()).toBe('proposed');
    await expect.poll(() => page.url()).toContain('file_path=apju');
    await press('Escape', 'Control+k');
    await page.keyboard.type('somewhere-el');
    await expect.poll(() => page.getByRole('option').allInnerTexts()).toHaveLength(1);
    await press('Enter');
    await expect.poll(() => page.url()).toContain(there.id);
    await press('Control+k');
    await page.keyboard.type('next finding');
    await expect.poll(() => page.getByRole('option').allInnerTexts()).toHaveLength(2);
    await press('Enter');
    await expect.poll(title).toBe('Fix heading structure');
  });
});

describe('a document of 1 MB', () => {
  it('has only the rows in sight on the page, wherever it is scrolled', async () => {
    const part = `## Part\n\n${'Words of a long paragraph. '.repeat(40)}\n\nSee [this]().\n\n`;
    const content = `# Big\n\n${part.repeat(Math.floor(950_000 / part.length))}The end is is here.\n`;
    const { id, recommendations } = await submit('big/book.md', content);
    const last = recommendations.find(({ rule_id }) => rule_id === 'prose/doubled-word')!;
    await openDesk(id);
    await expect.poll(() => page.locator('.desk-row.here').innerText()).toContain('See [this]()');
    expect(await page.locator('.desk-row').count()).toBeLessThan(150);
    await page.locator('.desk-item', { hasText: 'doubled word' }).getByRole('button').click();
    await expect.poll(() => page.locator('.desk-row.here').innerText()).toContain('The end is');
    expect(await page.locator('.desk-row').count()).toBeLessThan(150);
    expect(finding()).toBe(last.id);
    await expect
      .poll(() => page.locator('.desk-row.here').evaluate((row) => row.getBoundingClientRect().top))
      .toBeLessThan(900);
  });
});

describe('for everyone', () => {
  it('has no serious fault that axe knows, light, dark and in forced colours', async () => {
    const { id } = await submit('axe/page.md', NINE);
    await openDesk(id);
    await press('a', 'r');
    for (const look of [
      { colorScheme: 'light' },
      { colorScheme: 'dark' },
      { colorScheme: 'light', forcedColors: 'active' },
    ] as const) {
      await page.emulateMedia(look);
      expect(await serious(!('forcedColors' in look)), JSON.stringify(look)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await press('?');
    expect(await serious()).toEqual([]);
    await press('Escape', 'Control+k');
    await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(0);
    expect(await serious()).toEqual([]);
  });

  it('fits on a phone: the text on top, the card below it', async () => {
    const { id } = await submit(`phone/${'very-long-name-'.repeat(6)}.md`);
    await page.setViewportSize({ width: 390, height: 844 });
    await openDesk(id);
    const text = (await page.locator('.desk-scroller').boundingBox())!;
    const card = (await page.locator('.desk-side').boundingBox())!;
    expect(text.height).toBeGreaterThan(150);
    expect(card.y).toBeGreaterThanOrEqual(text.y + text.height - 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await button('Queue').click();
    await page.locator('.desk-item', { hasText: 'Fix heading' }).getByRole('button').click();
    await expect.poll(title).toBe('Fix heading structure');
    await button(/^Approve/).click();
    await expect.poll(progress).toContain('2 to decide');
  });

  it('is reached from a validation, and shown by its address to somebody else', async () => {
    const { id } = await submit('links/from.md');
    await goTo(`validations/${id}`);
    await page.getByRole('link', { name: 'Fix heading structure' }).click();
    await expect.poll(title).toBe('Fix heading structure');
    const other = await openPage();
    await other.goto(page.url());
    await expect.poll(() => other.locator('#desk-card-title').innerText()).toBe('Fix heading structure');
    expect(context.pages()).toHaveLength(2);
  });
});
