import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { api, button, context, goTo, openPage, page, useDashboard } from './dashboard-page.ts';
import { SPACES_ON } from '../spaces-on.ts';

useDashboard({ expectedErrors: /status of 4|ERR_FAILED/ });

const COUNT = 40;
const row = (name: string, on = page) => on.getByTestId('runs').locator('li', { hasText: name });
const run = (on = page) => on.getByTestId('run');
const bar = (of: Locator) => of.getByRole('progressbar');
const share = (of: Locator) =>
  bar(of).evaluate((element) => (element as unknown as { position: number }).position);
const textOf = (n: number) =>
  `---\ntitle: Page ${n}\n---\n\n# Page ${n}\n\nText   \nmore.\n\n### Too deep\n\nMore.\n${SPACES_ON}`;
const documents = (count: number, folder: string) =>
  Array.from({ length: count }, (_, n) => ({ file_path: `${folder}/${n}.md`, content: textOf(n) }));

/** A .zip of a folder with documents, one of them not UTF-8, and the files that operating systems add. */
function archive(): { name: string; mimeType: string; buffer: Buffer } {
  const members = Object.fromEntries(
    documents(COUNT - 1, 'docs').map(({ file_path, content }) => [file_path, strToU8(content)]),
  );
  members['docs/latin-1.md'] = Uint8Array.of(0x23, 0x20, 0xe9);
  members['docs/logo.png'] = Uint8Array.of(1);
  members['__MACOSX/docs/._0.md'] = Uint8Array.of(2);
  return { name: 'handbook.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync(members)) };
}
const choose = (files: Parameters<Locator['setInputFiles']>[0], on = page) =>
  on.getByTestId('run-files').setInputFiles(files);

/** A `DataTransfer` in the page, with one file. */
const dropped = (name: string, text: string) =>
  page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], file));
      return data;
    },
    [name, text] as const,
  );

/** Runs one document of a family with a gate, to its end. */
async function runOf(text: string, ref?: string): Promise<string> {
  const { id } = await api().createRun({
    type: 'batch_validation',
    documents: [{ file_path: 'guides/a.md', content: text }],
    family: 'gated',
    ...(ref !== undefined && { ref }),
  });
  await expect.poll(async () => (await api().run(id)).state).toBe('completed');
  return id;
}

