/**
 * Brings a line, the main line of a family or a pull request, to the commit that GitHub has now. One delivery at a time works
 * on a line. Each call does one thing: it begins a run, adds documents to it, waits for it, or tells GitHub its result.
 */
import type { RunDetail } from '../../shared/api/runs.ts';
import { claimLine, releaseLine, updateLine, type Line } from '../../store/github-lines.ts';
import { hash } from '../hash.ts';
import { controlRun } from '../runs/control-run.ts';
import { findRun } from '../runs/find-run.ts';
import { createRun } from '../runs/runs.ts';
import { fillRun } from './fill-run.ts';
import { beginPull, forgetPull, outdatePull, reportPull } from './pull-line.ts';
import { headOf, planOf, type Plan } from './plan.ts';
import { removeFromLine } from './remove-documents.ts';
import type { Target } from './targets.ts';
import type { Courier } from './courier-context.ts';

/** A claim is made again by each call; one that is not ends after this long. */
const CLAIM_MS = 2 * 60 * 1_000;
/** How long to wait for a run or for others: half as long as it has taken so far, so that what is long is looked at less often. */
const MIN_WAIT_MS = 50;
const MAX_WAIT_MS = 5_000;

/** Does the next thing of a line. @returns how long to wait before the next one; null when nothing is left */
export async function advance(courier: Courier, target: Target): Promise<number | null> {
  const { db, now, delivery } = courier;
  const at = now();
  const line = await claimLine(db, target, {
    delivery: delivery.id,
    now: at.toISOString(),
    until: new Date(at.getTime() + CLAIM_MS).toISOString(),
  });
  if (!line) return waitFor(courier, delivery.received_at);
  if (delivery.kind === 'closed') return forgetPull(courier, target, line);
  return line.run_id === null ? begin(courier, target, line) : follow(courier, target, line, line.run_id);
}

/** How long to wait for what has begun at a time. */
function waitFor({ now }: Courier, since: string): number {
  return Math.min(Math.max(MIN_WAIT_MS, (now().getTime() - Date.parse(since)) / 2), MAX_WAIT_MS);
}

/** Begins a run for the commit that GitHub has now, unless that is done. */
async function begin(courier: Courier, target: Target, line: Line): Promise<number | null> {
  const { db, delivery } = courier;
  const sha = await headOf(courier, target);
  const isAskedFor = delivery.is_again && line.done_by !== delivery.id;
  const isDone = line.done_sha === sha && line.source === target.source && !isAskedFor;
  const plan = sha === undefined || isDone ? undefined : await planOf(courier, target, line, sha);
  if (!plan) {
    await releaseLine(db, target, delivery.id);
    return null;
  }
  if (plan.files.length === 0) {
    await removeFromLine(courier, target, plan.removed, null);
    if (target.ref !== '') await reportPull(courier, target, plan.sha, null);
    return finish(courier, target, plan.sha);
  }
  const run = await createRun(
    { ...courier, idempotencyKey: await keyOf(target, plan, isAskedFor ? delivery.id : '') },
    {
      type: 'batch_validation',
      family: target.family,
      name: `${target.repository} ${target.ref || target.branch}`.slice(0, 200),
      ref: target.ref || null,
      commit: plan.sha,
      complete: plan.isComplete,
    },
  );
  await updateLine(db, target, delivery.id, { sha: plan.sha, run_id: run.id, wanted_by: null });
  if (target.ref !== '') await beginPull(courier, target, plan.sha, run);
  return 0;
}

/** The same commit makes one run, however often it is asked for. */
async function keyOf({ family, ref, source }: Target, plan: Plan, again: string): Promise<string> {
  const what = [family, ref, source, plan.sha, plan.isComplete, again];
  return `github-${await hash(new TextEncoder().encode(JSON.stringify(what)))}`;
}

async function follow(courier: Courier, target: Target, line: Line, runId: string): Promise<number | null> {
  const run = await findRun(courier, runId);
  const sha = line.sha ?? '';
  if (run.state === 'pending') return prepare(courier, target, line, run);
  const isOver = run.state === 'completed' || run.state === 'failed' || run.state === 'cancelled';
  if (!isOver) {
    if (await isOutdated(courier, target, line)) return abandon(courier, target, run, sha);
    return waitFor(courier, run.started_at ?? run.created_at);
  }
  if (target.ref !== '') await reportPull(courier, target, sha, run);
  return finish(courier, target, sha);
}

/** Adds documents to a run, or starts it when it has all of them. */
async function prepare(courier: Courier, target: Target, line: Line, run: RunDetail): Promise<number | null> {
  const sha = line.sha ?? '';
  // The pull request has moved on, or the commit is not there any more.
  const isOld = target.ref !== '' && (await headOf(courier, target)) !== sha;
  const plan = isOld ? undefined : await planOf(courier, target, line, sha);
  if (!plan) return abandon(courier, target, run, sha);
  if (await fillRun(courier, target.repository, run.id, plan.files)) return 0;
  await removeFromLine(courier, target, plan.removed, run.id);
  await controlRun(courier, run.id, 'start');
  return MIN_WAIT_MS;
}

/** Whether a pull request has moved on while its run is at work. A run of the main line is always finished. */
async function isOutdated(courier: Courier, target: Target, line: Line): Promise<boolean> {
  if (target.ref === '' || line.wanted_by === null) return false;
  return (await headOf(courier, target)) !== line.sha;
}

/** Cancels a run whose commit is not the newest any more, and begins anew. */
async function abandon(courier: Courier, target: Target, run: RunDetail, sha: string): Promise<number> {
  await controlRun(courier, run.id, 'cancel');
  if (target.ref !== '') await outdatePull(courier, target, sha, run);
  await updateLine(courier.db, target, courier.delivery.id, { sha: null, run_id: null, wanted_by: null });
  return 0;
}

/** Notes that a commit is done. The next call looks whether there is a newer one. */
async function finish({ db, delivery }: Courier, target: Target, sha: string): Promise<number> {
  const { source } = target;
  const done = { done_sha: sha, done_by: delivery.id, source };
  await updateLine(db, target, delivery.id, { ...done, sha: null, run_id: null });
  return 0;
}
