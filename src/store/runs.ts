/** Batch runs, as they are read. What changes them is in workflow-changes.ts. */
import { and, desc, eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { Page } from '../shared/api/fields.ts';
import type { RunDetail, RunListQuery } from '../shared/api/runs.ts';
import type { Run } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { all } from './facets.ts';
import { COUNT_LIMIT, selectBoundedCount, toPage } from './paging.ts';
import { workflows } from './schema.ts';
import { validationTypesColumn } from './validations.ts';
import { inVisibleFamily } from './visibility.ts';

export type RunRow = typeof workflows.$inferSelect;

export function toRun(row: RunRow): Run {
  const { counts_error, counts_warning, counts_info, told_at: _told, nudges: _nudges, ...columns } = row;
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
export function insertRun(
  db: Database,
  run: Pick<Run, 'id' | 'type' | 'name' | 'family' | 'validation_types' | 'created_by' | 'created_at'>,
) {
  const { validation_types, created_at } = run;
  return db.insert(workflows).values({
    ...run,
    validation_types: validation_types === undefined ? null : JSON.stringify(validation_types),
    updated_at: created_at,
  });
}

/** One batch run; undefined when there is none that the principal may see. */
export async function readRun(
  db: Database,
  principal: Principal,
  id: string,
): Promise<RunDetail | undefined> {
  const [rows, head] = await db.batch([
    db
      .select()
      .from(workflows)
      .where(and(eq(workflows.id, id), inVisibleFamily(principal, workflows.family))),
    selectHead(db),
  ]);
  const [row] = rows;
  return row && { ...toRun(row), position: toPosition(head) };
}

/** A page of batch runs, newest first; undefined when the cursor is none of this list. */
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