describe('a batch run', () => {
  it('is uploaded as an archive, moves before the eyes of everyone, and says what came of it', async () => {
    const [list, home] = [await openPage(), await openPage()];
    await goTo('workflows', list);
    await goTo('', home);
    await goTo('workflows');
    await expect.poll(() => page.getByTestId('connection-state').innerText()).toBe('Live');
    await choose(archive());
    await expect.poll(() => page.getByTestId('chosen').innerText()).toContain('2 other files left out');
    expect(await page.getByLabel('Name').inputValue()).toBe('handbook');
    await button(`Start with ${COUNT} documents`).click();

    await expect.poll(() => page.url()).toMatch(/workflows\/[\w-]{36}$/);
    expect(await page.locator('h1').innerText()).toBe('handbook');
    await expect.poll(() => page.getByTestId('percent').innerText()).toBe('100 %');
    await expect.poll(() => run().innerText()).toContain('completed');
    expect(await share(run())).toBe(1);
    await expect.poll(() => page.getByTestId('failures').innerText()).toContain('is not UTF-8');
    expect(await page.getByTestId('failures').innerText()).toContain('latin-1.md');
    expect(await page.getByTestId('figure-done').innerText()).toBe(String(COUNT));
    expect(await page.getByTestId('figure-fail').innerText()).toBe('1');
    await expect.poll(() => page.getByTestId('worst-files').locator('li').count()).toBe(20);
    await expect.poll(() => page.getByTestId('rules').innerText()).toContain(`${COUNT - 1} files`);
    await expect.poll(() => page.getByTestId('timeline').innerText()).toContain('Batch run completed');
    // A document that its sender could not read cannot be tried again.
    expect(await run().getByRole('button').count()).toBe(0);

    // Other pages show it without a reload.
    await expect.poll(() => row('handbook', list).innerText()).toContain('completed');
    expect(await row('handbook', list).innerText()).toContain(`${COUNT} of ${COUNT} documents`);
    expect(await share(row('handbook', list))).toBe(1);
    await expect
      .poll(() => home.getByTestId('toasts').innerText())
      .toContain('Batch run completed: handbook');
    expect(await home.getByTestId('toasts').innerText()).not.toContain('new validations');
    expect(await home.getByTestId('active-runs').count()).toBe(0);
    await home.getByTestId('feed').getByText('Batch run completed: handbook').click();
    await expect.poll(() => home.url()).toBe(page.url());
  });

  it('leads to its validations and back, and to what was known before', async () => {
    // This text comes again with the second run.
    await api().validate({ file_path: 'twice/0.md', content: '# Page 0\n\nText.\n' });
    const first = await api().createRun({
      type: 'batch_validation',
      name: 'twice',
      documents: documents(3, 'twice'),
    });
    await expect.poll(async () => (await api().run(first.id)).state).toBe('completed');
    const changed = [
      { file_path: 'twice/0.md', content: '# Page 0\n\nText.\n' },
      ...documents(4, 'twice').slice(1),
    ];
    const { id } = await api().createRun({
      type: 'batch_validation',
      name: 'twice',
      documents: changed,
    });
    await expect.poll(async () => (await api().run(id)).state).toBe('completed');
    await goTo(`workflows/${id}`);
    await expect.poll(() => page.getByTestId('changes').innerText()).toContain('1 file more');
    expect(await page.getByTestId('figure-reused').innerText()).toBe('3');
    await page.getByText(/^Resolved \(\d+\)$/).click();
    expect(await page.getByTestId('changes').innerText()).toContain('twice/0.md');
    // Any other run of the family can be chosen, and the address names it.
    const other = await api().createRun({
      type: 'batch_validation',
      name: 'other',
      documents: documents(1, 'other'),
    });
    await expect.poll(async () => (await api().run(other.id)).state).toBe('completed');
    await page.reload();
    await page.getByLabel('Compare with').selectOption(other.id);
    await expect
      .poll(() => page.getByTestId('changes').innerText())
      .toMatch(/^Since that run[^]*4 files more\s+1 file gone/);
    expect(page.url()).toContain(`since=${other.id}`);

    await page.getByRole('link', { name: 'All its validations' }).click();
    await expect.poll(() => page.getByTestId('total').innerText()).toBe('4 validations');
    expect(await page.getByTestId('of-run').innerText()).toContain('twice');
    await page.getByTestId('list').getByText('twice/0.md').click();
    await expect.poll(() => page.getByTestId('reused').innerText()).toContain('Nothing has changed since');
    await page.getByRole('link', { name: 'an earlier validation' }).click();
    await expect.poll(() => page.getByTestId('superseded').innerText()).toContain('supersedes this one');

    // An unchanged document goes on with the version of the run before, and what is to be decided there.
    await goTo(`validations?workflow_id=${id}`);
    await page.getByTestId('list').getByText('twice/1.md').click();
    await expect.poll(() => page.getByTestId('recommendations').locator('li').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'twice', exact: true }).click();
    await expect.poll(() => page.url()).toContain(first.id);

    await goTo(`validations?workflow_id=${id}`);
    await button('Show those of all runs').click();
    await expect.poll(() => page.getByTestId('total').innerText()).not.toBe('4 validations');
    expect(page.url()).not.toContain('workflow_id');
  });

  it('is paused, resumed and cancelled from its page, while another page looks on', async () => {
    const { id } = await api().createRun({ type: 'batch_validation', name: 'long' });
    for (const part of [0, 1]) await api().addDocuments(id, documents(500, `long/${part}`));
    await goTo(`workflows/${id}`);
    const other = await openPage();
    await goTo('workflows', other);
    await expect.poll(() => row('long', other).innerText()).toContain('pending');
    await button('Start').click();
    await expect.poll(() => page.getByTestId('arrivals').locator('li').count()).toBeGreaterThan(1);
    await expect.poll(() => share(run())).toBeGreaterThan(0);
    expect(await share(run())).toBeLessThan(1);
    await button('Pause').click();
    await expect.poll(() => run().innerText()).toContain('paused');
    await expect.poll(() => row('long', other).innerText()).toContain('paused');
    const { done } = await api().run(id);
    expect(done).toBeLessThan(1_000);
    await expect.poll(() => run().innerText()).toContain(`${done} of 1,000 documents`);
    await goTo('', other);
    await expect.poll(() => other.getByTestId('active-runs').innerText()).toContain('paused');

    await button('Resume').click();
    await expect.poll(async () => (await api().run(id)).done).toBeGreaterThan(done);
    await expect.poll(() => other.getByTestId('active-runs').innerText()).toContain('running');
    await button('Cancel').click();
    await button('No').click();
    await button('Cancel').click();
    await button('Yes').click();
    await expect.poll(() => run().innerText()).toContain('cancelled');
    expect(await run().getByRole('button').count()).toBe(0);
    await expect.poll(() => other.getByTestId('active-runs').count()).toBe(0);
    expect(await share(run())).toBeLessThan(1);
  });
});

