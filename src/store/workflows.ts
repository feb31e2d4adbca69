/** Batch runs: their rows, and the events that tell of them. */
import { and, desc, eq, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { Page, WorkflowDetail, WorkflowListQuery } from '../shared/api.ts';
import type { EventType } from '../shared/events.ts';
import { VALIDATION_TYPES, type Counts, type Workflow, type WorkflowState } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition, type appendEvents, type EventRow } from './events.ts';
import { all } from './facets.ts';
import { COUNT_LIMIT, selectBoundedCount, toPage } from './paging.ts';
import { events, workflowDocuments, workflows } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

export type WorkflowRow = typeof workflows.$inferSelect;
export type WorkflowEventType = Extract<EventType, `workflow_${string}`>;

const validationTypesColumn = v.pipe(v.string(), v.parseJson(), v.array(v.picklist(VALIDATION_TYPES)));

export function toWorkflow(row: WorkflowRow): Workflow {
  const { counts_error, counts_warning, counts_info, told_at: _told, ...columns } = row;
  const { validation_types, error, started_at, finished_at, ...rest } = columns;
  return {
    ...rest,
    counts: { error: counts_error, warning: counts_warning, info: counts_info },
    ...(validation_types !== null && {
      validation_types: v.parse(validationTypesColumn, validation_types),
    }),
    ...(error !== null && { error }),
    ...(started_at !== null && { started_at }),
    ...(finished_at !== null && { finished_at }),
  };
}

/** Statement: keeps a run that has no documents yet. */
export function insertWorkflow(
  db: Database,
  run: Pick<Workflow, 'id' | 'type' | 'name' | 'family' | 'validation_types' | 'created_by' | 'created_at'>,
) {
  const { validation_types, created_at } = run;
  return db.insert(workflows).values({
    ...run,
    validation_types: validation_types === undefined ? null : JSON.stringify(validation_types),
    updated_at: created_at,
  });
}

/** One batch run; undefined when there is none that the principal may see. */
export async function readWorkflow(
  db: Database,
  principal: Principal,
  id: string,
): Promise<WorkflowDetail | undefined> {
  const [rows, head] = await db.batch([
    db
      .select()
      .from(workflows)
      .where(and(eq(workflows.id, id), inVisibleFamily(principal, workflows.family))),
    selectHead(db),
  ]);
  const [row] = rows;
  return row && { ...toWorkflow(row), position: toPosition(head) };
}

/** The row, for who works on it. */
export async function readWorkflowRow(db: Database, id: string): Promise<WorkflowRow | undefined> {
  const [row] = await db.select().from(workflows).where(eq(workflows.id, id));
  return row;
}

/** A page of batch runs, newest first; undefined when the cursor is none of this list. */
export async function listWorkflows(
  db: Database,
  principal: Principal,
  { limit, cursor, state, family, name }: WorkflowListQuery,
): Promise<Page<Workflow> | undefined> {
  const isListed = all(
    inVisibleFamily(principal, workflows.family),
    state && eq(workflows.state, state),
    family === undefined ? undefined : eq(workflows.family, family),
    name === undefined ? undefined : eq(workflows.name, name),
  );
  const rowid = sql`${workflows}.rowid`;
  const place = sql`(select rowid from workflows where id = ${cursor ?? ''})`;
  const [rows, counted, head, known] = await db.batch([
    db
      .select()
      .from(workflows)
      .where(all(isListed, cursor === undefined ? undefined : sql`${rowid} < ${place}`))
      .orderBy(desc(rowid))
      .limit(limit + 1),
    selectBoundedCount(db, sql`select 1 from ${workflows} where ${isListed} limit ${COUNT_LIMIT}`),
    selectHead(db),
    db
      .select({ id: workflows.id })
      .from(workflows)
      .where(and(eq(workflows.id, cursor ?? ''), inVisibleFamily(principal, workflows.family))),
  ]);
  if (cursor !== undefined && known.length === 0) return undefined;
  return toPage(rows.map(toWorkflow), {
    limit,
    counted: counted[0]?.n ?? 0,
    isExact: false,
    position: toPosition(head),
  });
}

/**
 * What must be true of a run when a batch is committed. Otherwise a column would be null that may not be, and the whole
 * batch is undone: nothing of it is kept, and no event tells of it. See {@link isRefused}.
 */
function demand(condition: SQL, now: string): { updated_at: SQL } {
  return { updated_at: sql`case when ${condition} then ${now} end` };
}

/** Whether a batch was undone because what a statement of this file demands was not true. */
export function isRefused(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one.message.includes('NOT NULL constraint failed: workflows.updated_at')) return true;
  }
  return false;
}

function isIn(states: readonly WorkflowState[]): SQL {
  return inArray(workflows.state, [...states]);
}

/** Statement: a change of state; demands that the run is in one of the states before it. */
export function moveWorkflow(
  db: Database,
  id: string,
  from: readonly WorkflowState[],
  {
    now,
    ...columns
  }: { now: string } & Partial<Pick<WorkflowRow, 'state' | 'error' | 'started_at' | 'finished_at'>>,
) {
  return db
    .update(workflows)
    .set({ ...columns, ...demand(isIn(from), now) })
    .where(eq(workflows.id, id));
}

