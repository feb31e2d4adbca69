/**
 * Changes batch runs. Each statement has a guard; if it does not hold when the batch is committed, the whole batch is
 * rolled back. Events of the change are appended in the same batch.
 */
import { and, eq, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { EventType } from '../shared/events.ts';
import { MAX_WORKFLOW_DOCUMENTS } from '../shared/limits.ts';
import type { Counts, GateResult, RunState } from '../shared/things.ts';
import type { Database } from './database.ts';
import { all } from './facets.ts';
import { events, workflowDocuments, workflows } from './schema.ts';
import { isOpen } from './run-documents.ts';
import type { RunRow } from './runs.ts';

export type RunEventType = Extract<EventType, `workflow_${string}`>;

/**
 * Guards the batch: sets a NOT NULL column to NULL unless the condition holds, which aborts the transaction. {@link
 * isRefused} recognises the error.
 */
function guard(condition: SQL, now: string): { updated_at: SQL } {
  return { updated_at: sql`case when ${condition} then ${now} end` };
}

/** Whether an error means that the guard of a statement in this file did not hold. */
export function isRefused(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one.message.includes('NOT NULL constraint failed: workflows.updated_at')) return true;
  }
  return false;
}

function isIn(states: readonly RunState[]): SQL {
  return inArray(workflows.state, [...states]);
}

/** Statement: changes the state. Guard: the run is in one of the states of `from`. */
export function moveRun(
  db: Database,
  id: string,
  from: readonly RunState[],
  { now, ...columns }: { now: string } & Partial<Pick<RunRow, 'state' | 'error' | 'finished_at'>>,
) {
  return db
    .update(workflows)
    .set({ ...columns, ...guard(isIn(from), now) })
    .where(eq(workflows.id, id));
}

/** Failed documents that have a text, and so can be retried. */
const isRetriable = (id: string) =>
  and(
    eq(workflowDocuments.workflow_id, id),
    eq(workflowDocuments.state, 'failed'),
    isOpen,
    sql`${workflowDocuments.content_sha256} is not null`,
  );
const hasPending = (id: string) =>
  sql`exists (select 1 from workflow_documents where workflow_id = ${id} and state = 'pending' and state <> 'done')`;

/** Statements: set failed documents to pending, and the run to running. Guard: there is something to do. */
export function retryRun(db: Database, id: string, from: readonly RunState[], now: string) {
  const retriable = sql`(select count(*) from ${workflowDocuments} where ${isRetriable(id)})`;
  const isWorth = sql`(${retriable} > 0 or ${hasPending(id)})`;
  return [
    db
      .update(workflows)
      .set({
        state: 'running',
        error: null,
        finished_at: null,
        gate: null,
        done: sql`${workflows.done} - ${retriable}`,
        failed: sql`${workflows.failed} - ${retriable}`,
        ...guard(all(isIn(from), isWorth), now),
      })
      .where(eq(workflows.id, id)),
    db
      .update(workflowDocuments)
      .set({ state: 'pending', error: null, validation_id: null })
      .where(isRetriable(id)),
  ] as const;
}

/** Statement: starts a run. Guard: the run is in one of the states of `from`. */
export function startRun(
  db: Database,
  { id, family }: Pick<RunRow, 'id' | 'family'>,
  from: readonly RunState[],
  { now, version }: { now: string; version: string },
) {
  return db
    .update(workflows)
    .set({
      state: 'running',
      started_at: now,
      ruleset_version: version,
      is_compared: sql`exists (select 1 from documents where family = ${family} and ref = '')`,
      ...guard(isIn(from), now),
    })
    .where(eq(workflows.id, id));
}

/** Statement: counts a run's documents. Guard: the run has not started, and its documents are not too many. */
export function recountDocuments(db: Database, id: string, now: string) {
  const count = (condition: SQL) =>
    sql`(select count(*) from workflow_documents where workflow_id = ${id} and ${condition})`;
  const total = count(sql`true`);
  const failed = count(sql`state = 'failed'`);
  const isAllowed = all(isIn(['pending']), sql`${total} <= ${MAX_WORKFLOW_DOCUMENTS}`);
  return db
    .update(workflows)
    .set({ total, done: failed, failed, ...guard(isAllowed, now) })
    .where(eq(workflows.id, id));
}

/** What a part of the documents adds to the run's counters. */
export interface RunProgress {
  done: number;
  failed: number;
  reused: number;
  counts: Counts;
  /** The validations that unchanged documents go on with. */
  unchanged: readonly string[];
}

