import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DocumentPage } from '../../../src/shared/api/documents.ts';
import type { Page } from '../../../src/shared/api/fields.ts';
import { MAX_SUGGESTIONS } from '../../../src/shared/limits.ts';
import type { Run } from '../../../src/shared/things.ts';
import { expectProblem, getJson, post, request } from '../service.ts';
import { type Comment, Failure, FakeGitHub } from '../../github/fake-github.ts';
import { answerFrom, deliver, deliveries, pulled, pushed } from './webhooks.ts';

/** An old fault in the first section, and text that a pull request changes. */
const OLD = '# Title\n\nText.\n\n### Old fault\n\nText.\n\n## End\n\nText.\n';
const WITH_NEW = OLD.replace('## End\n\nText.', '## End\n\nText.   \n\n#### New fault\n\nText.');
const OTHER = '# B\n\n## Part\n\n### Fine\n\nText.\n';
/** Decisions are kept for a finding of a path: what is approved is in a file of its own. */
const FIXABLE = '# New\n\nText.   \n\nMore.\n';
const RULES = { '*': 'off', 'headings/increment': 'error', MD009: 'warning' };
const SOURCE = { github: 'acme/docs' };

/** One repository and family serve all tests: each has a pull request of its own. */
const github = new FakeGitHub(env.TEST_GITHUB_PUBLIC_KEY);
const family = 'pulls';
let number = 0;
let ref = '';

