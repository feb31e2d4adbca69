/** What people ask for in a pull request: by a button of a check, or in a comment. */
import { describe, expect, it } from 'vitest';
import type { Page } from '../../../src/shared/api/fields.ts';
import { type Comment, Failure } from '../../github/fake-github.ts';
import { expectProblem, getJson, post } from '../service.ts';
import {
  documentsOf,
  family,
  github,
  number,
  open,
  ref,
  usePullRequests,
  WITH_NEW,
} from './pull-requests.ts';
import { deliver, deliveries, pulled } from './webhooks.ts';

usePullRequests();

/** Decisions are kept for a finding of a path: what is approved is in a file of its own. */
const FIXABLE = '# New\n\nText.   \n\nMore.\n';

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

/** Somebody writes a comment. */
async function say(body: string, author: string): Promise<Comment> {
  const comment: Comment = { id: github.comments.length + 1, body, author };
  github.comments.push(comment);
  const said = { ...asked('created'), issue: { number, pull_request: {} }, comment };
  await deliver('issue_comment', said);
  return comment;
}

describe('a pull request', () => {
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
});