describe('an upload', () => {
  it('goes on where it broke off, and loses nothing', async () => {
    await goTo('workflows');
    const files = documents(1_100, 'many').map(({ file_path, content }) => ({
      name: file_path.replace('/', '-'),
      mimeType: 'text/markdown',
      buffer: Buffer.from(content),
    }));
    await choose(files);
    await page.getByLabel('Name').fill('broken off');
    let requests = 0;
    await page.route('**/api/workflows/*/documents', (route) => {
      requests += 1;
      return requests === 2 ? route.abort() : route.continue();
    });
    await button('Start with 1,100 documents').click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('does not answer');
    expect(await page.getByTestId('sending').innerText()).toContain('500 of 1,100');
    // The name and the files are still there after a visit to another page.
    await page.getByRole('link', { name: 'Recommendations' }).click();
    await page.getByRole('link', { name: 'Runs' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('broken off');
    await button('Try again').click();
    await expect.poll(() => run().innerText()).toContain('of 1,100 documents');
    expect(requests).toBe(4);
    const { results } = await api().runs({ name: 'broken off' });
    expect(results).toHaveLength(1);
    await button('Cancel').click();
    await button('Yes').click();
  });

  it('takes a whole folder, chosen or dropped', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'galley-docs-'));
    await mkdir(join(folder, 'docs/guide'), { recursive: true });
    for (const name of ['docs/a.md', 'docs/guide/b.txt', 'docs/logo.png']) {
      await writeFile(join(folder, name), `# ${name}\n`);
    }
    await goTo('workflows');
    await page.getByTestId('run-folder').setInputFiles(join(folder, 'docs'));
    await expect.poll(() => button('Start with 2 documents').count()).toBe(1);
    await button('Clear').click();

    await goTo('');
    await expect.poll(() => page.getByTestId('connection-state').innerText()).toBe('Live');
    const hand = await context.newCDPSession(page);
    const data = { items: [], files: [join(folder, 'docs')], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await hand.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    await button('Start with 2 documents').click();
    await rm(folder, { recursive: true });
    await expect.poll(() => page.locator('h1').innerText()).toBe('docs');
    await expect.poll(() => run().innerText()).toContain('completed');
    const { results } = await api().runDocuments(new URL(page.url()).pathname.split('/').at(-1) ?? '');
    expect(results.map(({ file_path }) => file_path).toSorted()).toEqual(['docs/a.md', 'docs/guide/b.txt']);
  });

  it('takes what is dropped on any page, and says what it can not read', async () => {
    await goTo('validations');
    await expect.poll(() => page.getByTestId('connection-state').innerText()).toBe('Live');
    await page.dispatchEvent('body', 'drop', { dataTransfer: await dropped('docs.zip', 'no archive') });
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('docs.zip: It is no .zip');
    expect(page.url()).toContain('/workflows');
    await page.dispatchEvent('body', 'drop', { dataTransfer: await dropped('one.md', '# One\n') });
    await expect.poll(() => button('Start with 1 document').count()).toBe(1);
    await button('Clear').click();
    expect(await page.getByTestId('chosen').count()).toBe(0);
  });
});

