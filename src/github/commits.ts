/** Commits of the App, by GitHub's Git data, and the pull requests for them. */
import type { GitHub } from './app.ts';
import { hasStatus } from './errors.ts';
import { repositoryOf } from './repository-name.ts';

/** Most files that one request adds to a tree. */
const FILES_PER_REQUEST = 50;

/** A file as it is to be. */
export interface NewFile {
  path: string;
  mode: string;
  content: string;
}

/** Reads the default branch of a repository. */
export async function readDefaultBranch(client: GitHub, repository: string): Promise<string> {
  const { data } = await client.request('GET /repos/{owner}/{repo}', repositoryOf(repository));
  return data.default_branch;
}

/**
 * Makes a commit on top of another, which no branch has yet.
 *
 * @returns its name
 */
export async function makeCommit(
  client: GitHub,
  repository: string,
  { parent, files, message }: { parent: string; files: readonly NewFile[]; message: string },
): Promise<string> {
  const place = repositoryOf(repository);
  const { data: before } = await client.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    ...place,
    commit_sha: parent,
  });
  let tree = before.tree.sha;
  for (let from = 0; from < files.length; from += FILES_PER_REQUEST) {
    const { data } = await client.request('POST /repos/{owner}/{repo}/git/trees', {
      ...place,
      base_tree: tree,
      tree: files.slice(from, from + FILES_PER_REQUEST).map(({ path, mode, content }) => ({
        path,
        mode: mode === '100755' ? '100755' : '100644',
        type: 'blob',
        content,
      })),
    });
    tree = data.sha;
  }
  // Without an author: GitHub takes the App, and signs the commit.
  const { data: commit } = await client.request('POST /repos/{owner}/{repo}/git/commits', {
    ...place,
    message,
    tree,
    parents: [parent],
  });
  return commit.sha;
}

/** Waits for a change of a branch. @returns false when GitHub does not take it */
async function isTaken(change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (hasStatus(error, 422)) return false;
    throw error;
  }
}

/** Makes a branch. @returns false when GitHub does not take it, e.g. because there is one of this name */
export async function makeBranch(
  client: GitHub,
  repository: string,
  branch: string,
  sha: string,
): Promise<boolean> {
  return isTaken(
    client.request('POST /repos/{owner}/{repo}/git/refs', {
      ...repositoryOf(repository),
      ref: `refs/heads/${branch}`,
      sha,
    }),
  );
}

/** Moves a branch on to a commit. @returns false when GitHub does not take it, e.g. because it has moved meanwhile */
export async function moveBranch(
  client: GitHub,
  repository: string,
  branch: string,
  sha: string,
): Promise<boolean> {
  return isTaken(
    client.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
      ...repositoryOf(repository),
      ref: `heads/${branch}`,
      sha,
      force: false,
    }),
  );
}

/** Finds the pull request of a branch, open or not. @returns its address */
export async function findPull(
  client: GitHub,
  repository: string,
  branch: string,
): Promise<string | undefined> {
  const place = repositoryOf(repository);
  const { data } = await client.request('GET /repos/{owner}/{repo}/pulls', {
    ...place,
    head: `${place.owner}:${branch}`,
    state: 'all',
  });
  return data[0]?.html_url;
}

/** Opens a pull request, or finds the one that there is. @returns its address */
export async function openPull(
  client: GitHub,
  repository: string,
  pull: { branch: string; base: string; title: string; body: string },
): Promise<string> {
  const { branch: head, ...more } = pull;
  try {
    const { data } = await client.request('POST /repos/{owner}/{repo}/pulls', {
      ...repositoryOf(repository),
      ...more,
      head,
    });
    return data.html_url;
  } catch (error) {
    const known = hasStatus(error, 422) ? await findPull(client, repository, head) : undefined;
    if (known === undefined) throw error;
    return known;
  }
}
