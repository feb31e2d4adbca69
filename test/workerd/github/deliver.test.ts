import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeliverRequest, DeliverResponse } from '../../../src/shared/api/deliver.ts';
import type { DocumentPage } from '../../../src/shared/api/documents.ts';
import type { Page } from '../../../src/shared/api/fields.ts';
import type { RecommendationListItem } from '../../../src/shared/things.ts';
import { ask, bearer, ADMIN, sendJson } from '../deployment.ts';
import { expectProblem, getJson, post, request } from '../service.ts';
import { Failure, FakeGitHub } from '../../github/fake-github.ts';
import { answerFrom, deliver, pushed } from './webhooks.ts';

const TRAILING = '\ufeff# Title\r\n\r\nText.   \r\n\r\nMore.   \r\n';
const PLAIN = '\ufeff# Title\r\n\r\nText.\r\n\r\nMore.\r\n';

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
const RULES = { '*': 'off', MD009: 'warning' };

beforeEach(async () => {
  github = new FakeGitHub(env.TEST_GITHUB_PUBLIC_KEY);
  answerFrom(github);
  families += 1;
  family = `home-${families}`;
  await putPack({ rules: RULES, source: { github: 'acme/docs' } });
  await github.push('main', {
    'docs/ü a.md': TRAILING,
    'b.md': '# B\n\nText.   \n',
    'c.md': '# C\n',
    'x.txt': 'x',
  });
  await deliver('push', pushed('main'));
});
afterEach(async () => {
  await putPack({ rules: RULES });
  vi.restoreAllMocks();
  expect(github.wrong).toEqual([]);
});

async function approveAll(): Promise<void> {
  const { results } = await getJson<Page<RecommendationListItem>>(
    `/api/recommendations?family=${family}&status=proposed`,
  );
  for (const { id } of results) {
    expect((await post(`/api/recommendations/${id}/approve`, {})).status).toBe(200);
  }
}
async function home(wanted: DeliverRequest = {}): Promise<DeliverResponse> {
  const response = await post(`/api/families/${family}/deliver`, wanted);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}
const branches = () => [...github.branches.keys()].filter((name) => name.startsWith('galley/'));

describe('what is approved', () => {
  it('is one commit on a new branch, with a pull request, and nothing else changes', async () => {
    await approveAll();
    const main = github.branches.get('main')!;
    const answer = await home({ title: 'Tidy the pages' });
    const [pull] = [...github.pulls.values()];
    expect(answer).toEqual({
      pull_request_url: `https://github.test/acme/docs/pull/${pull!.number}`,
      files: 2,
      left_out: [],
    });
    expect(pull).toMatchObject({ title: 'Tidy the pages', base: 'main', headBranch: branches()[0] });
    const commit = github.git.commits.get(pull!.head)!;
    expect(commit).toMatchObject({ parents: [main], message: 'Tidy the pages' });
    expect(github.git.text(pull!.head, 'docs/ü a.md')).toBe(PLAIN);
    expect(github.git.text(pull!.head, 'b.md')).toBe('# B\n\nText.\n');
    const [before, after] = [github.git.files(main), github.git.files(pull!.head)];
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    for (const path of ['c.md', 'x.txt']) expect(after.get(path)).toEqual(before.get(path));
  });

  it('is delivered once: the same again changes nothing', async () => {
    await approveAll();
    const first = await home();
    const commits = github.git.commits.size;
    // Something else was pushed meanwhile.
    await github.push('main', { 'x.txt': 'y' });
    expect(await home()).toEqual(first);
    expect(github.git.commits.size).toBe(commits + 1);
    expect(branches()).toHaveLength(1);
    expect(github.pulls.size).toBe(1);
  });

  it('goes on where it was interrupted', async () => {
    await approveAll();
    github.before = ({ name }) => {
      if (name.startsWith('POST') && name.endsWith('/pulls')) throw new Failure(403, 'Not now');
    };
    await expectProblem(await post(`/api/families/${family}/deliver`, {}), 409);
    expect(branches()).toHaveLength(1);
    github.before = () => undefined;
    expect((await home()).pull_request_url).not.toBeNull();
    expect(branches()).toHaveLength(1);
  });

  it('finds its place in text that has changed since, and is left out by name where it does not', async () => {
    await approveAll();
    await github.push('main', { 'docs/ü a.md': `${TRAILING}\r\nA new end.\r\n`, 'b.md': null });
    const answer = await home();
    expect(answer).toMatchObject({ files: 1, left_out: [{ file_path: 'b.md' }] });
    const [pull] = [...github.pulls.values()];
    expect(github.git.text(pull!.head, 'docs/ü a.md')).toBe(`${PLAIN}\r\nA new end.\r\n`);
  });

  it('is made anew from the head of the branch when GitHub refuses a commit', async () => {
    await approveAll();
    let isRefused = false;
    github.before = async ({ name }) => {
      if (isRefused || !name.endsWith('/git/refs')) return;
      isRefused = true;
      await github.push('main', { 'x.txt': 'moved' });
      throw new Failure(422, 'Reference update failed');
    };
    expect(await home()).toMatchObject({ files: 2 });
    const [pull] = [...github.pulls.values()];
    expect(github.git.commits.get(pull!.head)!.parents).toEqual([github.branches.get('main')]);
    expect(github.git.text(pull!.head, 'x.txt')).toBe('moved');
  });

  it('comes back by the next push: findings gone, recommendations applied', async () => {
    await approveAll();
    await home();
    const [pull] = [...github.pulls.values()];
    github.branches.set('main', pull!.head);
    await deliver('push', pushed('main'));
    const { results } = await getJson<DocumentPage>(`/api/documents?family=${family}`);
    expect(results.map(({ counts }) => counts.warning)).toEqual([0, 0, 0]);
    const { total } = await getJson<Page<unknown>>(`/api/recommendations?family=${family}&status=applied`);
    expect(total).toBe(2);
    expect(await home()).toEqual({ pull_request_url: null, files: 0, left_out: [] });
  });

  it('is nothing, and makes nothing, when nothing is approved', async () => {
    expect(await home()).toEqual({ pull_request_url: null, files: 0, left_out: [] });
    await approveAll();
    expect(await home({ rule_id: 'headings/increment' })).toMatchObject({ files: 0 });
    expect(await home({ owner: '@nobody' })).toMatchObject({ files: 0 });
    expect(branches()).toEqual([]);
  });

  it('needs a source and the App', async () => {
    await putPack({ rules: RULES });
    await expectProblem(await post(`/api/families/${family}/deliver`, {}), 422);
    const without = await ask(`/api/families/${family}/deliver`, sendJson('POST', {}, bearer(ADMIN)), {
      GITHUB_APP_ID: '',
    });
    await expectProblem(without, 404);
  });
});
