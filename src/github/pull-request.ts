/** What is read of a pull request. */
import type { GitHub } from './app.ts';
import { repositoryOf } from './repository-name.ts';

export interface PullRequest {
  number: number;
  isOpen: boolean;
  /** The commit that it proposes. */
  headSha: string;
  /** The branch of that commit. */
  headBranch: string;
  /** The branch that it is for. */
  baseBranch: string;
  /** Whether its branch is in another repository, or in one that is gone. */
  isFork: boolean;
  /** Its address, for people. */
  url: string;
}

/** A file that a pull request changes. */
export interface PullFile {
  path: string;
  /** Of its blob. */
  sha: string;
  isRemoved: boolean;
  /** Hunks of a unified diff; absent for a file that is too large. */
  patch?: string;
}

export async function readPull(client: GitHub, repository: string, number: number): Promise<PullRequest> {
  const { data } = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...repositoryOf(repository),
    pull_number: number,
  });
  const { head, base } = data;
  return {
    number,
    isOpen: data.state === 'open',
    headSha: head.sha,
    headBranch: head.ref,
    baseBranch: base.ref,
    // GitHub says null for a fork that was deleted.
    isFork: (head.repo as typeof head.repo | null)?.id !== base.repo.id,
    url: data.html_url,
  };
}

/** Lists the files that a pull request changes. GitHub lists 3,000 of them at most. */
export async function readPullFiles(client: GitHub, repository: string, number: number): Promise<PullFile[]> {
  const files = await client.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
    ...repositoryOf(repository),
    pull_number: number,
    per_page: 100,
  });
  return files.map(({ filename, sha, status, patch }) => ({
    path: filename,
    sha: sha ?? '',
    isRemoved: status === 'removed',
    ...(patch !== undefined && { patch }),
  }));
}