async function putPack(pack: object): Promise<void> {
  const response = await request(`/api/families/${family}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(pack),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}
beforeAll(async () => {
  answerFrom(github);
  await putPack({ rules: RULES, source: SOURCE });
  await github.push('main', { 'a.md': OLD, 'b.md': OTHER, 'c.txt': 'x' });
  await deliver('push', pushed('main'));
});
beforeEach(() => {
  answerFrom(github);
  github.forget();
  number += 1;
  ref = `pull/${number}`;
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(github.wrong).toEqual([]);
});
/** Has another pack until the test ends. */
async function withPack(pack: object): Promise<void> {
  await putPack(pack);
  onTestFinished(() => putPack({ rules: RULES, source: SOURCE }));
}

/** Opens a pull request with changes, and waits until it is worked off. */
async function open(changes: Record<string, string | null>): Promise<string> {
  const sha = await github.push('change', changes, 'main');
  github.pull(number, 'change');
  await deliver('pull_request', pulled(number, 'opened'));
  return sha;
}
const change = async (changes: Record<string, string | null>): Promise<string> => {
  const sha = await github.push('change', changes);
  await deliver('pull_request', pulled(number));
  return sha;
};
/** Approves everything that is proposed on the line of the pull request. */
async function approve(): Promise<void> {
  for (const { validation_id } of await documentsOf(ref)) {
    const { recommendations } = await getJson<{ recommendations: { id: string; status: string }[] }>(
      `/api/validations/${validation_id}`,
    );
    for (const { id, status } of recommendations) {
      if (status === 'proposed')
        expect((await post(`/api/recommendations/${id}/approve`, {})).status).toBe(200);
    }
  }
}
const asked = (action: string) => ({ ...pulled(number, action), pull_request: undefined });
const pressed = (external_id: string, login: string) => ({
  ...asked('requested_action'),
  requested_action: { identifier: 'deliver' },
  check_run: { external_id, pull_requests: [{ number }] },
  sender: { login },
});
const documentsOf = async (of: string) =>
  (await getJson<DocumentPage>(`/api/documents?family=${family}&ref=${of}`)).results;

/** Paragraphs that each have a fix. */
const linesOf = (numbers: readonly number[]) => numbers.map((n) => `Line ${n}.   \n`).join('\n');

describe('a pull request', () => {
  it('is told only what is new on lines that it changes: a check, one comment and one review', async () => {
    const sha = await open({ 'a.md': WITH_NEW });
    const [run] = (await getJson<Page<Run>>(`/api/workflows?family=${family}`)).results;
    expect(run).toMatchObject({ ref, commit: sha, state: 'completed', total: 1 });
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
    await change({ 'a.md': OLD, 'b.md': OTHER });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('all is well');
    expect(await documentsOf(ref)).toEqual([]);
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

  it('has its suggestions resolved when they are obsolete, unless somebody has answered', async () => {
    const all = Array.from({ length: 12 }, (_, n) => n);
    await open({ 'new.md': `# New\n\n${linesOf(all)}` });
    const [first, second, third] = github.reviewComments;
    first!.replies = 1;
    // What others write is left alone, also when it looks like a suggestion.
    github.reviewComments.push({ ...third!, id: 1, author: 'somebody' });
    third!.isOutdated = true;
    await change({ 'new.md': `# New\n\nLine 0.\n\nLine 1.\n\n${linesOf(all.slice(2))}` });
    const resolved = github.reviewComments.filter(({ isResolved }) => isResolved === true);
    expect(resolved.map(({ id }) => id)).toEqual([second!.id, third!.id]);
    // There is room for the two that were too many at first, and no other is made twice.
    expect(github.reviews.map(({ comments }) => comments.length)).toEqual([MAX_SUGGESTIONS, 2]);
    const mutations = github.asked.filter(({ body }) => String(body?.query).startsWith('mutation')).length;
    await change({ 'b.md': '# B\n\nMore text.\n' });
    expect(github.reviews).toHaveLength(2);
    expect(github.asked.filter(({ body }) => String(body?.query).startsWith('mutation'))).toHaveLength(
      mutations,
    );
  });

  it('is told as much as its pack says', async () => {
    const told = { level: 'error', lines: 'files', comment: false, suggestions: 0 };
    await withPack({ rules: RULES, source: { ...SOURCE, pull_requests: told } });
    // The second heading is on no line of the diff: its parent is.
    await open({ 'b.md': OTHER.replace('## Part\n', 'No part.   \n') });
    expect(github.checks[0]!.annotations).toMatchObject([{ start_line: 5, title: 'headings/increment' }]);
    expect([github.comments, github.reviews]).toEqual([[], []]);
    expect(github.asked.some(({ pathname }) => pathname === '/graphql')).toBe(false);
    await putPack({
      rules: { ...RULES, MD009: 'info' },
      source: { ...SOURCE, pull_requests: { level: 'info', suggestions: 1 } },
    });
    await change({ 'b.md': '# B\n\nOne.   \n\nTwo.   \n' });
    expect(github.checks.at(-1)!.annotations).toMatchObject([
      { path: 'b.md', annotation_level: 'notice' },
      { path: 'b.md', annotation_level: 'notice' },
    ]);
    expect(github.reviewComments).toHaveLength(1);
  });

  it('has many annotations, 50 a request', async () => {
    const lines = Array.from({ length: 120 }, (_, n) => `Line ${n}.   \n`).join('\n');
    await open({ 'new.md': `# New\n\n${lines}` });
    expect(github.checks[0]!.annotations).toHaveLength(120);
    expect(github.wrong).toEqual([]);
  });

  it('fails when the gate of the family fails, and passes when it passes', async () => {
    await withPack({
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
    await deliver('pull_request', pulled(number));
    expect(github.checks).toHaveLength(1);
    await deliver('check_run', {
      ...pulled(number, 'rerequested'),
      check_run: { pull_requests: [{ number }] },
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
    expect(await documentsOf(ref)).toHaveLength(1);
    github.pulls.get(number)!.state = 'closed';
    await deliver('pull_request', pulled(number, 'closed'));
    expect(await documentsOf(ref)).toEqual([]);
    await deliver('pull_request', pulled(number));
    expect(await documentsOf(ref)).toEqual([]);
  });

  it('from a fork is validated, and its check says that Galley does not write to it', async () => {
    const sha = await github.push('change', { 'fork.md': FIXABLE }, 'main');
    github.pull(number, 'change').isFork = true;
    await deliver('pull_request', pulled(number, 'opened'));
    expect(github.checks).toMatchObject([{ conclusion: 'neutral', actions: [] }]);
    expect(github.checks[0]!.output.summary).toContain('comes from a fork');
    expect(github.reviewComments).toHaveLength(1);
    // GitHub names no pull request for a check of a fork.
    const { external_id } = github.checks[0]!;
    await deliver('check_run', { ...asked('rerequested'), check_run: { external_id, pull_requests: [] } });
    expect(github.checks).toMatchObject([{ head_sha: sha }, { head_sha: sha, status: 'completed' }]);
    await approve();
    await expectProblem(await post(`/api/families/${family}/deliver`, { ref }), 409);
    github.permissions.set('ann', 'write');
    await deliver('check_run', pressed(external_id, 'ann'));
    expect(github.comments.at(-1)!.body).toContain('comes from a fork');
    expect(github.branches.get('change')).toBe(sha);
  });

  it('gets what is approved as a commit on its own branch, once, when a writer presses the button', async () => {
    const old = await open({ 'home.md': FIXABLE });
    const { external_id, actions } = github.checks[0]!;
    expect(actions).toEqual([expect.objectContaining({ identifier: 'deliver' })]);
    await approve();
    await deliver('check_run', pressed(external_id, 'stranger'));
    expect(github.branches.get('change')).toBe(old);
    let isRefused = false;
    github.before = async ({ name }) => {
      if (isRefused || !name.startsWith('PATCH') || !name.includes('/git/refs')) return;
      isRefused = true;
      await github.push('change', { 'c.txt': 'moved' });
    };
    // And GitHub does not say that it has moved the branch: what is tried again finds nothing to commit, and says nothing of it.
    let unsaid = 0;
    github.after = ({ name }) => {
      if (name.startsWith('PATCH') && name.includes('/git/refs') && (unsaid += 1) <= 3)
        throw new Failure(502, 'Bad gateway');
    };
    github.permissions.set('ann', 'write');
    await deliver('check_run', pressed(external_id, 'ann'));
    expect(unsaid).toBe(3);
    const made = github.branches.get('change')!;
    expect(github.git.text(made, 'home.md')).toBe(FIXABLE.replace('Text.   ', 'Text.'));
    expect(github.git.text(made, 'c.txt')).toBe('moved');
    expect(github.comments).toHaveLength(1);
    const { commits } = github.git;
    const count = commits.size;
    for (const path of [`families/${family}`, `workflows/${external_id}`]) {
      const response = await post(`/api/${path}/deliver`, path.startsWith('f') ? { ref } : {});
      expect(await response.json()).toEqual({ pull_request_url: null, files: 0, left_out: [] });
    }
    expect(commits.size).toBe(count);
    await deliver('pull_request', pulled(number));
    const [document] = await documentsOf(ref);
    expect(document!.counts).toEqual({ error: 0, warning: 0, info: 0 });
    const { total } = await getJson<Page<unknown>>(`/api/recommendations?family=${family}&status=applied`);
    expect(total).toBe(1);
    expect(JSON.stringify(await deliveries())).not.toMatch(/\bann\b|stranger/);
  });

  it('listens to what writers say to it, and to nobody else', async () => {
    await open({ 'heard.md': FIXABLE });
    const say = async (body: string, author: string): Promise<Comment> => {
      const comment: Comment = { id: github.comments.length + 1, body, author };
      github.comments.push(comment);
      const said = { ...asked('created'), issue: { number, pull_request: {} }, comment };
      await deliver('issue_comment', said);
      return comment;
    };
    await say('/galley recheck', 'stranger');
    expect(github.checks).toHaveLength(1);
    github.permissions.set('ann', 'admin');
    const recheck = await say('/galley recheck\n\nPlease.', 'ann');
    expect(github.checks).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
    expect(recheck.reactions).toEqual(['eyes']);
    const before = github.comments.length;
    await say('/galley help', 'ann');
    expect(github.comments.slice(before + 1)).toMatchObject([
      { body: expect.stringContaining('/galley recheck') as string },
    ]);
    await say('/galley deliver', 'ann');
    expect(github.comments.at(-1)!.body).toContain('There is nothing to commit');
    await approve();
    github.before = ({ name }) => {
      if (name.startsWith('POST') && name.endsWith('/git/trees')) {
        throw new Failure(403, 'Resource not accessible by integration');
      }
    };
    await say('/galley deliver', 'ann');
    expect(github.comments.at(-1)!.body).toContain('needs the permission');
    github.before = () => undefined;
    const deliverIt = await say('/galley deliver', 'ann');
    expect(deliverIt.reactions).toEqual(['rocket']);
    expect(github.git.text(github.branches.get('change')!, 'heard.md')).not.toContain('Text.   ');
  });

  it('for another branch is nothing to do', async () => {
    await github.push('other', { 'a.md': OLD });
    await github.push('change', { 'a.md': WITH_NEW }, 'main');
    github.pull(number, 'change', 'other');
    await deliver('pull_request', pulled(number, 'opened'));
    expect(github.checks).toEqual([]);
  });

  it.each([
    ['Checks', '/check-runs'],
    ['reviews', '/reviews'],
    ['conversations', 'graphql'],
    ['comments', '/comments'],
  ])(
    'is told what the App may say without the permission for %s, and what is missing',
    async (_what, path) => {
      github.before = ({ name }) => {
        if (name.includes(path)) throw new Failure(403, 'Resource not accessible by integration');
      };
      await open({ 'a.md': WITH_NEW });
      const said = [
        ...github.comments.map(({ body }) => body),
        ...github.checks.map(({ output }) => output.summary),
      ];
      expect(said).toHaveLength(path === '/reviews' || path === 'graphql' ? 2 : 1);
      for (const one of said) expect(one).toContain('The App needs the permission');
    },
  );

  it.each(['before', 'after'] as const)(
    'is told the same once, although GitHub answers 502 %s it has done whatever is written first',
    async (moment) => {
      const failed = new Set<string>();
      github[moment] = ({ name, body }) => {
        const key = `${name} ${JSON.stringify(body ?? null).slice(0, 200)}`;
        if (name.startsWith('GET') || failed.has(key)) return;
        failed.add(key);
        throw new Failure(502, 'Bad gateway');
      };
      await open({ 'a.md': WITH_NEW });
      expect(github.checks).toHaveLength(1);
      expect(github.checks[0]!.annotations).toHaveLength(2);
      expect(github.comments).toHaveLength(1);
      expect(github.reviews).toHaveLength(1);
    },
  );
});
