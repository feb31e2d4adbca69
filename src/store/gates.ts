/**
 * The quality gates of families. `gate_limits` has what the main line of a family has of each limit: triggers of `documents`
 * keep it, so the verdict changes in the transaction of whatever changes it, and commit.ts tells of it there.
 */
import { asc, eq, sql, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import * as v from 'valibot';
import { limitsOf, reasonOf, type Gate, type GateLimit } from '../shared/gate.ts';
import { LEVELS, type GateResult } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { events, gateLimits, gates } from './schema.ts';

const gateColumn = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    passed: v.boolean(),
    reasons: v.array(
      v.object({
        scope: v.picklist(['new', 'all', 'rule']),
        level: v.exactOptional(v.picklist(LEVELS)),
        rule_id: v.exactOptional(v.string()),
        limit: v.number(),
        found: v.number(),
        message: v.string(),
      }),
    ),
  }),
);

/** Reads a stored verdict. */
export function toGateResult(column: string): GateResult {
  return v.parse(gateColumn, column);
}

/** The words of `reasonOf` in src/shared/gate.ts; a test compares them. */
const message = `found || case scope when 'rule' then ' of ' || name
    else case scope when 'new' then ' new ' else ' ' end || name || case when name = 'info' or found = 1 then '' else 's' end
  end || '; ' || most || ' allowed'`;
const reasons = `(select json_group_array(json_object('scope', scope, iif(scope = 'rule', 'rule_id', 'level'), name,
    'limit', most, 'found', found, 'message', ${message}))
  from (select * from gate_limits where family = gates.family and found > most order by ordinal))`;
const isPassed = `(not exists (select 1 from gate_limits where family = gates.family and found > most))`;

const newest = (column: string) => sql.raw(`(select ${column} from events order by id desc limit 1)`);

/**
 * Statements: tell of gates whose verdict has changed since they were last told of, with the time and the actor of the
 * newest event. They end the batch of a change: see commit.ts.
 */
export function tellGates(db: Database) {
  const told = db
    .insert(events)
    .select(
      sql`select null, 'gate_changed', ${newest('timestamp')}, ${newest('actor')}, null, null, null, family,
        json_object('passed', json(iif(${sql.raw(isPassed)}, 'true', 'false')), 'reasons', json(${sql.raw(reasons)}))
        from gates where told is not ${sql.raw(isPassed)} order by family`,
    )
    .returning();
  const remembered = db
    .update(gates)
    .set({ told: sql.raw(isPassed) })
    .where(sql`${gates.told} is not ${sql.raw(isPassed)}`);
  return [told, remembered] as const;
}

const levelOf = (scope: string) =>
  `case name when 'error' then ${scope}_error when 'warning' then ${scope}_warning else ${scope}_info end`;
const ofMainLine = (family: string) =>
  sql`documents.family = ${family} and documents.ref = '' and removed_at is null`;

/** Statements: replace the gate of a family. Those of what its main line has are counted anew. */
export function replaceGate(db: Database, family: string, gate: Gate | undefined): BatchItem<'sqlite'>[] {
  const limits = gate ? limitsOf(gate) : [];
  const emptied = db.delete(gateLimits).where(eq(gateLimits.family, family));
  if (limits.length === 0) return [emptied, db.delete(gates).where(eq(gates.family, family))];
  const sums = sql`select coalesce(sum(counts_error), 0) as all_error, coalesce(sum(counts_warning), 0) as all_warning,
      coalesce(sum(counts_info), 0) as all_info, coalesce(sum(compared ->> '$.new.error'), 0) as new_error,
      coalesce(sum(compared ->> '$.new.warning'), 0) as new_warning, coalesce(sum(compared ->> '$.new.info'), 0) as new_info
    from documents where ${ofMainLine(family)}`;
  const byRule = sql`select rule_id, sum(n) as n from documents cross join document_rules on document_id = documents.id
    where ${ofMainLine(family)} group by rule_id`;
  return [
    emptied,
    db.insert(gateLimits).select(
      sql`with sums as materialized (${sums}), by_rule as materialized (${
        limits.some(({ scope }) => scope === 'rule') ? byRule : sql`select '' as rule_id, 0 as n where false`
      }), wanted as (
        select value ->> 'scope' as scope, value ->> 'name' as name, key as ordinal, value ->> 'most' as most
        from json_each(${JSON.stringify(limits)}))
      select ${family}, scope, name, ordinal, most, ${sql.raw(`case scope when 'all' then ${levelOf('all')}
        when 'new' then ${levelOf('new')}
        else (select coalesce(sum(n), 0) from by_rule where rule_id = name
          or (substr(name, -1) = '*' and substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1)))
        end`)}
      from wanted cross join sums`,
    ),
    db.insert(gates).values({ family }).onConflictDoNothing(),
  ];
}

type GateRow = typeof gateLimits.$inferSelect;

/**
 * Statement: reads the limits of gates: all, or those of one family, which may be a subquery. Convert the rows with
 * {@link gatesOf}.
 */
export function selectGateLimits(db: Database, family?: string | SQL) {
  return db
    .select()
    .from(gateLimits)
    .where(family === undefined ? undefined : eq(gateLimits.family, family))
    .orderBy(asc(gateLimits.family), asc(gateLimits.ordinal));
}

/** A stored gate. */
export interface StoredGate {
  gate: Gate;
  /** The verdict on the main line. */
  result: GateResult;
}

/** Reads gates, all or that of one family, and the position of the log that they include. */
export async function readGates(
  db: Database,
  family?: string,
): Promise<{ gates: ReadonlyMap<string, StoredGate>; position: number }> {
  const [rows, head] = await db.batch([selectGateLimits(db, family), selectHead(db)]);
  return { gates: gatesOf(rows), position: toPosition(head) };
}

/** Gathers limits to gates, by family. */
export function gatesOf(rows: readonly GateRow[]): ReadonlyMap<string, StoredGate> {
  const byFamily = Map.groupBy(rows, ({ family }) => family);
  return new Map([...byFamily].map(([family, limits]) => [family, toGate(limits)]));
}

function toGate(rows: readonly GateRow[]): StoredGate {
  const of = (wanted: GateRow['scope']) =>
    Object.fromEntries(rows.flatMap(({ scope, name, most }) => (scope === wanted ? [[name, most]] : [])));
  const exceeded = rows.filter(({ found, most }) => found > most);
  return {
    gate: { new: of('new'), all: of('all'), rules: of('rule') },
    result: {
      passed: exceeded.length === 0,
      reasons: exceeded.map(({ found, ...row }) => reasonOf({ ...toLimit(row), found })),
    },
  };
}

function toLimit({ scope, name, most }: Pick<GateRow, 'scope' | 'name' | 'most'>): GateLimit {
  if (scope === 'rule') return { scope, name, most };
  return { scope, name: v.parse(v.picklist(LEVELS), name), most };
}
