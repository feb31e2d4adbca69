/** Reads batch runs, and stores new ones. run-changes.ts changes them. */
import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { Page } from '../shared/api/fields.ts';
import type { RunDetail, RunListQuery } from '../shared/api/runs.ts';
import type { Run } from '../shared/things.ts';
import { toCompared } from './comparisons.ts';
import { ask, question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { all } from './facets.ts';
import { toGateResult } from './gates.ts';
import { COUNT_LIMIT, selectBoundedCount, toPage } from './paging.ts';
import { workflows } from './schema.ts';
import { validationTypesColumn } from './validations.ts';
import { inVisibleFamily } from './visibility.ts';

export type RunRow = typeof workflows.$inferSelect;

/** A row as the API shows it. */
export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    family: row.family,
    state: row.state,
    total: row.total,
    done: row.done,
    failed: row.failed,
    created_at: row.created_at,
    updated_at: row.updated_at,
    reused: row.reused,
    created_by: row.created_by,
    counts: { error: row.counts_error, warning: row.counts_warning, info: row.counts_info },
    ...(row.validation_types !== null && {
      validation_types: v.parse(validationTypesColumn, row.validation_types),
    }),
    ...(row.ref !== '' && { ref: row.ref }),
    ...(row.commit_sha !== null && { commit: row.commit_sha }),
    ...(row.is_complete && { complete: true as const }),
    ...(row.compared !== null && { compared: toCompared(row.compared) }),
    ...(row.gate !== null && { gate: toGateResult(row.gate) }),
    ...(row.error !== null && { error: row.error }),
    ...(row.started_at !== null && { started_at: row.started_at }),
    ...(row.finished_at !== null && { finished_at: row.finished_at }),
  };
}

/** Statement: stores a run that has no documents yet. */
export function insertRun(
  db: Database,
  run: Pick<
    Run,
    | 'id'
    | 'type'
    | 'name'
    | 'family'
    | 'validation_types'
    | 'ref'
    | 'commit'
    | 'complete'
    | 'created_by'
    | 'created_at'
  >,
) {
  const { validation_types, created_at, commit, complete = false, ...columns } = run;
  return db.insert(workflows).values({
    ...columns,
    created_at,
    commit_sha: commit ?? null,
    is_complete: complete,
    validation_types: validation_types === undefined ? null : JSON.stringify(validation_types),
    updated_at: created_at,
  });
}

/** Reads the row of a run, whoever may see it. */
export async function findRunRow(db: Database, id: string): Promise<RunRow | undefined> {
  const [row] = await db.select().from(workflows).where(eq(workflows.id, id));
  return row;
}

/** Question: what is a run, with the position of the log? Undefined when there is none that the principal may see. */
export function askRun(db: Database, principal: Principal, id: string): Question<RunDetail | undefined> {
  const position = sql<number>`(select coalesce(max(seq), 0) from sqlite_sequence where name = 'events')`;
  return question(
    db
      .select({ ...getTableColumns(workflows), position: position.as('position') })
      .from(workflows)
      .where(and(eq(workflows.id, id), inVisibleFamily(principal, workflows.family))),
    ([row]) => row && { ...toRun(row), position: row.position },
  );
}

/** Reads one run. @returns undefined when there is none that the principal may see */
export async function readRun(
  db: Database,
  principal: Principal,
  id: string,
): Promise<RunDetail | undefined> {
  return (await ask(db, askRun(db, principal, id)))[0];
}

/** Reads a page of runs, newest first. @returns undefined when the cursor belongs to another list */
export async function listRuns(
  db: Database,
  principal: Principal,
  { limit, cursor, state, family, name }: RunListQuery,
): Promise<Page<Run> | undefined> {
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
  return toPage(rows.map(toRun), {
    limit,
    counted: counted[0]?.n ?? 0,
    isExact: false,
    position: toPosition(head),
  });
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
