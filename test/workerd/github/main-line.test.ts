import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { composeServices } from '../../../src/compose.ts';
import { COURIER } from '../../../src/services/github/courier-context.ts';
import { workOff } from '../../../src/services/github/work-off.ts';
import { runMaintenance } from '../../../src/services/maintenance.ts';
import type { DocumentPage } from '../../../src/shared/api/documents.ts';
import type { Page } from '../../../src/shared/api/fields.ts';
import { DELIVERY_STALLED_AFTER_MS, MAX_GITHUB_OUTAGE_MS } from '../../../src/shared/limits.ts';
import type { Run } from '../../../src/shared/things.ts';
import { getJson, readLog, request, SKIPPED } from '../service.ts';
import { Failure, FakeGitHub, INSTALLATION } from '../../github/fake-github.ts';
import { answerFrom, deliver, pushed, send, workedOff } from './webhooks.ts';

const CLEAN = '# A clean page\n\nNothing to find here.\n';

let github: FakeGitHub;
let family: string;
let families = 0;
let logged: string[];

async function putPack(name: string, pack: object): Promise<void> {
  const response = await request(`/api/families/${name}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(pack),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

const RULES = { '*': 'off', 'headings/increment': 'error' };

beforeEach(async () => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(String(line)));
  github = new FakeGitHub(env.TEST_GITHUB_PUBLIC_KEY);
  answerFrom(github);
  families += 1;
  family = `line-${families}`;
  await putPack(family, { rules: RULES, source: { github: 'acme/docs', paths: ['docs/**'] } });
});
afterEach(async () => {
  // The next test has a family of its own.
  await putPack(family, { rules: RULES });
  vi.restoreAllMocks();
  expect(github.wrong).toEqual([]);
});

async function documents(): Promise<Record<string, number>> {
  const { results } = await getJson<DocumentPage>(`/api/documents?family=${family}&limit=200`);
  return Object.fromEntries(results.map(({ file_path, counts }) => [file_path, counts.error]));
}
/** Keeps a delivery that has no instance. */
async function lose(id: string, ageMs: number, now = Date.now()): Promise<void> {
  const at = new Date(now - ageMs).toISOString();
  await env.DB.prepare(
    `insert into github_deliveries (id, installation_id, repository, kind, subject, default_branch, is_again, origin,
      received_at, updated_at) values (?, 99, 'acme/docs', 'branch', 'main', 'main', 0, 'https://x.example', ?, ?)`,
  )
    .bind(id, at, at)
    .run();
}
const runs = async () => (await getJson<Page<Run>>(`/api/workflows?family=${family}&limit=200`)).results;

describe('a push to the branch of a family', () => {
  it('brings the whole tree at first, and then what has changed', async () => {
    const first = await github.push('main', {
      'docs/a.md': SKIPPED,
      'docs/b.md': CLEAN,
      'docs/deep/er/ü b.md': `\ufeff${SKIPPED.replaceAll('\n', '\r\n')}`,
      'docs/picture.png': new Uint8Array([0x89, 0x50, 0xff]),
      'README.md': SKIPPED,
    });
    await deliver('push', pushed('main'));
    expect(await documents()).toEqual({ 'docs/a.md': 1, 'docs/b.md': 0, 'docs/deep/er/ü b.md': 1 });
    expect(await runs()).toMatchObject([
      {
        state: 'completed',
        total: 3,
        complete: true,
        commit: first,
        created_by: 'github',
        name: 'acme/docs main',
      },
    ]);

    const second = await github.push('main', {
      'docs/a.md': CLEAN,
      'docs/b.md': null,
      'docs/new.md': SKIPPED,
    });
    await deliver('push', pushed('main'));
    expect(await documents()).toEqual({ 'docs/a.md': 0, 'docs/deep/er/ü b.md': 1, 'docs/new.md': 1 });
    const [newest] = await runs();
    expect(newest).toMatchObject({ total: 2, commit: second });
    expect(newest).not.toHaveProperty('complete');
  });

  it('is not needed for the first tree when the App is installed on the repository', async () => {
    await github.push('main', { 'docs/a.md': SKIPPED });
    const names = ['acme/other', 'Acme/Docs'].map((full_name) => ({ full_name }));
    await deliver('installation', {
      action: 'created',
      installation: { id: INSTALLATION },
      repositories: names,
    });
    expect(await documents()).toEqual({ 'docs/a.md': 1 });
    const added = { action: 'added', installation: { id: INSTALLATION }, repositories_added: names };
    await deliver('installation_repositories', added);
    expect(await runs()).toHaveLength(1);
    const others = { action: 'created', installation: { id: INSTALLATION }, repositories: names.slice(0, 1) };
    expect(await (await send('installation', others)).json()).toEqual({ taken: false });
  });

  it('keeps every byte', async () => {
    const text = `\ufeff# Title\r\n\r\nText  \r\n\r\n### Too deep`;
    await github.push('main', { 'docs/a.md': text });
    await deliver('push', pushed('main'));
    const { results } = await getJson<DocumentPage>(`/api/documents?family=${family}`);
    const response = await request(`/api/validations/${results[0]!.validation_id}/content`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new TextEncoder().encode(text));
  });

  it('removes documents when nothing else has changed', async () => {
    await github.push('main', { 'docs/a.md': CLEAN, 'docs/b.md': CLEAN });
    await deliver('push', pushed('main'));
    await github.push('main', { 'docs/b.md': null, 'other.txt': 'x' });
    await deliver('push', pushed('main'));
    expect(await documents()).toEqual({ 'docs/a.md': 0 });
    const log = await readLog(0, `family_${family}`);
    expect(log.filter(({ type }) => type === 'document_removed')).toMatchObject([{ file_path: 'docs/b.md' }]);
    expect(await runs()).toHaveLength(1);
  });

  it('is nothing to do when its commit is done, it is another branch, or no document is in it', async () => {
    await github.push('main', { 'docs/a.md': CLEAN });
    await deliver('push', pushed('main'));
    await github.push('draft', { 'docs/a.md': SKIPPED });
    await deliver('push', pushed('draft'));
    await deliver('push', pushed('main'));
    await github.push('main', { 'other.md': SKIPPED });
    await deliver('push', pushed('main'));
    expect(await runs()).toHaveLength(1);
    expect(await documents()).toEqual({ 'docs/a.md': 0 });
  });

  it('takes everything again after a push by force, and when the pack names other paths', async () => {
    await github.push('main', { 'docs/a.md': CLEAN, 'guides/b.md': CLEAN });
    await deliver('push', pushed('main'));
    const old = github.branches.get('main')!;
    github.branches.delete('main');
    await github.push('main', { 'docs/c.md': CLEAN, 'guides/b.md': CLEAN });
    github.git.trees.delete(github.git.commits.get(old)!.tree);
    await deliver('push', pushed('main'));
    expect(await documents()).toEqual({ 'docs/c.md': 0 });
    await putPack(family, { rules: RULES, source: { github: 'Acme/Docs', paths: ['guides/**'] } });
    await deliver('push', pushed('main'));
    expect(await documents()).toEqual({ 'guides/b.md': 0 });
  });

  it('makes one run of a commit, though its webhooks come in a crowd', async () => {
    await github.push('main', { 'docs/a.md': CLEAN });
    await github.push('main', { 'docs/b.md': SKIPPED });
    const ids = Array.from({ length: 5 }, () => crypto.randomUUID());
    await Promise.all(ids.map((id) => send('push', pushed('main'), { id })));
    await Promise.all(ids.map(workedOff));
    expect(await documents()).toEqual({ 'docs/a.md': 0, 'docs/b.md': 1 });
    expect(await runs()).toHaveLength(1);
  });

  it('says of a file what is wrong with it, and validates the others', async () => {
    await github.push('main', { 'docs/a.md': CLEAN, 'docs/b.md': new Uint8Array([0x23, 0xff, 0xfe]) });
    await deliver('push', pushed('main'));
    const [run] = await runs();
    expect(run).toMatchObject({ state: 'completed', total: 2, failed: 1 });
    const { failures } = await getJson<{ failures: unknown }>(`/api/workflows/${run!.id}/summary`);
    expect(failures).toEqual([{ file_path: 'docs/b.md', message: 'is not UTF-8' }]);
  });

  it('brings the owners of CODEOWNERS', async () => {
    await github.push('main', { 'docs/a.md': CLEAN, '.github/CODEOWNERS': 'docs/ @acme/writers\n' });
    await deliver('push', pushed('main'));
    const { results } = await getJson<DocumentPage>(`/api/documents?family=${family}`);
    expect(results[0]).toMatchObject({ owners: ['@acme/writers'] });
  });

  it('is worked off although GitHub answers 502 at every step', async () => {
    await github.push('main', { 'docs/a.md': CLEAN });
    const failed = new Set<string>();
    github.before = ({ name }) => {
      if (failed.has(name)) return;
      failed.add(name);
      throw new Failure(502, 'Bad gateway');
    };
    await deliver('push', pushed('main'));
    expect(await documents()).toEqual({ 'docs/a.md': 0 });
    expect(failed.size).toBeGreaterThanOrEqual(4);
    expect(await runs()).toHaveLength(1);
  });

  it('waits for GitHub when it is out of order, and is given up after hours of that', async () => {
    await github.push('main', { 'docs/a.md': CLEAN });
    let failures = 0;
    github.before = () => {
      failures += 1;
      // More often than a step is tried.
      if (failures <= 16) throw new Failure(503, 'Service unavailable');
    };
    await deliver('push', pushed('main'));
    expect(await documents()).toEqual({ 'docs/a.md': 0 });
    expect(failures).toBeGreaterThan(16);

    failures = -Infinity;
    const execution = createExecutionContext();
    const context = { ...composeServices(env, execution), principal: COURIER };
    for (const [id, tooOld] of [
      ['too-old', 1],
      // What was given up does not keep the line.
      ['at-the-limit', 0],
    ] as const) {
      const at = new Date();
      await lose(id, MAX_GITHUB_OUTAGE_MS + tooOld, at.getTime());
      const left = await workOff({ ...context, now: () => at }, id, 20);
      expect(left).toEqual(tooOld ? null : { waitMs: 5 * 60 * 1_000, outages: 21 });
    }
    const { results } = await env.DB.prepare(
      "select state, error from github_deliveries where id in ('at-the-limit', 'too-old') order by id",
    ).all();
    expect(results).toEqual([
      { state: 'waiting', error: null },
      { state: 'failed', error: 'GitHub has answered with 503.' },
    ]);
    await env.DB.exec("delete from github_deliveries where state = 'waiting'");
    await waitOnExecutionContext(execution);
  });

  it('is worked off although GitHub says that it asks too much, in each way in which it says so', async () => {
    await github.push('main', { 'docs/a.md': CLEAN });
    const limits = new Map([
      [
        '/git/ref/',
        () => new Failure(403, 'You have exceeded a secondary rate limit', { 'Retry-After': '1' }),
      ],
      [
        '/git/trees/',
        () =>
          new Failure(429, 'API rate limit exceeded', {
            'x-ratelimit-remaining': '0',
            'x-ratelimit-reset': String(Math.floor(Date.now() / 1_000)),
          }),
      ],
    ]);
    github.before = ({ name }) => {
      const [found] = [...limits].filter(([part]) => name.includes(part));
      if (!found) return;
      limits.delete(found[0]);
      throw found[1]();
    };
    await deliver('push', pushed('main'));
    expect(await documents()).toEqual({ 'docs/a.md': 0 });
    expect(limits.size).toBe(0);
    expect(await runs()).toHaveLength(1);
  });

  it('is worked off by the maintenance when its instance was lost', async () => {
    await github.push('main', { 'docs/a.md': SKIPPED });
    const id = crypto.randomUUID();
    await lose(id, DELIVERY_STALLED_AFTER_MS + 1);
    const execution = createExecutionContext();
    expect(await runMaintenance(env, composeServices(env, execution))).not.toBeNull();
    await workedOff(id);
    expect(await documents()).toEqual({ 'docs/a.md': 1 });
    await waitOnExecutionContext(execution);
  });

  it('is given up when the App may not read the repository, and says so without a token', async () => {
    await github.push('main', { 'docs/a.md': CLEAN });
    github.before = ({ name }) => {
      if (name.includes('/git/ref/')) throw new Failure(403, 'Resource not accessible by integration');
    };
    const id = crypto.randomUUID();
    await send('push', pushed('main'), { id });
    await vi.waitFor(
      async () => {
        const row = await env.DB.prepare('select state, error from github_deliveries where id = ?')
          .bind(id)
          .first();
        expect(row).toEqual({ state: 'failed', error: expect.stringContaining('403') as string });
      },
      { timeout: 25_000 },
    );
    for (const token of github.tokens) expect(logged.join()).not.toContain(token);
  });
});
