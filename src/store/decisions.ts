/**
 * Guarded changes of state. A row changes only if it is still in the state that the decision was based on, and its
 * event is written exactly when it changes. The events come first in the batch, under the same condition as the update
 * after them.
 */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { NewEvent } from '../shared/events.ts';
import type { ApprovedEdit, RecommendationStatus, Review } from '../shared/things.ts';
import type { Database } from './database.ts';
import { appendEventsIf } from './events.ts';
import { recommendations, validations } from './schema.ts';

/** One thing to decide on, in the state that was read. */
export interface Decided<State extends string> {
  id: string;
  from: State;
  event: NewEvent;
}

/** The change that the decision makes to each of them. */
export interface RecommendationDecision {
  to: RecommendationStatus;
  reviewer: string | null;
  note: string | null;
  /** null means all of them, as they are proposed. */
  approvedEdits: readonly ApprovedEdit[] | null;
  /** The bulk request that the decision is part of. */
  batchId: string | null;
  now: string;
}

/** That a recommendation is of the newest version of its document, and that the document is still there. */
export const isNewest = sql`exists (select 1 from validations
    where validations.id = recommendations.validation_id and superseded_by is null)
  and not exists (select 1 from documents
    where documents.validation_id = recommendations.validation_id and documents.removed_at is not null)`;

/** The events of the recommendations that change, and the change. To be committed with `commitWithEvents`. */
export function decideRecommendations(
  db: Database,
  decided: readonly Decided<RecommendationStatus>[],
  { to, reviewer, note, approvedEdits, batchId, now }: RecommendationDecision,
) {
  const seen = asSeen(decided);
  // Nothing is decided on a version that is no longer the newest.
  const current = sql`(select status from recommendations
    where id = value->>'recommendation_id' and ${isNewest})`;
  const events = appendEventsIf(
    db,
    decided.map(({ event }) => event),
    sql`(value->>'recommendation_id', ${current}) in (${seen})`,
  );
  const update = db
    .update(recommendations)
    .set({
      status: to,
      reviewer,
      notes: note,
      approved_edits: approvedEdits && JSON.stringify(approvedEdits),
      batch_id: batchId,
      before: isUndoable(to)
        ? sql`json_object('status', status, 'approved_edits', approved_edits, 'reviewer', reviewer, 'notes', notes,
            'decided_at', decided_at)`
        : null,
      ...(to !== 'applied' && { decided_at: isUndoable(to) ? now : null }),
      updated_at: now,
    })
    .where(and(isSeen(sql`${recommendations.id}`, sql`${recommendations.status}`, decided), isNewest));
  return { events, after: [update] };
}

/** As {@link decideRecommendations}, for reviews of validations. */
export function decideReviews(
  db: Database,
  decided: readonly Decided<Review>[],
  { to, note, batchId, now }: { to: Review; note: string | null; batchId: string | null; now: string },
) {
  const seen = asSeen(decided);
  const events = appendEventsIf(
    db,
    decided.map(({ event }) => event),
    sql`(value->>'validation_id', (select review from validations where id = value->>'validation_id')) in (${seen})`,
  );
  const update = db
    .update(validations)
    .set({
      review: to,
      notes: note,
      batch_id: batchId,
      before: isUndoable(to) ? sql`json_object('review', review, 'notes', notes)` : null,
      updated_at: now,
    })
    .where(isSeen(sql`${validations.id}`, sql`${validations.review}`, decided));
  return { events, after: [update] };
}

/** Approvals and rejections can be undone. What is applied is in the text; what was reopened can be decided on. */
function isUndoable(to: RecommendationStatus | Review): boolean {
  return to === 'approved' || to === 'rejected';
}

/** A select of the pairs (id, state) as they were read, through one parameter. */
function asSeen(decided: readonly Decided<string>[]): SQL {
  const rows = JSON.stringify(decided.map(({ id, from }) => [id, from]));
  return sql`select value->>0, value->>1 from json_each(${rows})`;
}

/** Compares the ids first, because only they have an index. */
function isSeen(id: SQL, state: SQL, decided: readonly Decided<string>[]): SQL {
  const ids = JSON.stringify(decided.map((one) => one.id));
  return sql`${id} in (select value from json_each(${ids})) and (${id}, ${state}) in (${asSeen(decided)})`;
}

export interface EnhancementChange {
  id: string;
  /** As it was read. The change is made only if none of this has changed since. */
  review: Review;
  enhanced_sha256: string | null;
  /** The recommendations to apply, each with the time of its last change. */
  applied: readonly { id: string; updated_at: string }[];
  to: { enhanced_sha256: string; enhanced_base_sha256: string | null };
  note: string | null;
  now: string;
}

/**
 * Statement: stores the enhanced text's hash, if the validation and every applied recommendation are unchanged since
 * they were read. The events and {@link applyRecommendations} follow it in the batch, guarded by `changes()`.
 */
export function enhanceValidation(db: Database, change: EnhancementChange) {
  const { id, review, enhanced_sha256, applied, to, note, now } = change;
  const rows = JSON.stringify(applied.map((one) => [one.id, one.updated_at]));
  const unchanged = sql`(
    select count(*) from json_each(${rows}) one cross join recommendations on recommendations.id = one.value->>0
    where recommendations.status = 'approved' and recommendations.updated_at = one.value->>1
  ) = ${applied.length}`;
  return db
    .update(validations)
    .set({
      ...to,
      review: 'enhanced',
      before: null,
      batch_id: null,
      updated_at: now,
      ...(note !== null && { notes: note }),
    })
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
    .set({ status: 'applied', before: null, batch_id: null, updated_at: now })
    .where(
      sql`changes() > 0 and ${recommendations.id} in (select value from json_each(${JSON.stringify(ids)}))`,
    );
}
