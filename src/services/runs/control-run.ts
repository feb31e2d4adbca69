import type { RunDetail } from '../../shared/api/runs.ts';
import type { Run } from '../../shared/things.ts';
import { after, workflowTransitions, type RunAction } from '../../shared/transitions.ts';
import { forgetOlderCodeOwners } from '../../store/code-owners.ts';
import {
  appendRunEvent,
  isRefused,
  moveRun,
  retryRun,
  startRun,
  type RunEventType,
} from '../../store/run-changes.ts';
import type { Changes } from '../../store/commit.ts';
import { findRun } from './find-run.ts';
import { commitAndReadRun } from './commit-run.ts';
import { readFamilies, type Families } from '../families/rulesets.ts';
import { keepRuleset } from './run-ruleset.ts';
import type { ServiceContext } from '../context.ts';
import { watchFromNow } from './run-watch.ts';
import { wrongState } from '../decisions/decide-each.ts';
import { Refusal } from '../errors.ts';
import { requireEditor, requireRole } from '../access/require-editor.ts';

const EVENTS = {
  start: 'workflow_started',
  pause: 'workflow_paused',
  resume: 'workflow_resumed',
  cancel: 'workflow_cancelled',
  retry: 'workflow_retried',
} as const satisfies Record<RunAction, RunEventType>;

/**
 * Starts, pauses, resumes, cancels or retries a run. The change takes effect with its event: work that the instance has
 * not committed by then, and that the new state does not allow, is rolled back.
 *
 * @throws {Refusal} `not-found`, `forbidden`, `wrong-state`, or `invalid` for the start of a run without documents or
 * without a usable pack
 */
export async function controlRun(context: ServiceContext, id: string, action: RunAction): Promise<RunDetail> {
  const { db, principal, runner } = context;
  const [workflow, families] = await Promise.all([
    findRun(context, id),
    action === 'start' ? readFamilies(db) : undefined,
    workflowTransitions[action].to === 'running' && watchFromNow(context),
  ]);
  // A run of a family that has moved can be cancelled, so that its documents can be deleted.
  if (action === 'cancel') requireRole(context, workflow.family);
  else requireEditor(context, workflow.family);
  refuseWhatIsFutile(workflow, action);
  const now = context.now().toISOString();
  const change = families
    ? startOf(context, workflow, families, now)
    : {
        before: changes(context, workflow, action, now),
        events: appendRunEvent(db, { type: EVENTS[action], id, actor: principal.actor, now }),
      };
  let changed: RunDetail;
  try {
    changed = await commitAndReadRun(context, id, [change]);
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw await refusalOf(context, id, action);
  }
  // The instance of a paused or ended run notices that from the row, and ends.
  if (action === 'start') context.later(() => runner.start(id));
  else if (action === 'resume' || action === 'retry') context.later(() => runner.resume(id));
  return changed;
}

/**
 * The change that starts a run, with its event. When it is made, `runner.start` is due.
 *
 * @throws {Refusal} `invalid` without a usable pack
 */
export function startOf(
  { db, principal: { actor } }: Pick<ServiceContext, 'db' | 'principal'>,
  { id, family, ref = '' }: Pick<Run, 'id' | 'family' | 'ref'>,
  families: Families,
  now: string,
): Changes {
  const { version, statement } = keepRuleset(db, families, family, now);
  return {
    before: [
      statement,
      startRun(db, { id, family }, workflowTransitions.start.from, { now, version }),
      forgetOlderCodeOwners(db, { id, family, ref }),
    ],
    events: appendRunEvent(db, { type: EVENTS.start, id, actor, now }),
  };
}

function changes({ db }: ServiceContext, { id }: Run, action: RunAction, now: string) {
  const { from, to } = workflowTransitions[action];
  if (action === 'retry') return retryRun(db, id, from, now);
  return [
    moveRun(db, id, from, { state: to, ...(action === 'cancel' && { finished_at: now }), now }),
  ] as const;
}

function refuseWhatIsFutile({ state, total }: Run, action: RunAction): void {
  if (after(workflowTransitions[action], state) === null)
    throw wrongState({ kind: 'workflow', action }, state);
  if (action !== 'start' || total > 0) return;
  const error = { path: 'documents', message: 'has none; add some before it starts' };
  throw new Refusal('invalid', 'The workflow has no documents: add some before it starts.', [error]);
}

async function refusalOf(context: ServiceContext, id: string, action: RunAction): Promise<Refusal> {
  const { state } = await findRun(context, id);
  if (action === 'retry' && after(workflowTransitions.retry, state) !== null) {
    return new Refusal(
      'wrong-state',
      `The workflow is ${state}, and nothing in it can be retried.`,
      [],
      state,
    );
  }
  return wrongState({ kind: 'workflow', action }, state);
}