describe('the pages of runs', () => {
  it('filter, keep their filters in the address, and show what comes into them', async () => {
    const { id } = await api().createRun({ type: 'batch_validation', name: 'waiting' });
    await goTo('workflows?state=pending');
    await expect.poll(() => row('waiting').count()).toBe(1);
    expect(await row('handbook').count()).toBe(0);
    await page.getByLabel('State').selectOption('cancelled');
    expect(page.url()).toContain('state=cancelled');
    await expect.poll(() => row('waiting').count()).toBe(0);
    await api().controlRun(id, 'cancel');
    await expect.poll(() => row('waiting').count()).toBe(1);
  });

  it('say when there is no such run', async () => {
    await goTo('workflows/019b7f6e-2f6a-7e39-8c60-3f4bd1a3c001');
    await expect.poll(() => page.locator('h1').innerText()).toBe('There is no such run');
  });

  it('say why a run could not go on, and let it be tried again', async () => {
    const made = await api().createRun({ type: 'batch_validation', name: 'broken' });
    await page.route(`**/api/workflows/${made.id}`, (route) =>
      route.fulfill({ json: { ...made, state: 'failed', error: 'The pack of the family is gone.' } }),
    );
    await goTo(`workflows/${made.id}`);
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('The pack of the family is gone.');
    expect(await run().getByRole('button').allInnerTexts()).toEqual(['Try again']);
  });

  it('say what they add to the main line, and which limit of the gate that exceeds', async () => {
    await api().putFamily('gated', 'extends: default\ngate:\n  new: { error: 0 }\n');
    await runOf('# Title\n\nText.\n\n### Too deep\n');
    const id = await runOf('---\ntitle: one\ntitle: two\n---\n\n# Title\n', 'pull/12');
    await goTo(`workflows/${id}`);
    await expect.poll(() => page.getByTestId('gate').innerText()).toContain('Failed');
    const { gate } = await api().run(id);
    expect(await page.getByTestId('gate').innerText()).toContain(gate?.reasons[0]?.message);
    const panel = page.getByTestId('main-line');
    await expect.poll(() => panel.innerText()).toContain('Against the main line');
    await expect
      .poll(() => panel.locator('li').innerText())
      .toMatch(/a\.md[^]*1 error[^]* new[^]*1 warning[^]* resolved/);
    await panel.locator('li').getByRole('link').click();
    await expect.poll(() => page.getByTestId('gate').innerText()).toContain('Failed');
    expect(await page.getByTestId('main-line').innerText()).toContain('resolved');
  });

  it('offer nothing to those who may only read', async () => {
    const { id } = await api().createRun({ type: 'batch_validation', documents: documents(1, 'read') });
    const session = await api().session();
    await page.route('**/api/session', (route) => route.fulfill({ json: { ...session, role: 'viewer' } }));
    await goTo(`workflows/${id}`);
    await expect.poll(() => run().innerText()).toContain('1 document');
    expect(await run().getByRole('button').count()).toBe(0);
    await goTo('workflows');
    await expect.poll(() => page.getByTestId('runs').locator('li').count()).toBeGreaterThan(0);
    expect(await page.getByTestId('run-files').count()).toBe(0);
  });

  it('fit on a small screen', async () => {
    const { id } = await api().createRun({
      type: 'batch_validation',
      name: 'very long name '.repeat(12).trim(),
      documents: [
        ...documents(2, 'very-long-folder/'.repeat(8)),
        { file_path: `${'name'.repeat(30)}.md`, problem: 'is not UTF-8' },
      ],
    });
    await expect.poll(async () => (await api().run(id)).state).toBe('completed');
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['', 'workflows', `workflows/${id}`, `validations?workflow_id=${id}`]) {
      await goTo(path);
      await expect.poll(() => page.getByTestId('connection-state').innerText()).toBe('Live');
      await expect.poll(() => page.locator('main').innerText()).not.toContain('Loading');
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });
});
