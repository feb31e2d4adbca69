/**
 * Changes of state, guarded: a row changes only if it still is what the decision was made on, and its event is there
 * exactly when it does. The events come first in the batch, on the condition that the update after them has too.
 */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { NewEvent } from '../shared/events.ts';
import type { RecommendationStatus, Review } from '../shared/things.ts';
import type { Database } from './database.ts';
import { appendEventsIf } from './events.ts';
import { recommendations, validations } from './schema.ts';

/** One thing that is decided on, as it was seen. */
export interface Decided<State extends string> {
  id: string;
  from: State;
  event: NewEvent;
}

/** What the decision makes of each of them. */
export interface RecommendationDecision {
  to: RecommendationStatus;
  reviewer: string | null;
  note: string | null;
  /** null: all of them. */
  approvedEdits: readonly number[] | null;
  now: string;
}

/** Statements, to be put into one batch in this order: the events of those that change, and the change. */
export function decideRecommendations(
  db: Database,
  decided: readonly Decided<RecommendationStatus>[],
  { to, reviewer, note, approvedEdits, now }: RecommendationDecision,
) {
  const seen = asSeen(decided);
  const events = appendEventsIf(
    db,
    decided.map(({ event }) => event),
    sql`(value->>'recommendation_id', (select status from recommendations where id = value->>'recommendation_id')) in (${seen})`,
  );
  const update = db
    .update(recommendations)
    .set({
      status: to,
      reviewer,
      notes: note,
      approved_edits: approvedEdits && JSON.stringify(approvedEdits),
      updated_at: now,
    })
    .where(isSeen(sql`${recommendations.id}`, sql`${recommendations.status}`, decided));
  return [events, update] as const;
}

/** As {@link decideRecommendations}, for the reviews of validations. */
export function decideReviews(
  db: Database,
  decided: readonly Decided<Review>[],
  { to, note, now }: { to: Review; note: string | null; now: string },
) {
  const seen = asSeen(decided);
  const events = appendEventsIf(
    db,
    decided.map(({ event }) => event),
    sql`(value->>'validation_id', (select review from validations where id = value->>'validation_id')) in (${seen})`,
  );
  const update = db
    .update(validations)
    .set({ review: to, notes: note, updated_at: now })
    .where(isSeen(sql`${validations.id}`, sql`${validations.review}`, decided));
  return [events, update] as const;
}

/** A select of (id, state), as they were seen. One parameter, however many. */
function asSeen(decided: readonly Decided<string>[]): SQL {
  const rows = JSON.stringify(decided.map(({ id, from }) => [id, from]));
  return sql`select value->>0, value->>1 from json_each(${rows})`;
}

/** By id first: that is what the index knows. */
function isSeen(id: SQL, state: SQL, decided: readonly Decided<string>[]): SQL {
  const ids = JSON.stringify(decided.map((one) => one.id));
  return sql`${id} in (select value from json_each(${ids})) and (${id}, ${state}) in (${asSeen(decided)})`;
}

export interface EnhancementChange {
  id: string;
  /** As it was read: the change is made only if nothing of it has changed since. */
  review: Review;
  enhanced_sha256: string | null;
  /** Ids of the recommendations that are applied, with the time of their last change. */
  applied: readonly { id: string; updated_at: string }[];
  to: { enhanced_sha256: string; enhanced_base_sha256: string | null };
  note: string | null;
  now: string;
}

/**
 * Statement: takes the enhanced text over, if the validation and every recommendation that is applied are as they were
 * read. The events and {@link applyRecommendations} follow it in the batch, and ask `changes()`.
 */
export function enhanceValidation(db: Database, change: EnhancementChange) {
  const { id, review, enhanced_sha256, applied, to, note, now } = change;
  const rows = JSON.stringify(applied.map((one) => [one.id, one.updated_at]));
  const unchanged = sql`(
    select count(*) from recommendations join json_each(${rows}) one on recommendations.id = one.value->>0
    where recommendations.status = 'approved' and recommendations.updated_at = one.value->>1
  ) = ${applied.length}`;
  return db
    .update(validations)
    .set({ ...to, review: 'enhanced', updated_at: now, ...(note !== null && { notes: note }) })
    .where(
      and(
        eq(validations.id, id),
        eq(validations.review, review),
        sql`${validations.enhanced_sha256} is ${enhanced_sha256}`,
        unchanged,
      ),
    );
}

/** Statement: marks recommendations as applied, if the statement before it in the batch changed a row. */
export function applyRecommendations(db: Database, ids: readonly string[], now: string) {
  return db
    .update(recommendations)
    .set({ status: 'applied', updated_at: now })
    .where(
      sql`changes() > 0 and ${recommendations.id} in (select value from json_each(${JSON.stringify(ids)}))`,
    );
}