/** Documents of a run that failed although there is a text: they can be tried again. */
const isRetriable = (id: string) =>
  and(
    eq(workflowDocuments.workflow_id, id),
    eq(workflowDocuments.state, 'failed'),
    sql`${workflowDocuments.content_sha256} is not null`,
  );
const hasPending = (id: string) =>
  sql`exists (select 1 from workflow_documents where workflow_id = ${id} and state = 'pending')`;

/** Statements: makes what has failed pending again; demands that there is something to do. */
export function retryWorkflow(db: Database, id: string, from: readonly WorkflowState[], now: string) {
  const retriable = sql`(select count(*) from ${workflowDocuments} where ${isRetriable(id)})`;
  const isWorth = sql`(${retriable} > 0 or ${hasPending(id)})`;
  return [
    db
      .update(workflows)
      .set({
        state: 'running',
        error: null,
        finished_at: null,
        done: sql`${workflows.done} - ${retriable}`,
        failed: sql`${workflows.failed} - ${retriable}`,
        ...demand(all(isIn(from), isWorth), now),
      })
      .where(eq(workflows.id, id)),
    db
      .update(workflowDocuments)
      .set({ state: 'pending', error: null, validation_id: null })
      .where(isRetriable(id)),
  ] as const;
}

/** Statement: counts a run's documents anew; demands that it has not started. */
export function recountDocuments(db: Database, id: string, now: string) {
  const count = (condition: SQL) =>
    sql`(select count(*) from workflow_documents where workflow_id = ${id} and ${condition})`;
  const failed = count(sql`state = 'failed'`);
  return db
    .update(workflows)
    .set({ total: count(sql`true`), done: failed, failed, ...demand(isIn(['pending']), now) })
    .where(eq(workflows.id, id));
}

/** What some documents of a run have come to. */
export interface Tally {
  done: number;
  failed: number;
  reused: number;
  counts: Counts;
}

/**
 * Statement: adds what some documents have come to; demands that the run is running and that all of them are still to be
 * done, as they were read. So a step that is run twice counts once, and nothing is done after a pause or the end.
 */
export function addTally(
  db: Database,
  id: string,
  documents: readonly { file_path: string; content_sha256: string }[],
  tally: Tally,
  { now, tells }: { now: string; tells: boolean },
) {
  const wanted = JSON.stringify(documents.map((one) => [one.file_path, one.content_sha256]));
  const stillPending = sql`(
    select count(*) from json_each(${wanted}) one cross join workflow_documents
      on workflow_id = ${id} and file_path = one.value->>0
    where content_sha256 = one.value->>1 and +workflow_documents.state = 'pending'
  ) = ${documents.length}`;
  const { done, failed, reused, counts } = tally;
  return db
    .update(workflows)
    .set({
      done: sql`${workflows.done} + ${done}`,
      failed: sql`${workflows.failed} + ${failed}`,
      reused: sql`${workflows.reused} + ${reused}`,
      counts_error: sql`${workflows.counts_error} + ${counts.error}`,
      counts_warning: sql`${workflows.counts_warning} + ${counts.warning}`,
      counts_info: sql`${workflows.counts_info} + ${counts.info}`,
      ...(tells && { told_at: now }),
      ...demand(all(isIn(['running']), stillPending), now),
    })
    .where(eq(workflows.id, id));
}

/** Statement: ends a run of which nothing is left to do; demands that it is one. */
export function completeWorkflow(db: Database, id: string, now: string) {
  return db
    .update(workflows)
    .set({
      state: 'completed',
      finished_at: now,
      ...demand(all(isIn(['running']), sql`not ${hasPending(id)}`), now),
    })
    .where(eq(workflows.id, id));
}

/** Statement: an event of a run, with its figures as they are at this place of the batch. */
export function appendWorkflowEvent(
  db: Database,
  { type, id, actor, now }: { type: WorkflowEventType; id: string; actor: string; now: string },
) {
  const told = sql`'name', name, 'state', state, 'total', total, 'done', done, 'failed', failed, 'reused', reused,
    'counts', json_object('error', counts_error, 'warning', counts_warning, 'info', counts_info)`;
  return db
    .insert(events)
    .select(
      sql`select null, ${type}, ${now}, ${actor}, null, null, id, family,
        case when error is null then json_object(${told}) else json_object(${told}, 'error', error) end
        from workflows where id = ${id}`,
    )
    .returning();
}

/** Ids of runs that are running, and have not got on since a time; the one that stands longest first. */
export async function readStalled(db: Database, since: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(eq(workflows.state, 'running'), lt(workflows.updated_at, since)))
    .orderBy(workflows.updated_at)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Whether any run is running. */
export async function isAnyRunning(db: Database): Promise<boolean> {
  const rows = await db
    .select({ id: workflows.id })
    .from(workflows)
    .where(eq(workflows.state, 'running'))
    .limit(1);
  return rows.length > 0;
}

/**
 * Commits statements, and after them the events that tell of them.
 *
 * @returns those events
 * @throws an error that {@link isRefused} knows when what they demand is not true
 */
export async function commitRun(
  db: Database,
  statements: readonly BatchItem<'sqlite'>[],
  told: readonly ReturnType<typeof appendEvents>[],
): Promise<EventRow[]> {
  const [first, ...rest] = [...statements, ...told];
  if (!first) return [];
  const results: readonly unknown[] = await db.batch([first, ...rest]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the last results are those of `told`: a list of any length forgets their type
  return results.slice(statements.length).flat() as EventRow[];
}
