/** Conversations on lines of a pull request. Only GitHub's GraphQL API knows whether they are resolved. */
import type { GitHub } from './app.ts';
import { repositoryOf } from './repository-name.ts';

/** A conversation that the App has begun. */
export interface ReviewThread {
  id: string;
  /** The first comment. */
  body: string;
  isResolved: boolean;
  /** Whether its lines were changed since. */
  isOutdated: boolean;
  /** Whether somebody has answered. */
  isAnswered: boolean;
}

interface ThreadPage {
  repository: {
    pullRequest: {
      reviewThreads: {
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        nodes: {
          id: string;
          isResolved: boolean;
          isOutdated: boolean;
          comments: { totalCount: number; nodes: { body: string; viewerDidAuthor: boolean }[] };
        }[];
      };
    };
  };
}

const READ_THREADS = `query ReadThreads($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved isOutdated comments(first: 1) { totalCount nodes { body viewerDidAuthor } } }
      }
    }
  }
}`;

const RESOLVE_THREAD = `mutation ResolveThread($id: ID!) {
  resolveReviewThread(input: { threadId: $id }) { thread { id isResolved } }
}`;

/** Lists the conversations that the App has begun. */
export async function readThreads(
  client: GitHub,
  repository: string,
  number: number,
): Promise<ReviewThread[]> {
  const threads: ReviewThread[] = [];
  let after: string | null = null;
  do {
    const answer: ThreadPage = await client.graphql<ThreadPage>(READ_THREADS, {
      ...repositoryOf(repository),
      number,
      after,
    });
    const { nodes, pageInfo } = answer.repository.pullRequest.reviewThreads;
    for (const { id, isResolved, isOutdated, comments } of nodes) {
      const [first] = comments.nodes;
      if (first?.viewerDidAuthor !== true) continue;
      threads.push({ id, body: first.body, isResolved, isOutdated, isAnswered: comments.totalCount > 1 });
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return threads;
}

/** Marks a conversation as resolved. Needs the permission to write contents, and not only pull requests. */
export async function resolveThread(client: GitHub, id: string): Promise<void> {
  await client.graphql(RESOLVE_THREAD, { id });
}
