import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DocumentPage } from '../../../src/shared/api/documents.ts';
import type { Page } from '../../../src/shared/api/fields.ts';
import { MAX_SUGGESTIONS } from '../../../src/shared/limits.ts';
import type { Run } from '../../../src/shared/things.ts';
import { getJson, request } from '../service.ts';
import { Failure, FakeGitHub } from './fake-github.ts';
import { answerFrom, deliver, pulled, pushed } from './webhooks.ts';

/** An old fault in the first section, and text that a pull request changes. */
const OLD = '# Title\n\nText.\n\n### Old fault\n\nText.\n\n## End\n\nText.\n';
const WITH_NEW = OLD.replace('## End\n\nText.', '## End\n\nText.   \n\n#### New fault\n\nText.');
const RULES = { '*': 'off', 'headings/increment': 'error', MD009: 'warning' };
const SOURCE = { github: 'acme/docs' };

let github: FakeGitHub;
let family: string;
let families = 0;

async function putPack(pack: object): Promise<void> {
  const response = await request(`/api/families/${family}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(pack),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}
beforeEach(async () => {
  github = new FakeGitHub();
  answerFrom(github);
  families += 1;
  family = `pull-${families}`;
  await putPack({ rules: RULES, source: SOURCE });
  await github.push('main', { 'a.md': OLD, 'b.md': '# B\n\nText.\n', 'c.txt': 'x' });
  await deliver('push', pushed('main'));
});
afterEach(async () => {
  await putPack({ rules: { '*': 'off' } });
  vi.restoreAllMocks();
  expect(github.wrong).toEqual([]);
});

/** Opens a pull request with changes, and waits until it is worked off. */
async function open(changes: Record<string, string | null>): Promise<string> {
  const sha = await github.push('change', changes, 'main');
  github.pull(7, 'change');
  await deliver('pull_request', pulled(7, 'opened'));
  return sha;
}
const change = async (changes: Record<string, string | null>): Promise<string> => {
  const sha = await github.push('change', changes);
  await deliver('pull_request', pulled(7));
  return sha;
};
const documentsOf = async (ref: string) =>
  (await getJson<DocumentPage>(`/api/documents?family=${family}&ref=${ref}`)).results;

describe('a pull request', () => {
  it('is told only what is new on lines that it changes: a check, one comment and one review', async () => {
    const sha = await open({ 'a.md': WITH_NEW });
    const [run] = (await getJson<Page<Run>>(`/api/workflows?family=${family}`)).results;
    expect(run).toMatchObject({ ref: 'pull/7', commit: sha, state: 'completed', total: 1 });
    expect(github.checks).toMatchObject([
      {
        head_sha: sha,
        name: `Galley: ${family}`,
        external_id: run!.id,
        status: 'completed',
        conclusion: 'neutral',
      },
    ]);
    const [check] = github.checks;
    expect(check!.output.title).toBe('2 new findings');
    expect(check!.details_url).toMatch(new RegExp(`/dashboard/workflows/${run!.id}$`));
    expect(check!.annotations).toMatchObject([
      { path: 'a.md', start_line: 11, annotation_level: 'warning' },
      { path: 'a.md', start_line: 13, annotation_level: 'failure', title: 'headings/increment' },
    ]);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('| headings/increment | error | 1 | `a.md:13` |');
    expect(github.reviews).toHaveLength(1);
    expect(github.reviewComments).toMatchObject([
      { path: 'a.md', line: 11, body: expect.stringContaining('```suggestion\nText.\n```') as string },
    ]);
  });

  it('is left alone when it brings nothing new', async () => {
    await open({ 'a.md': OLD.replace('Text.\n\n## End', 'Other text.\n\n## End') });
    expect(github.checks).toMatchObject([{ conclusion: 'success', output: { title: 'Nothing new' } }]);
    expect(github.comments).toEqual([]);
    expect(github.reviews).toEqual([]);
  });

  it('has its check when it changes no document', async () => {
    await open({ 'c.txt': 'y' });
    expect(github.checks).toMatchObject([{ conclusion: 'success', status: 'completed' }]);
    expect(github.comments).toEqual([]);
  });

  it('has one comment, kept up to date in place, and taken back when all is well', async () => {
    await open({ 'a.md': WITH_NEW });
    await change({ 'b.md': '# B\n\n### Too deep\n\nText.\n' });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('3 new findings');
    await change({ 'a.md': OLD, 'b.md': '# B\n\nText.\n' });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('all is well');
    expect(await documentsOf('pull/7')).toEqual([]);
  });

  it('is suggested nothing twice, and ten fixes at most', async () => {
    const lines = Array.from({ length: 15 }, (_, n) => `Line ${n}.   \n`).join('\n');
    await open({ 'new.md': `# New\n\n${lines}` });
    expect(github.reviews).toHaveLength(1);
    expect(github.reviewComments).toHaveLength(MAX_SUGGESTIONS);
    await change({ 'b.md': '# B\n\nMore text.\n' });
    expect(github.reviews).toHaveLength(1);
    expect(github.reviewComments).toHaveLength(MAX_SUGGESTIONS);
  });

  it('has many annotations, 50 a request', async () => {
    const lines = Array.from({ length: 120 }, (_, n) => `Line ${n}.   \n`).join('\n');
    await open({ 'new.md': `# New\n\n${lines}` });
    expect(github.checks[0]!.annotations).toHaveLength(120);
    expect(github.wrong).toEqual([]);
  });

  it('fails when the gate of the family fails, and passes when it passes', async () => {
    await putPack({
      rules: RULES,
      source: SOURCE,
      gate: { new: { error: 0 } },
    });
    await open({ 'a.md': WITH_NEW });
    expect(github.checks.at(-1)).toMatchObject({ conclusion: 'failure' });
    expect(github.checks.at(-1)!.output.summary).toContain('1 new error; 0 allowed');
    await change({ 'a.md': WITH_NEW.replace('#### New', '### New') });
    expect(github.checks.at(-1)).toMatchObject({ conclusion: 'success' });
  });

  it('is validated again when somebody asks for it', async () => {
    const sha = await open({ 'a.md': WITH_NEW });
    await deliver('pull_request', pulled(7));
    expect(github.checks).toHaveLength(1);
    await deliver('check_run', {
      ...pulled(7, 'rerequested'),
      check_run: { pull_requests: [{ number: 7 }] },
    });
    expect(github.checks).toMatchObject([{ head_sha: sha }, { head_sha: sha, status: 'completed' }]);
    expect(github.comments).toHaveLength(1);
  });

  it('is validated at its newest commit: the run and the check of an older one are cancelled', async () => {
    let newest = '';
    github.before = async ({ name }) => {
      if (newest !== '' || !name.startsWith('POST') || !name.endsWith('/check-runs')) return;
      newest = 'is being made';
      newest = await github.push('change', { 'b.md': '# B\n\n### Too deep\n' });
    };
    const old = await open({ 'a.md': WITH_NEW });
    expect(github.checks).toMatchObject([
      { head_sha: old, conclusion: 'cancelled' },
      { head_sha: newest, conclusion: 'neutral', output: { title: '3 new findings' } },
    ]);
    const { results } = await getJson<Page<Run>>(`/api/workflows?family=${family}`);
    expect(results.map(({ state, commit }) => [state, commit]).slice(0, 2)).toEqual([
      ['completed', newest],
      ['cancelled', old],
    ]);
    expect(github.comments).toHaveLength(1);
  });

  it('takes its documents with it when it is closed', async () => {
    await open({ 'a.md': WITH_NEW });
    expect(await documentsOf('pull/7')).toHaveLength(1);
    github.pulls.get(7)!.state = 'closed';
    await deliver('pull_request', pulled(7, 'closed'));
    expect(await documentsOf('pull/7')).toEqual([]);
    await deliver('pull_request', pulled(7));
    expect(await documentsOf('pull/7')).toEqual([]);
  });

  it('for another branch is nothing to do', async () => {
    await github.push('other', { 'a.md': OLD });
    await github.push('change', { 'a.md': WITH_NEW }, 'main');
    github.pull(7, 'change', 'other');
    await deliver('pull_request', pulled(7, 'opened'));
    expect(github.checks).toEqual([]);
  });

  it.each([
    ['Checks', '/check-runs'],
    ['reviews', '/reviews'],
  ])(
    'is told what the App may say without the permission for %s, and what is missing',
    async (_what, path) => {
      github.before = ({ name }) => {
        if (name.includes(path)) throw new Failure(403, 'Resource not accessible by integration');
      };
      await open({ 'a.md': WITH_NEW });
      expect(github.comments).toHaveLength(1);
      expect(github.comments[0]!.body).toContain('The App needs the permission');
    },
  );

  it('is told the same once, although GitHub answers 502 to everything that is written first', async () => {
    const failed = new Set<string>();
    github.before = ({ name, body }) => {
      const key = `${name} ${JSON.stringify(body ?? null).slice(0, 200)}`;
      if (name.startsWith('GET') || failed.has(key)) return;
      failed.add(key);
      throw new Failure(502, 'Bad gateway');
    };
    await open({ 'a.md': WITH_NEW });
    expect(github.checks).toHaveLength(1);
    expect(github.comments).toHaveLength(1);
    expect(github.reviews).toHaveLength(1);
  });
});
