/** The fixture of tests about pull requests: one repository and family serve all of them, and each has a pull request of its own. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import type { DocumentPage } from '../../../src/shared/api/documents.ts';
import { FakeGitHub } from '../../github/fake-github.ts';
import { getJson, request } from '../service.ts';
import { answerFrom, deliver, pulled, pushed } from './webhooks.ts';

/** An old fault in the first section, and text that a pull request changes. */
export const OLD = '# Title\n\nText.\n\n### Old fault\n\nText.\n\n## End\n\nText.\n';
export const WITH_NEW = OLD.replace('## End\n\nText.', '## End\n\nText.   \n\n#### New fault\n\nText.');
export const OTHER = '# B\n\n## Part\n\n### Fine\n\nText.\n';
export const RULES = { '*': 'off', 'headings/increment': 'error', MD009: 'warning' };
export const SOURCE = { github: 'acme/docs' };

export const github = new FakeGitHub(env.TEST_GITHUB_PUBLIC_KEY);
export const family = 'pulls';
/** Of the pull request of the test. */
export let number = 0;
export let ref = '';

export async function putPack(pack: object): Promise<void> {
  const response = await request(`/api/families/${family}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(pack),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

/** Has the main line validated before the tests of a file, and gives each of them another pull request. */
export function usePullRequests(): void {
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
}

/** Opens the pull request with changes, and waits until it is worked off. */
export async function open(changes: Record<string, string | null>): Promise<string> {
  const sha = await github.push('change', changes, 'main');
  github.pull(number, 'change');
  await deliver('pull_request', pulled(number, 'opened'));
  return sha;
}

/** Pushes to the branch of the pull request, and waits until that is worked off. */
export async function change(changes: Record<string, string | null>): Promise<string> {
  const sha = await github.push('change', changes);
  await deliver('pull_request', pulled(number));
  return sha;
}

export const documentsOf = async (of: string) =>
  (await getJson<DocumentPage>(`/api/documents?family=${family}&ref=${of}`)).results;
