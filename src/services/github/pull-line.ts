/** Tells a pull request what its run has found: once and quietly. Each part finds what it said before, and may be repeated. */
import {
  annotateCheck,
  ANNOTATIONS_PER_REQUEST,
  completeCheck,
  findCheck,
  findComment,
  readLineComments,
  startCheck,
  writeComment,
  writeReview,
  type CheckPlace,
} from '../../github/conversation.ts';
import { hasStatus, isForbidden } from '../../github/errors.ts';
import { readPull, readPullFiles } from '../../github/pull-request.ts';
import type { RunDetail } from '../../shared/api/runs.ts';
import { MAX_ANNOTATIONS, MAX_SUGGESTIONS } from '../../shared/limits.ts';
import { forgetLine, type Line } from '../../store/github-lines.ts';
import { Refusal } from '../errors.ts';
import { controlRun } from '../runs/control-run.ts';
import { findRun } from '../runs/find-run.ts';
import type { Courier } from './courier-context.ts';
import { newFindings, type NewFinding } from './new-findings.ts';
import { pullNumberOf } from './plan.ts';
import { annotationsOf, commentText, markerOf, resultOf, type Result } from './pull-words.ts';
import { removeFromLine } from './remove-documents.ts';
import { commentOf, keyOf, type Suggestion } from './suggestions.ts';
import type { Target } from './targets.ts';

/** Shows that the documents of a pull request are being validated. */
export async function beginPull(
  courier: Courier,
  target: Target,
  sha: string,
  run: RunDetail,
): Promise<void> {
  await ifAllowed(courier, 'Checks', () => checkOf(courier, target, sha, run));
}

/** Says that a commit was not validated to the end, because there is a newer one. */
export async function outdatePull(
  courier: Courier,
  target: Target,
  sha: string,
  run: RunDetail,
): Promise<void> {
  await ifAllowed(courier, 'Checks', async () => {
    const { id } = await checkOf(courier, target, sha, run);
    await completeCheck(courier.client, target.repository, id, {
      conclusion: 'cancelled',
      output: { title: 'There is a newer commit', summary: 'The newer commit is validated instead.' },
      detailsUrl: deskUrl(courier, run),
    });
  });
}

/**
 * Tells GitHub the result for a commit of a pull request.
 *
 * @param run - null when the pull request changes no document
 */
export async function reportPull(
  courier: Courier,
  target: Target,
  sha: string,
  run: RunDetail | null,
): Promise<void> {
  const { client } = courier;
  const { repository } = target;
  const number = pullNumberOf(target);
  const isDone = run?.state === 'completed';
  const files = isDone ? await readPullFiles(client, repository, number) : [];
  const { findings, suggestions } = isDone
    ? await newFindings(courier, run, files)
    : { findings: [], suggestions: [] };
  const result = resultOf(run, findings);
  const problems = [
    await ifAllowed(courier, 'Checks', () => reportCheck(courier, target, { sha, run, result, findings })),
    await ifAllowed(courier, 'Pull requests', () => reviewPull(courier, target, sha, suggestions)),
  ].filter((problem) => problem !== undefined);
  await ifAllowed(courier, 'Pull requests', () => commentPull(courier, target, { run, result, problems }));
}

/** @returns what the App may not do here, in words */
async function ifAllowed(
  { now }: Courier,
  permission: string,
  work: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    // 404: the App may not even see that it is there.
    if (!isForbidden(error, now()) && !hasStatus(error, 404)) throw error;
    return `The App needs the permission "${permission}: read and write" to say more here.`;
  }
}

interface Told {
  run: RunDetail | null;
  result: Result;
}

