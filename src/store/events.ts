/** The event log. */
import { and, asc, eq, gt, isNull, lte, max, min, ne, or, sql, type SQL } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import { flattenEvent, type Envelope, type LiveEvent, type NewEvent } from '../shared/events.ts';
import type { TopicFilter } from '../shared/topics.ts';
import { question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { jsonParameters } from './parameters.ts';
import { counters, events } from './schema.ts';
import { isVisibleEvent } from './visibility.ts';

/** SQLite's own table. `seq` is the last id that was given, even if its row has been deleted. */
const sqliteSequence = sqliteTable('sqlite_sequence', { name: text(), seq: integer() });

const payloadColumn = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/**
 * Statements: append events in their order, for the batch of the change that they describe (`commitWithEvents`).
 *
 * Never with ON CONFLICT, which would use up ids. JSON parameters carry the events, because D1 allows 100 parameters in a
 * statement; events that exceed one parameter go into several statements.
 */
export function appendEvents(db: Database, newEvents: readonly NewEvent[]) {
  return append(db, newEvents, sql`true`);
}

/**
 * Statements: append events if the statement right before them in the batch changed a row. So does the statement right
 * after them: `changes()` is then the number of the events, or still 0.
 */
export function appendEventsIfChanged(db: Database, newEvents: readonly NewEvent[]) {
  return append(db, newEvents, sql`changes() > 0`);
}

/**
 * Statements: append those events for which a condition on `value` holds: the event's envelope, subject and payload as
 * JSON.
 */
export function appendEventsIf(db: Database, newEvents: readonly NewEvent[], condition: SQL) {
  return append(db, newEvents, condition);
}

/**
 * The payload of an event in the batch. A new validation learns in its transaction what it supersedes, and its
 * recommendations what was decided before. So their events must come after the statement that makes it the newest of its
 * document.
 */
const payloadAsStored = sql`case value->>'type' when 'validation_created' then coalesce(
    (select case
        when old.id is null
          or exists (select 1 from events gone where gone.validation_id = old.id and gone.type = 'document_removed')
        then told else json_set(told, '$.before', json_object('outcome', old.outcome)) end
      from (
        select supersedes, json_patch(value->'payload', json_object('supersedes', supersedes,
            'superseded', iif(supersedes is null, null, superseded), 'compared', json(compared))) as told
          from validations where id = value->>'validation_id' and (supersedes is not null or compared is not null)
      ) new left join validations old on old.id = new.supersedes),
    value->'payload'
  ) when 'recommendation_created' then coalesce(
    (select json_patch(value->'payload', json_object('status', status, 'carried_from', carried_from, 'note', notes))
      from recommendations where id = value->>'recommendation_id' and (carried_from is not null or notes is not null)),
    value->'payload'
  ) else value->'payload' end`;

/** A document that has not changed goes on with its recommendations: others are not stored, and nothing was created. */
const isOfStored = sql`(value->>'type' <> 'recommendation_created'
  or exists (select 1 from recommendations where id = value->>'recommendation_id'))`;

function append(db: Database, newEvents: readonly NewEvent[], condition: SQL) {
  const rows = newEvents.map(({ subject, ...event }) => ({ ...event, ...subject }));
  // An event of a run's validation also belongs to the run.
  const workflowId = sql`coalesce(value->>'workflow_id',
    (select workflow_id from validations where id = value->>'validation_id'))`;
  return jsonParameters(rows).map((parameter) =>
    db
      .insert(events)
      .select(
        sql`select null, value->>'type', value->>'timestamp', value->>'actor', value->>'validation_id',
          value->>'recommendation_id', ${workflowId}, value->>'family', ${payloadAsStored}
          from json_each(${parameter}) where ${condition} and ${isOfStored} order by key`,
      )
      .returning(),
  );
}

export type EventRow = typeof events.$inferSelect;

/** Converts rows, in any order, to events as they are on the wire, in order. */
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

/**
 * Statement: reads the head of the log, in the batch of the data that it belongs to. Convert the rows with {@link
 * toPosition}.
 */
export function selectHead(db: Database) {
  return db.select({ seq: sqliteSequence.seq }).from(sqliteSequence).where(eq(sqliteSequence.name, 'events'));
}

/** The id of the last event that was appended; 0 before the first. */
export function toPosition(rows: readonly { seq: number | null }[]): number {
  return rows[0]?.seq ?? 0;
}

/** Restricts events to some topics, and to what the principal may see. */
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
  /** In ascending order of their ids. */
  events: LiveEvent[];
  /** The head of the log when the page was read. Every event up to here is committed and visible. */
  head: number;
  /** The id from which on all events are stored, whoever may see them; head + 1 when there are none. */
  oldest: number;
}

/**
 * Reads the log from a position.
 *
 * @param after - only events with a higher id
 * @param limit - the most events
 * @param audience - only events for this audience; when left out, all
 * @param ofRuns - only what was done with a run: neither its progress nor events of its validations
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
    db.select({ id: min(events.id), thinned: thinnedTo }).from(events),
  ]);
  const position = toPosition(head);
  return {
    events: toLiveEvents(rows),
    head: position,
    oldest: Math.max(oldest[0]?.id ?? position + 1, (oldest[0]?.thinned ?? 0) + 1),
  };
}

/**
 * Finds the last event up to `position` that the audience may see.
 *
 * @returns its id; 0 when there is none
 */
export async function lastEventFor(db: Database, audience: EventFilter, position: number): Promise<number> {
  const [row] = await db
    .select({ id: max(events.id) })
    .from(events)
    .where(and(lte(events.id, position), isForAudience(audience)));
  return row?.id ?? 0;
}

/** Question: what is the head of the log? */
export function askHead(db: Database): Question<number> {
  return question(selectHead(db), toPosition);
}

/** Reads the head of the log. */
export async function readHead(db: Database): Promise<number> {
  return toPosition(await selectHead(db));
}

/**
 * Deletes the oldest events in one transaction, which blocks all other writes; hence the limit.
 *
 * @param before - deletes events from before this time, ISO 8601
 * @param keep - deletes events that are not among the newest so many
 * @param limit - the most events to delete
 * @returns how many were deleted
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
  // Ids and times are both in commit order, so the search ends at the first event that is kept.
  const oldest = await readOldest(db, limit);
  const end = oldest.findIndex(isKept);
  const last = (end === -1 ? oldest : oldest.slice(0, end)).at(-1);
  if (!last) return 0;
  const forgotten = await db.delete(events).where(lte(events.id, last.id)).returning({ id: events.id });
  return forgotten.length;
}

/** The id of the last event that was thinned; null when none was. Before it, the log is not whole. */
const thinnedTo = sql<number | null>`(select value from counters where name = 'thinned_events')`;

/**
 * Statements: delete events that are kept elsewhere, from the middle of the log. Nobody can resume from before the last of them
 * any more.
 */
export function thinEvents(db: Database, isMeant: SQL) {
  const last = sql`(select max(id) from events where ${isMeant})`;
  return [
    db
      .insert(counters)
      .select(
        sql`select 'thinned_events', ${last}, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where ${last} is not null`,
      )
      .onConflictDoUpdate({
        target: counters.name,
        set: { value: sql`max(${counters.value}, excluded.value)`, updated_at: sql`excluded.updated_at` },
      }),
    db.delete(events).where(isMeant),
  ] as const;
}

function readOldest(db: Database, limit: number) {
  return db
    .select({ id: events.id, timestamp: events.timestamp })
    .from(events)
    .orderBy(asc(events.id))
    .limit(limit);
}
