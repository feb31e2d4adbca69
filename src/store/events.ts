/** The log: here events get their order. */
import { and, asc, eq, gt, isNull, lte, max, min, ne, or, sql, type SQL } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import { flattenEvent, type Envelope, type LiveEvent, type NewEvent } from '../shared/events.ts';
import type { TopicFilter } from '../shared/topics.ts';
import type { Database } from './database.ts';
import { events } from './schema.ts';
import { isVisibleEvent } from './visibility.ts';

/** SQLite's own table; its `seq` is the last id ever given, and outlives deleted rows. */
const sqliteSequence = sqliteTable('sqlite_sequence', { name: text(), seq: integer() });

const payloadColumn = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/**
 * Appends events, in their order; to be put into the batch that makes the change they tell about.
 *
 * Never with ON CONFLICT: that would burn ids. One JSON parameter carries them all, since D1 allows only 100
 * parameters a statement.
 */
export function appendEvents(db: Database, newEvents: readonly NewEvent[]) {
  return append(db, newEvents, sql`true`);
}

/**
 * Appends events, if the statement right before this one in the batch changed a row: then the event is there exactly
 * when the change is.
 */
export function appendEventsIfChanged(db: Database, newEvents: readonly NewEvent[]) {
  return append(db, newEvents, sql`changes() > 0`);
}

/** Appends those of the events for whose row `value` (envelope, subject and payload as JSON) the condition holds. */
export function appendEventsIf(db: Database, newEvents: readonly NewEvent[], condition: SQL) {
  return append(db, newEvents, condition);
}

function append(db: Database, newEvents: readonly NewEvent[], condition: SQL) {
  const rows = JSON.stringify(newEvents.map(({ subject, ...event }) => ({ ...event, ...subject })));
  // What happens to a validation of a run happens to the run.
  const workflowId = sql`coalesce(value->>'workflow_id',
    (select workflow_id from validations where id = value->>'validation_id'))`;
  return db
    .insert(events)
    .select(
      sql`select null, value->>'type', value->>'timestamp', value->>'actor', value->>'validation_id',
        value->>'recommendation_id', ${workflowId}, value->>'family', value->'payload'
        from json_each(${rows}) where ${condition} order by key`,
    )
    .returning();
}

export type EventRow = typeof events.$inferSelect;

/** Events as on the wire, from rows in any order. */
export function toLiveEvents(rows: readonly EventRow[]): LiveEvent[] {
  return rows.map(toLiveEvent).toSorted((a, b) => a.id - b.id);
}

function toLiveEvent({ payload, ...row }: EventRow): LiveEvent {
  const envelope: Envelope = { id: row.id, type: row.type, timestamp: row.timestamp, actor: row.actor };
  if (row.validation_id !== null) envelope.validation_id = row.validation_id;
  if (row.recommendation_id !== null) envelope.recommendation_id = row.recommendation_id;
  if (row.workflow_id !== null) envelope.workflow_id = row.workflow_id;
  if (row.family !== null) envelope.family = row.family;
  return flattenEvent(envelope, v.parse(payloadColumn, payload));
}

/** Statement: the head of the log; for the batch whose data it belongs to. Read the answer with {@link toPosition}. */
export function selectHead(db: Database) {
  return db.select({ seq: sqliteSequence.seq }).from(sqliteSequence).where(eq(sqliteSequence.name, 'events'));
}

/** Id of the last event ever appended; 0 before the first. */
export function toPosition(rows: readonly { seq: number | null }[]): number {
  return rows[0]?.seq ?? 0;
}

/** Whose events: those on the topics that the principal may see. */
export interface EventFilter {
  principal: Principal;
  topics: readonly TopicFilter[];
}

function isForAudience({ principal, topics }: EventFilter): SQL | undefined {
  const everything = topics.some((filter) => 'all' in filter);
  const onTopics = topics.flatMap((filter) =>
    'all' in filter ? [] : [eq(events[filter.key], filter.value)],
  );
  return and(isVisibleEvent(principal), everything ? undefined : (or(...onTopics) ?? sql`false`));
}

export interface LogPage {
  /** Ascending. */
  events: LiveEvent[];
  /** Head of the log when the page was read: every event up to here was committed and visible. */
  head: number;
  /** Oldest event that is kept, whoever may see it; head + 1 when none is. */
  oldest: number;
}

/**
 * Reads the log on from a position.
 *
 * @param after - events with a higher id than this
 * @param limit - at most so many
 * @param audience - only these; without it, all
 * @param ofRuns - only what was done with a run: neither its progress nor what is about its validations
 */
export async function readLog(
  db: Database,
  {
    after,
    limit,
    audience,
    ofRuns = false,
  }: { after: number; limit: number; audience?: EventFilter; ofRuns?: boolean },
): Promise<LogPage> {
  const [rows, head, oldest] = await db.batch([
    db
      .select()
      .from(events)
      .where(
        and(
          gt(events.id, after),
          audience && isForAudience(audience),
          ofRuns ? and(isNull(events.validation_id), ne(events.type, 'workflow_progress')) : undefined,
        ),
      )
      .orderBy(asc(events.id))
      .limit(limit),
    selectHead(db),
    db.select({ id: min(events.id) }).from(events),
  ]);
  const position = toPosition(head);
  return { events: toLiveEvents(rows), head: position, oldest: oldest[0]?.id ?? position + 1 };
}

/** Id of the last event up to `position` that the audience would have got; 0 if there is none. */
export async function lastEventFor(db: Database, audience: EventFilter, position: number): Promise<number> {
  const [row] = await db
    .select({ id: max(events.id) })
    .from(events)
    .where(and(lte(events.id, position), isForAudience(audience)));
  return row?.id ?? 0;
}

/** Head of the log, alone. */
export async function readHead(db: Database): Promise<number> {
  return toPosition(await selectHead(db));
}

/**
 * Forgets the oldest events, at most so many at a time: a delete is one transaction, and holds up all others.
 *
 * @param before - those that happened before this time, ISO 8601
 * @param keep - those beyond this number, the newest counted first
 * @returns how many were forgotten
 */
export async function forgetEvents(
  db: Database,
  { before, keep, limit }: { before: string; keep: number; limit: number },
): Promise<number> {
  const head = await readHead(db);
  const isKept = ({ id, timestamp }: { id: number; timestamp: string }) =>
    timestamp >= before && id > head - keep;
  const [first] = await readOldest(db, 1);
  if (!first || isKept(first)) return 0;
  // Ids are the order of the commits, and times go with it: the first one that is kept ends the search.
  const oldest = await readOldest(db, limit);
  const end = oldest.findIndex(isKept);
  const last = (end === -1 ? oldest : oldest.slice(0, end)).at(-1);
  if (!last) return 0;
  const forgotten = await db.delete(events).where(lte(events.id, last.id)).returning({ id: events.id });
  return forgotten.length;
}

function readOldest(db: Database, limit: number) {
  return db
    .select({ id: events.id, timestamp: events.timestamp })
    .from(events)
    .orderBy(asc(events.id))
    .limit(limit);
}
