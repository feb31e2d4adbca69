/** What people ask the App for in comments, and what it answers. */
import type { GitHub } from './app.ts';
import { hasStatus } from './errors.ts';
import { repositoryOf } from './repository-name.ts';

/** Who may write to a repository. GitHub says `write` for those who maintain it, too. */
const WRITERS = new Set(['admin', 'write']);

/** Reads a comment of a pull request. @returns undefined when it is gone */
export async function readComment(
  client: GitHub,
  repository: string,
  id: number,
): Promise<{ body: string; author: string } | undefined> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...repositoryOf(repository),
      comment_id: id,
    });
    return { body: data.body ?? '', author: data.user?.login ?? '' };
  } catch (error) {
    if (hasStatus(error, 404, 410)) return undefined;
    throw error;
  }
}

/** Whether somebody may write to a repository. */
export async function mayWrite(client: GitHub, repository: string, login: string): Promise<boolean> {
  if (login === '') return false;
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
      ...repositoryOf(repository),
      username: login,
    });
    return WRITERS.has(data.permission);
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

/** Shows at a comment that it was seen, without a word. The same again changes nothing. */
export async function reactTo(
  client: GitHub,
  repository: string,
  id: number,
  content: 'eyes' | 'rocket',
): Promise<void> {
  await client.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
    ...repositoryOf(repository),
    comment_id: id,
    content,
  });
}
