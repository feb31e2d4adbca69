/** What the App says in a pull request: checks, comments and reviews. */
import type { GitHub } from './app.ts';
import { repositoryOf } from './repository-name.ts';

/** Most annotations that one request takes. */
export const ANNOTATIONS_PER_REQUEST = 50;

/**
 * For requests that add something. The client does not repeat them: GitHub may have done what it has failed to answer. Whoever
 * tries again looks first what is there.
 */
const ONCE = { request: { retries: 0 } } as const;

export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled';

export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: 'notice' | 'warning' | 'failure';
  title: string;
  message: string;
}

/** A check of a commit. */
export interface Check {
  id: number;
  /** How many annotations it has. */
  annotations: number;
  isCompleted: boolean;
}

/** Where a check belongs, and what finds it again. */
export interface CheckPlace {
  repository: string;
  sha: string;
  name: string;
  /** Tells checks of one name apart: a check that is asked for again is another one. */
  externalId: string;
}

/** Finds a check of the App. */
export async function findCheck(
  client: GitHub,
  appId: number,
  place: CheckPlace,
): Promise<Check | undefined> {
  const { repository, sha, name, externalId } = place;
  const { data } = await client.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    ...repositoryOf(repository),
    ref: sha,
    check_name: name,
    filter: 'all',
    app_id: appId,
    per_page: 100,
  });
  const found = data.check_runs.find((one) => one.app?.id === appId && one.external_id === externalId);
  return (
    found && {
      id: Number(found.id),
      annotations: found.output.annotations_count,
      isCompleted: found.status === 'completed',
    }
  );
}

/** Makes a check that is in progress. */
export async function startCheck(client: GitHub, place: CheckPlace, detailsUrl: string): Promise<Check> {
  const { repository, sha, name, externalId } = place;
  const { data } = await client.request('POST /repos/{owner}/{repo}/check-runs', {
    ...repositoryOf(repository),
    name,
    head_sha: sha,
    external_id: externalId,
    status: 'in_progress',
    details_url: detailsUrl,
    ...ONCE,
  });
  return { id: Number(data.id), annotations: 0, isCompleted: false };
}

export interface CheckOutput {
  title: string;
  summary: string;
}

/** Adds annotations to a check. */
export async function annotateCheck(
  client: GitHub,
  repository: string,
  id: number,
  { annotations, ...output }: CheckOutput & { annotations: Annotation[] },
): Promise<void> {
  await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    ...repositoryOf(repository),
    check_run_id: id,
    output: { ...output, annotations },
    ...ONCE,
  });
}

/** A button of a check. GitHub shows 20 characters of the label, and 40 of the description. */
export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

export interface CheckResult {
  conclusion: Conclusion;
  output: CheckOutput;
  detailsUrl: string;
  actions?: readonly CheckAction[];
}

/** Says the result of a check. */
export async function completeCheck(
  client: GitHub,
  repository: string,
  id: number,
  { conclusion, output, detailsUrl, actions = [] }: CheckResult,
): Promise<void> {
  await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    ...repositoryOf(repository),
    check_run_id: id,
    status: 'completed',
    conclusion,
    details_url: detailsUrl,
    output,
    actions: [...actions],
  });
}

/** Finds a comment of the App by what its text begins with. */
export async function findComment(
  client: GitHub,
  appId: number,
  { repository, number, marker }: { repository: string; number: number; marker: string },
): Promise<{ id: number; body: string } | undefined> {
  const comments = await client.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...repositoryOf(repository),
    issue_number: number,
    per_page: 100,
  });
  const found = comments.find(
    ({ body, performed_via_github_app: app }) => app?.id === appId && body?.startsWith(marker),
  );
  return found && { id: Number(found.id), body: found.body ?? '' };
}

/** Writes a comment, or changes the one that is there. */
export async function writeComment(
  client: GitHub,
  {
    repository,
    number,
    id,
    body,
  }: { repository: string; number: number; id?: number | undefined; body: string },
): Promise<void> {
  const place = repositoryOf(repository);
  if (id === undefined) {
    await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...place,
      issue_number: number,
      body,
      ...ONCE,
    });
    return;
  }
  await client.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    ...place,
    comment_id: id,
    body,
  });
}

/** A comment on lines of the new version of a file. */
export interface LineComment {
  path: string;
  line: number;
  /** Absent for a single line. */
  start_line?: number;
  body: string;
}

/** Writes one review with comments on lines. It neither approves nor asks for changes. */
export async function writeReview(
  client: GitHub,
  {
    repository,
    number,
    sha,
    body,
    comments,
  }: { repository: string; number: number; sha: string; body: string; comments: readonly LineComment[] },
): Promise<void> {
  await client.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
    ...repositoryOf(repository),
    pull_number: number,
    commit_id: sha,
    event: 'COMMENT',
    body,
    comments: comments.map((one) => ({
      ...one,
      side: 'RIGHT',
      ...(one.start_line !== undefined && { start_side: 'RIGHT' }),
    })),
    ...ONCE,
  });
}
