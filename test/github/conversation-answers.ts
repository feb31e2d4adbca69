/** How the GitHub of the tests answers about checks, comments and conversations on lines. */
import { APP } from './app-answers.ts';
import { Failure, GRAPHQL, page, type Answers, type Asked } from './asked.ts';
import type { CheckRun, Comment, Repository } from './repository.ts';

const THREADS_PER_PAGE = 7;

export const CONVERSATION_ANSWERS: Answers<Repository & { api: string }> = {
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'({ checks }, { parameters, query }) {
    const found = checks.filter(
      ({ head_sha, name }) => head_sha === parameters['ref'] && name === (query.get('check_name') ?? name),
    );
    return [200, { total_count: found.length, check_runs: found.map(checkAnswer) }];
  },

  'POST /repos/{owner}/{repo}/check-runs'(repository, { body: { output, ...more } }) {
    const check: CheckRun = {
      id: repository.newId(),
      conclusion: null,
      status: 'queued',
      ...more,
      output: { title: '', summary: '', annotations_count: 0 },
      annotations: [],
    };
    repository.checks.push(check);
    update(check, { output, ...more });
    return [201, checkAnswer(check)];
  },

  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}'({ checks }, { parameters, body }) {
    const check = checks.find(({ id }) => id === Number(parameters['check_run_id']));
    if (!check) throw new Failure(404, 'Not Found');
    update(check, body);
    return [200, checkAnswer(check)];
  },

  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': ({ comments, api }, asked) =>
    page(asked, comments.filter(isOf(asked.parameters['issue_number'])).map(commentAnswer), api),

  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'(repository, { parameters, body }) {
    const pull = Number(parameters['issue_number']);
    const comment = { id: repository.newId(), pull, body: String(body.body) };
    repository.comments.push(comment);
    return [201, commentAnswer(comment)];
  },

  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': (repository, asked) => [
    200,
    commentAnswer(commentOf(repository, asked)),
  ],

  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'(repository, asked) {
    const comment = commentOf(repository, asked);
    comment.body = asked.body.body;
    return [200, commentAnswer(comment)];
  },

  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions'(repository, asked) {
    const comment = commentOf(repository, asked);
    comment.reactions = [...new Set([...(comment.reactions ?? []), String(asked.body.content)])];
    return [201, { content: asked.body.content }];
  },

  'GET /repos/{owner}/{repo}/collaborators/{username}/permission'({ permissions }, { parameters }) {
    const permission = permissions.get(parameters['username'] ?? '') ?? 'read';
    return [200, { permission, role_name: permission }];
  },

  /** Two operations, by what they ask for: pages of one conversation, so that all are read. */
  [GRAPHQL]({ reviewComments }, { body: { query, variables } }) {
    if (query.startsWith('mutation') && query.includes('resolveReviewThread(')) {
      return [200, resolve(reviewComments, String(variables.id))];
    }
    if (!query.startsWith('query') || !query.includes('reviewThreads(')) {
      throw new Error(`The GitHub of the tests does not know ${query}`);
    }
    const from = Number(variables.after ?? 0);
    const to = from + THREADS_PER_PAGE;
    const own = reviewComments.filter(isOf(variables.number));
    const nodes = own.slice(from, to).map(threadAnswer);
    const pageInfo = { hasNextPage: to < own.length, endCursor: String(to) };
    return [200, { data: { repository: { pullRequest: { reviewThreads: { pageInfo, nodes } } } } }];
  },
};

function isOf(number: unknown): (comment: Comment) => boolean {
  return ({ pull }) => pull === undefined || pull === Number(number);
}

function resolve(comments: readonly Comment[], id: string): unknown {
  const comment = comments.find((one) => `thread-${one.id}` === id);
  if (!comment)
    return { data: null, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a node' }] };
  comment.isResolved = true;
  return { data: { resolveReviewThread: { thread: { id, isResolved: true } } } };
}

function threadAnswer({ id, body, author, isResolved = false, isOutdated = false, replies = 0 }: Comment) {
  const nodes = [{ body, viewerDidAuthor: author === undefined }];
  return { id: `thread-${id}`, isResolved, isOutdated, comments: { totalCount: 1 + replies, nodes } };
}

function commentOf({ comments }: Repository, { parameters }: Asked): Comment {
  const comment = comments.find(({ id }) => id === Number(parameters['comment_id']));
  if (!comment) throw new Failure(404, 'Not Found');
  return comment;
}

function update(check: CheckRun, { output, ...more }: Partial<Omit<CheckRun, 'annotations'>>): void {
  Object.assign(check, more);
  if (!output) return;
  const { annotations = [], ...texts } = output as CheckRun['output'] &
    Partial<Pick<CheckRun, 'annotations'>>;
  check.annotations.push(...annotations);
  check.output = { ...texts, annotations_count: check.annotations.length };
}

function checkAnswer({ annotations: _annotations, ...check }: CheckRun) {
  return { ...check, app: APP };
}

function commentAnswer({ id, body, author }: Comment) {
  return author === undefined
    ? { id, body, performed_via_github_app: APP }
    : { id, body, performed_via_github_app: null, user: { login: author } };
}
