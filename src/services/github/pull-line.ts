/** Tells a pull request what its run has found: once and quietly. Each part finds what it said before, and may be repeated. */
import {
  annotateCheck,
  ANNOTATIONS_PER_REQUEST,
  completeCheck,
  findCheck,
  findComment,
  startCheck,
  writeComment,
  type Check,
  type CheckPlace,
} from '../../github/conversation.ts';
import { hasStatus, isForbidden } from '../../github/errors.ts';
import { readPull, readPullFiles } from '../../github/pull-request.ts';
import type { RunDetail } from '../../shared/api/runs.ts';
import { MAX_ANNOTATIONS } from '../../shared/limits.ts';
import { forgetLine, type Line } from '../../store/github-lines.ts';
import { Refusal } from '../errors.ts';
import { controlRun } from '../runs/control-run.ts';
import { findRun } from '../runs/find-run.ts';
import type { Courier } from './courier-context.ts';
import { newFindings, type NewFinding } from './new-findings.ts';
import { pullNumberOf } from './plan.ts';
import { reviewPull } from './pull-review.ts';
import {
  annotationsOf,
  commentText,
  COMMIT_APPROVED,
  FORK,
  markerOf,
  resultOf,
  type Result,
} from './pull-words.ts';
import { removeFromLine } from './remove-documents.ts';
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
  const pull = await readPull(client, repository, number);
  const files = isDone ? await readPullFiles(client, repository, number) : [];
  const { findings, suggestions } = isDone
    ? await newFindings(courier, target, run, files)
    : { findings: [], suggestions: [] };
  const result = resultOf(run, findings);
  const problems: string[] = [];
  const attempt = async (permissions: string, work: () => Promise<unknown>) => {
    const problem = await ifAllowed(courier, permissions, work);
    if (problem !== undefined) problems.push(problem);
  };
  const checks: Check[] = [];
  await attempt('Checks', async () => checks.push(await checkOf(courier, target, sha, run)));
  // The lines are those of the commit: a newer one has a review of its own.
  if (run?.state !== 'failed' && pull.headSha === sha) {
    await attempt('Pull requests" and "Contents', () => reviewPull(courier, target, pull, suggestions));
  }
  await attempt('Pull requests', () => commentPull(courier, target, { run, result, problems }));
  // Last, because it says what was not allowed before.
  const [check] = checks;
  if (!check) return;
  const told = { run, result, problems, findings, isFork: pull.isFork };
  await ifAllowed(courier, 'Checks', () => reportCheck(courier, target, check, told));
}

/** @returns what the App may not do here, in words */
async function ifAllowed(
  { now }: Courier,
  permissions: string,
  work: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    // 404: the App may not even see that it is there.
    if (!isForbidden(error, now()) && !hasStatus(error, 404)) throw error;
    return `The App needs the permission to read and write "${permissions}" to say more here.`;
  }
}

interface Told {
  run: RunDetail | null;
  result: Result;
  /** What Galley may not do here, in words. */
  problems: readonly string[];
}

async function reportCheck(
  courier: Courier,
  target: Target,
  check: Check,
  { run, result, findings, problems, isFork }: Told & { findings: readonly NewFinding[]; isFork: boolean },
): Promise<void> {
  const { client } = courier;
  const { conclusion, title, summary } = result;
  if (check.isCompleted) return;
  const annotations = annotationsOf(findings.slice(0, MAX_ANNOTATIONS));
  // Those of an earlier call, which was interrupted, are there.
  for (let from = check.annotations; from < annotations.length; from += ANNOTATIONS_PER_REQUEST) {
    const some = annotations.slice(from, from + ANNOTATIONS_PER_REQUEST);
    await annotateCheck(client, target.repository, check.id, { title, summary, annotations: some });
  }
  const left = findings.length - annotations.length;
  const isWritable = findings.length > 0 && !isFork;
  const more = [
    ...(left > 0 ? [`${left} more findings are on the desk.`] : []),
    ...(isFork && findings.length > 0 ? [FORK] : []),
    ...problems,
  ];
  await completeCheck(client, target.repository, check.id, {
    conclusion,
    output: { title, summary: [summary, ...more].join('\n\n') },
    detailsUrl: deskUrl(courier, run),
    actions: isWritable && run ? [COMMIT_APPROVED] : [],
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
  { family, repository, ref, pulls }: Target,
  { run, result, problems }: Told,
): Promise<void> {
  const { client, github } = courier;
  const number = pullNumberOf({ ref });
  const place = { repository, number, marker: markerOf(family) };
  const known = await findComment(client, github?.appId ?? 0, place);
  const isQuiet = !pulls.comment || (result.isWell && problems.length === 0);
  if (!known && isQuiet) return;
  const url = run && deskUrl(courier, run);
  const body = commentText({ family, url, problems }, result);
  if (known?.body !== body) await writeComment(client, { repository, number, id: known?.id, body });
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