/**
 * Statement: adds the progress of a part. Guard: the run is running, all documents of the part are still pending with the
 * same content, and what counts as unchanged still is the newest version. So a part that is done twice counts once, and
 * nothing is stored after a pause or the end.
 */
export function addProgress(
  db: Database,
  id: string,
  documents: readonly { file_path: string; content_sha256: string }[],
  progress: RunProgress,
  { now, tells }: { now: string; tells: boolean },
) {
  const wanted = JSON.stringify(documents.map((one) => [one.file_path, one.content_sha256]));
  const stillPending = sql`(
    select count(*) from json_each(${wanted}) one cross join workflow_documents
      on workflow_id = ${id} and file_path = one.value->>0
    where content_sha256 = one.value->>1 and +workflow_documents.state = 'pending'
  ) = ${documents.length}`;
  const { done, failed, reused, counts, unchanged } = progress;
  const stillNewest = sql`(
    select count(*) from json_each(${JSON.stringify(unchanged)}) one cross join documents
      on documents.validation_id = one.value where removed_at is null
  ) = ${unchanged.length}`;
  return db
    .update(workflows)
    .set({
      done: sql`${workflows.done} + ${done}`,
      failed: sql`${workflows.failed} + ${failed}`,
      reused: sql`${workflows.reused} + ${reused}`,
      counts_error: sql`${workflows.counts_error} + ${counts.error}`,
      counts_warning: sql`${workflows.counts_warning} + ${counts.warning}`,
      counts_info: sql`${workflows.counts_info} + ${counts.info}`,
      resumes: 0,
      ...(tells && { told_at: now }),
      ...guard(all(isIn(['running']), stillPending, stillNewest), now),
    })
    .where(eq(workflows.id, id));
}

/**
 * Claims a running run for work: its `updated_at` is renewed, so that it does not count as stalled meanwhile.
 *
 * @returns its row; undefined when it is not running
 */
export async function claimRun(db: Database, id: string, now: string): Promise<RunRow | undefined> {
  const [row] = await db
    .update(workflows)
    .set({ updated_at: now })
    .where(and(eq(workflows.id, id), isIn(['running'])))
    .returning();
  return row;
}

/**
 * Claims stalled runs for resuming them. A claimed run no longer counts as stalled, so it is claimed once.
 *
 * @param since - claims runs without progress since this time, ISO 8601
 * @param id - claims only this run
 * @returns their ids, and how often each was resumed since its last progress
 */
export async function claimStalled(
  db: Database,
  { since, now, limit, id }: { since: string; now: string; limit: number; id?: string },
): Promise<{ id: string; resumes: number }[]> {
  const stalled = db
    .select({ id: workflows.id })
    .from(workflows)
    .where(
      and(
        isIn(['running']),
        lt(workflows.updated_at, since),
        id === undefined ? undefined : eq(workflows.id, id),
      ),
    )
    .orderBy(workflows.updated_at)
    .limit(limit);
  return db
    .update(workflows)
    .set({ updated_at: now, resumes: sql`${workflows.resumes} + 1` })
    .where(inArray(workflows.id, stalled))
    .returning({ id: workflows.id, resumes: workflows.resumes });
}

/** Statement: completes a run, with the verdict of its gate. Guard: it is running, and no document is pending. */
export function completeRun(db: Database, id: string, now: string, gate: GateResult | undefined) {
  return db
    .update(workflows)
    .set({
      state: 'completed',
      finished_at: now,
      gate: gate === undefined ? null : JSON.stringify(gate),
      ...guard(all(isIn(['running']), sql`not ${hasPending(id)}`), now),
    })
    .where(eq(workflows.id, id));
}

/** Statements: append an event of a run, with its counters as they are at this point of the batch. */
export function appendRunEvent(
  db: Database,
  { type, id, actor, now }: { type: RunEventType; id: string; actor: string; now: string },
) {
  const told = sql`'name', name, 'state', state, 'total', total, 'done', done, 'failed', failed, 'reused', reused,
    'counts', json_object('error', counts_error, 'warning', counts_warning, 'info', counts_info)`;
  const statement = db
    .insert(events)
    .select(
      sql`select null, ${type}, ${now}, ${actor}, null, null, id, family,
        case when error is null then json_object(${told}) else json_object(${told}, 'error', error) end
        from workflows where id = ${id}`,
    )
    .returning();
  return [statement];
}
