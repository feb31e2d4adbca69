/** Takes decisions back. As in decisions.ts, a row changes only if it is still as it was read, and has its event then. */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { NewEvent } from '../shared/events.ts';
import { RECOMMENDATION_STATUSES, REVIEWS } from '../shared/things.ts';
import { question } from './ask.ts';
import type { Database } from './database.ts';
import { isNewest } from './decisions.ts';
import { appendEventsIf } from './events.ts';
import { valuesOf } from './parameters.ts';
import { approvedEditsColumn } from './recommendations.ts';
import { documents, recommendations, validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

const recommendationBefore = v.nullable(
  v.pipe(
    v.string(),
    v.parseJson(),
    v.object({
      status: v.picklist(RECOMMENDATION_STATUSES),
      approved_edits: v.nullable(approvedEditsColumn),
    }),
  ),
);
const reviewBefore = v.nullable(v.pipe(v.string(), v.parseJson(), v.object({ review: v.picklist(REVIEWS) })));

/**
 * Question: what has the last decision changed of some recommendations that the principal may see?
 *
 * @param ids - a select of ids
 */
export function askUndoableRecommendations(db: Database, principal: Principal, ids: SQL) {
  const { id, validation_id, family, title, status, approved_edits, batch_id, before } = recommendations;
  const { superseded_by } = validations;
  const { removed_at } = documents;
  const statement = db
    .select({
      id,
      validation_id,
      family,
      title,
      status,
      approved_edits,
      batch_id,
      before,
      superseded_by,
      removed_at,
    })
    .from(recommendations)
    .innerJoin(validations, eq(validations.id, validation_id))
    .leftJoin(documents, eq(documents.validation_id, validation_id))
    .where(and(sql`${id} in (${ids})`, inVisibleFamily(principal, family)));
  return question(statement, (rows) =>
    rows.map((row) => ({
      ...row,
      seen: JSON.stringify([row.status, row.before, row.batch_id]),
      approved_edits: v.parse(v.nullable(approvedEditsColumn), row.approved_edits),
      before: v.parse(recommendationBefore, row.before),
    })),
  );
}

/** As {@link askUndoableRecommendations}, for reviews of validations. */
export function askUndoableReviews(db: Database, principal: Principal, ids: SQL) {
  const { id, family, file_path, review, batch_id, before } = validations;
  const statement = db
    .select({ id, family, file_path, review, batch_id, before })
    .from(validations)
    .where(and(sql`${id} in (${ids})`, inVisibleFamily(principal, family)));
  return question(statement, (rows) =>
    rows.map((row) => ({
      ...row,
      seen: JSON.stringify([row.review, row.before, row.batch_id]),
      before: v.parse(reviewBefore, row.before),
    })),
  );
}

/** One decision to take back: its event, and the row as it was read. */
export interface Undone {
  id: string;
  seen: string;
  event: NewEvent;
}

/** The events of the decisions that are taken back, and the change. To be committed with `commitWithEvents`. */
export function undoRecommendations(db: Database, undone: readonly Undone[], now: string) {
  const { id, status, before, batch_id } = recommendations;
  const state = sql`json_array(${status}, ${before}, ${batch_id})`;
  const current = sql`select ${state} from recommendations where id = value->>'recommendation_id' and ${isNewest}`;
  const events = appendEventsIf(
    db,
    undone.map(({ event }) => event),
    sql`(value->>'recommendation_id', (${current})) in (${asSeen(undone)})`,
  );
  const was = (name: string) => sql`${before}->>${name}`;
  const update = db
    .update(recommendations)
    .set({
      status: was('status'),
      approved_edits: was('approved_edits'),
      reviewer: was('reviewer'),
      notes: was('notes'),
      decided_at: was('decided_at'),
      before: null,
      batch_id: null,
      updated_at: now,
    })
    .where(and(isAmong(id, idsOf(undone)), sql`(${id}, ${state}) in (${asSeen(undone)})`, isNewest));
  return { events, after: [update] };
}

/** As {@link undoRecommendations}, for reviews of validations. */
export function undoReviews(db: Database, undone: readonly Undone[], now: string) {
  const { id, review, before, batch_id } = validations;
  const state = sql`json_array(${review}, ${before}, ${batch_id})`;
  const events = appendEventsIf(
    db,
    undone.map(({ event }) => event),
    sql`(value->>'validation_id', (select ${state} from validations where id = value->>'validation_id'))
      in (${asSeen(undone)})`,
  );
  const update = db
    .update(validations)
    .set({
      review: sql`${before}->>'review'`,
      notes: sql`${before}->>'notes'`,
      before: null,
      batch_id: null,
      updated_at: now,
    })
    .where(and(isAmong(id, idsOf(undone)), sql`(${id}, ${state}) in (${asSeen(undone)})`));
  return { events, after: [update] };
}

const idsOf = (undone: readonly Undone[]) => undone.map(({ id }) => id);

function isAmong(id: typeof recommendations.id | typeof validations.id, ids: readonly string[]): SQL {
  return sql`${id} in (${valuesOf(ids)})`;
}

function asSeen(undone: readonly Undone[]): SQL {
  const rows = JSON.stringify(undone.map(({ id, seen }) => [id, seen]));
  return sql`select value->>0, value->>1 from json_each(${rows})`;
}
