/**
 * What versions of documents add and resolve against the main line of their family: for a version on a ref, the main line
 * as it is; for a version on the main line, the version before.
 */
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { RunComparison } from '../shared/api/runs.ts';
import { type Compared, countsSchema, type Issue, UNTITLED_PATH } from '../shared/things.ts';
import { ask, question } from './ask.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { issueOfRow, selectIssues } from './issues.ts';
import { askPacked, inOrder } from './packed-findings.ts';
import { isResultOf } from './run-documents.ts';
import { issues, validations, workflows } from './schema.ts';

const comparedColumn = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ new: countsSchema, resolved: countsSchema }),
);

/** Reads the column `compared`. */
export function toCompared(column: string): Compared {
  return v.parse(comparedColumn, column);
}

const OWN = 'coalesce(v.issues_of, v.id)';
const NOTHING = `json_object('error', 0, 'warning', 0, 'info', 0)`;

const countsOf = (level: string, isAbsent: string) =>
  `json_object('error', coalesce(sum(${level} = 'error' and ${isAbsent}), 0),
    'warning', coalesce(sum(${level} = 'warning' and ${isAbsent}), 0),
    'info', coalesce(sum(${level} = 'info' and ${isAbsent}), 0))`;
/** Compares the findings of two validations in one pass over both: a look for each finding would be quadratic. */
const DIFFERENCE = `(
  select json_object('since', d.validation_id, 'new', ${countsOf('here', 'there is null')},
    'resolved', ${countsOf('there', 'here is null')})
  from (
    select max(iif(validation_id = ${OWN}, level, null)) as here,
      max(iif(validation_id = d.issues_of, level, null)) as there
    from issues where validation_id in (${OWN}, d.issues_of) group by fingerprint
  ))`;

/**
 * Statement: compares new validations with the main line. It follows their issues in the batch, and precedes what makes them
 * the newest of their documents.
 *
 * A text that has not changed is not to blame for new rules: on a ref it adds nothing, and on the main line it keeps the
 * comparison that it has. Without a main line to compare with there is no comparison.
 */
export function compareWithMain(db: Database, validationIds: readonly string[]) {
  const compared = sql.raw(`case
    when v.status <> 'completed' or v.file_path = '${UNTITLED_PATH}' then null
    when not coalesce((select is_compared from workflows where id = v.workflow_id),
      exists (select 1 from documents where family = v.family and ref = '')) then null
    when d.id is null then json_object('new', json_object('error', v.counts_error, 'warning', v.counts_warning,
      'info', v.counts_info), 'resolved', json(${NOTHING}))
    when d.outcome is null then null
    when d.issues_of = ${OWN} or (d.content_sha256 = v.content_sha256 and o.ruleset <> v.ruleset)
      then case v.ref when '' then d.compared
        else json_object('since', d.validation_id, 'new', json(${NOTHING}), 'resolved', json(${NOTHING})) end
    else ${DIFFERENCE} end`);
  return db
    .update(validations)
    .set({ compared: sql`fresh.compared` })
    .from(
      sql`(
        select v.id as id, ${compared} as compared from validations v
          left join documents d on d.family = v.family and d.ref = '' and d.file_path = v.file_path
            and d.removed_at is null
          left join validations o on o.id = d.validation_id
          where v.id in (select value from json_each(${JSON.stringify(validationIds)}))
      ) fresh`,
    )
    .where(sql`${validations.id} = fresh.id`);
}

const sumOf = (what: 'new' | 'resolved') => {
  const level = (name: string) => {
    const path = `'$.${what}.${name}'`;
    return `'${name}', coalesce(workflows.compared ->> ${path}, 0) + coalesce(sum(v.compared ->> ${path}), 0)`;
  };
  return `json_object(${level('error')}, ${level('warning')}, ${level('info')})`;
};