async function reportCheck(
  courier: Courier,
  target: Target,
  { sha, run, result, findings }: Told & { sha: string; findings: readonly NewFinding[] },
): Promise<void> {
  const { client } = courier;
  const { conclusion, title, summary } = result;
  const check = await checkOf(courier, target, sha, run);
  if (check.isCompleted) return;
  const annotations = annotationsOf(findings.slice(0, MAX_ANNOTATIONS));
  // Those of an earlier call, which was interrupted, are there.
  for (let from = check.annotations; from < annotations.length; from += ANNOTATIONS_PER_REQUEST) {
    const some = annotations.slice(from, from + ANNOTATIONS_PER_REQUEST);
    await annotateCheck(client, target.repository, check.id, { title, summary, annotations: some });
  }
  const left = findings.length - annotations.length;
  const more = left > 0 ? `\n\n${left} more findings are on the desk.` : '';
  await completeCheck(client, target.repository, check.id, {
    conclusion,
    output: { title, summary: summary + more },
    detailsUrl: deskUrl(courier, run),
  });
}

/** The check of a run, which is made when there is none. */
async function checkOf(courier: Courier, { family, repository }: Target, sha: string, run: RunDetail | null) {
  const { client, github } = courier;
  const place: CheckPlace = {
    repository,
    sha,
    name: `Galley: ${family}`,
    externalId: run?.id ?? `${family} ${sha}`,
  };
  const known = await findCheck(client, github?.appId ?? 0, place);
  return known ?? startCheck(client, place, deskUrl(courier, run));
}

/** Writes a comment when there is something to say, and takes it back when all is well. */
async function commentPull(
  courier: Courier,
  { family, repository, ref }: Target,
  { run, result, problems }: Told & { problems: readonly string[] },
): Promise<void> {
  const { client, github } = courier;
  const number = pullNumberOf({ ref });
  const place = { repository, number, marker: markerOf(family) };
  const known = await findComment(client, github?.appId ?? 0, place);
  if (!known && result.isWell && problems.length === 0) return;
  const url = run && deskUrl(courier, run);
  const body = commentText({ family, url, problems }, result);
  if (known?.body !== body) await writeComment(client, { repository, number, id: known?.id, body });
}

/** Suggests proven fixes in one review: a few, and none twice. */
async function reviewPull(
  { client }: Courier,
  target: Target,
  sha: string,
  suggestions: readonly Suggestion[],
): Promise<void> {
  if (suggestions.length === 0) return;
  const { repository } = target;
  const number = pullNumberOf(target);
  const written = await readLineComments(client, repository, number);
  const own = written.flatMap(({ body, isOutdated }) => {
    const key = keyOf(body);
    return key === undefined ? [] : [{ key, isOutdated }];
  });
  const known = new Set(own.map(({ key }) => key));
  const open = own.filter(({ isOutdated }) => !isOutdated).length;
  const fresh = suggestions
    .filter(({ key }) => !known.has(key))
    .slice(0, Math.max(0, MAX_SUGGESTIONS - open));
  if (fresh.length === 0) return;
  // The lines are those of the commit: a newer one has a review of its own.
  const { headSha } = await readPull(client, repository, number);
  if (headSha !== sha) return;
  const fixes = fresh.length === 1 ? 'a fix' : `${fresh.length} fixes`;
  const body = `Galley suggests ${fixes} for what is new here: proven to change only what its rule is about.`;
  await writeReview(client, { repository, number, sha, body, comments: fresh.map(commentOf) });
}

function deskUrl({ delivery }: Courier, run: RunDetail | null): string {
  return `${delivery.origin}/dashboard/${run ? `workflows/${run.id}` : ''}`;
}

/** Forgets what a closed pull request has brought: its run is cancelled, and its documents are removed. */
export async function forgetPull(courier: Courier, target: Target, line: Line): Promise<null> {
  if (line.run_id !== null) await cancelIfOpen(courier, line.run_id);
  await removeFromLine(courier, target, null, null);
  await forgetLine(courier.db, target);
  return null;
}

async function cancelIfOpen(courier: Courier, runId: string): Promise<void> {
  try {
    const { state } = await findRun(courier, runId);
    if (state === 'pending' || state === 'running' || state === 'paused') {
      await controlRun(courier, runId, 'cancel');
    }
  } catch (error) {
    // It has ended in the meantime.
    if (!(error instanceof Refusal && error.kind === 'wrong-state')) throw error;
  }
}
