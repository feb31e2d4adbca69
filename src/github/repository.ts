/** What is read of a repository: branches, trees and blobs. */
import type { GitHub } from './app.ts';
import { hasStatus } from './errors.ts';
import { repositoryOf } from './repository-name.ts';

/** Reads the commit that a branch is at. @returns undefined when there is no such branch */
export async function readHead(
  client: GitHub,
  repository: string,
  branch: string,
): Promise<string | undefined> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...repositoryOf(repository),
      ref: `heads/${branch}`,
    });
    return data.object.sha;
  } catch (error) {
    // An empty repository answers 409.
    if (hasStatus(error, 404, 409)) return undefined;
    throw error;
  }
}

/** A file of a tree. */
export interface TreeFile {
  path: string;
  /** Of the blob. */
  sha: string;
  /** In bytes. */
  size: number;
  /** `100644`, or `100755` for a program. */
  mode: string;
}

const FILE_MODES = new Set(['100644', '100755']);

/**
 * Lists the files of a commit, without symbolic links and submodules.
 *
 * @param sha - of a commit or a tree
 * @returns undefined when it is not there any more
 */
export async function readTree(
  client: GitHub,
  repository: string,
  sha: string,
): Promise<TreeFile[] | undefined> {
  try {
    return await walk(client, repository, sha, '');
  } catch (error) {
    if (hasStatus(error, 404, 409, 422)) return undefined;
    throw error;
  }
}

/** Reads a tree with everything in it; folder by folder where it has too much for one answer. */
async function walk(client: GitHub, repository: string, sha: string, folder: string): Promise<TreeFile[]> {
  const whole = await requestTree(client, repository, sha, { recursive: '1' });
  if (!whole.truncated) return filesOf(whole.tree, folder);
  const { tree } = await requestTree(client, repository, sha, {});
  const files = filesOf(tree, folder);
  for (const { type, path, sha: below } of tree) {
    if (type === 'tree') files.push(...(await walk(client, repository, below, `${folder}${path}/`)));
  }
  return files;
}

async function requestTree(client: GitHub, repository: string, sha: string, query: { recursive?: string }) {
  const { data } = await client.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    ...repositoryOf(repository),
    tree_sha: sha,
    ...query,
  });
  return data;
}

type Entries = Awaited<ReturnType<typeof requestTree>>['tree'];

function filesOf(entries: Entries, folder: string): TreeFile[] {
  return entries.flatMap(({ type, mode, path, sha, size = 0 }) =>
    type === 'blob' && FILE_MODES.has(mode) ? [{ path: `${folder}${path}`, sha, size, mode }] : [],
  );
}

/** Reads the bytes of a blob. */
export async function readBlob(client: GitHub, repository: string, sha: string): Promise<Uint8Array> {
  // Not as raw text: a byte order mark would be lost.
  const { data } = await client.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
    ...repositoryOf(repository),
    file_sha: sha,
  });
  return Uint8Array.from(atob(data.content.replaceAll('\n', '')), (character) => character.charCodeAt(0));
}