/** Statement: adds what validations of a run add and resolve to that of the run. It follows {@link compareWithMain}. */
export function addCompared(db: Database, runId: string, validationIds: readonly string[]) {
  const sum = sql`(
    select ${sql.raw(`json_object('new', ${sumOf('new')}, 'resolved', ${sumOf('resolved')})`)}
    from validations v where id in (select value from json_each(${JSON.stringify(validationIds)})))`;
  return db
    .update(workflows)
    .set({ compared: sum })
    .where(and(eq(workflows.id, runId), eq(workflows.is_compared, true)));
}

/** A validation, and the one that it was compared with; null when the main line did not have its document. */
export interface ComparedIssues {
  since: string | null;
  compared: Compared;
  /** The issues of both. */
  here: Issue[];
  there: Issue[];
}

/** Reads the issues of a validation and of the one that it was compared with. @returns undefined if it was not compared */
export async function readComparedIssues(db: Database, id: string): Promise<ComparedIssues | undefined> {
  const column = sql`(select compared from validations where id = ${id})`;
  const since = sql<string | null>`${validations.compared} ->> '$.since'`;
  const other = sql`(${column} ->> '$.since')`;
  const [row, here, packedHere, there, packedThere] = await ask(
    db,
    question(
      db.select({ compared: validations.compared, since }).from(validations).where(eq(validations.id, id)),
      ([found]) => found,
    ),
    question(selectIssues(db, id), (rows) => rows),
    askPacked(db, id),
    question(selectIssues(db, other), (rows) => rows),
    askPacked(db, other),
  );
  if (!row || row.compared === null) return undefined;
  return {
    since: row.since,
    compared: toCompared(row.compared),
    here: inOrder(here, packedHere.issues).map(issueOfRow),
    there: inOrder(there, packedThere.issues).map(issueOfRow),
  };
}

const total = (what: 'new' | 'resolved') =>
  `(compared ->> '$.${what}.error' + compared ->> '$.${what}.warning' + compared ->> '$.${what}.info')`;

/** Reads a page of the documents of a run that add or resolve something, in the order in which they were validated. */
export async function listComparedOfRun(
  db: Database,
  runId: string,
  { limit, cursor = 0 }: { limit: number; cursor?: number },
): Promise<Omit<RunComparison, 'compared'>> {
  const rowid = sql<number>`${validations}.rowid`;
  const isListed = and(
    isResultOf(runId),
    sql.raw(`compared is not null and ${total('new')} + ${total('resolved')} > 0`),
  );
  const [rows, counted, head] = await db.batch([
    db
      .select({
        rowid,
        file_path: validations.file_path,
        id: validations.id,
        compared: validations.compared,
        since: sql<string | null>`${validations.compared} ->> '$.since'`,
      })
      .from(validations)
      .where(and(isListed, gt(rowid, cursor)))
      .orderBy(asc(rowid))
      .limit(limit + 1),
    db
      .select({ n: sql<number>`count(*)` })
      .from(validations)
      .where(isListed),
    selectHead(db),
  ]);
  const shown = rows.slice(0, limit);
  return {
    results: shown.flatMap(({ file_path, id, compared, since }) =>
      compared === null ? [] : [{ file_path, validation_id: id, since, ...toCompared(compared) }],
    ),
    next_cursor: rows.length > limit ? String(shown.at(-1)?.rowid) : null,
    total: counted[0]?.n ?? 0,
    position: toPosition(head),
  };
}

/** Counts the findings of a run by rule. */
export async function countRulesOfRun(db: Database, runId: string): Promise<ReadonlyMap<string, number>> {
  const ofRun = db
    .select({ owner: sql`coalesce(${validations.issues_of}, ${validations.id})`.as('owner') })
    .from(validations)
    .where(and(isResultOf(runId), eq(validations.status, 'completed')))
    .as('of_run');
  const rows = await db
    .select({ rule_id: issues.rule_id, n: sql<number>`count(*)` })
    .from(ofRun)
    .innerJoin(issues, eq(issues.validation_id, ofRun.owner))
    .groupBy(issues.rule_id);
  return new Map(rows.map(({ rule_id, n }) => [rule_id, n]));
}
