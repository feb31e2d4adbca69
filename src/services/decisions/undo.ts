/** Takes decisions back: one, or all of a bulk request. What was decided on again since stays as it is. */
import type { NewEvent } from '../../shared/events.ts';
import type { RecommendationListItem } from '../../shared/things.ts';
import { ask, type Answers, type Question } from '../../store/ask.ts';
import { askBatch, idsOfBatch } from '../../store/batches.ts';
import { commitAndAsk, type Changes } from '../../store/commit.ts';
import { askHead, toLiveEvents } from '../../store/events.ts';
import { valuesOf } from '../../store/parameters.ts';
import { askRecommendation } from '../../store/recommendations.ts';
import {
  askUndoableRecommendations,
  askUndoableReviews,
  undoRecommendations,
  undoReviews,
  type Undone,
} from '../../store/undo.ts';
import type { ServiceContext } from '../context.ts';
import { reviewRefusal } from '../access/review-refusal.ts';
import { found, Refusal } from '../errors.ts';
import type { BulkOutcome } from './bulk.ts';
import { ofRemoved, supersededBy } from './decide.ts';
import { orThrow, type DecisionResult } from './decide-each.ts';

/** A thing as it was read, whatever its kind. */
interface Undoable {
  id: string;
  family: string;
  state: string;
  /** The state before the last decision; null when there is none to take back. */
  to: string | null;
  batch_id: string | null;
  seen: string;
  superseded_by: string | null;
  removed_at: string | null;
  event: NewEvent;
}

interface UndoOptions {
  note?: string;
  /** Only decisions of this bulk request. */
  batchId?: string;
}

/**
 * Takes back the last decision on a recommendation.
 *
 * @throws {Refusal} `not-found`, `forbidden` or `wrong-state`
 */
export async function undoRecommendation(
  context: ServiceContext,
  id: string,
  options: UndoOptions = {},
): Promise<{ recommendation: RecommendationListItem; position: number }> {
  const { db, principal } = context;
  const kind = undoOfRecommendations(context, options);
  const [read] = await ask(db, askUndoableRecommendations(db, principal, valuesOf([id])));
  const asked = [askRecommendation(db, principal, id), askHead(db)] as const;
  const { outcomes, answers } = await undoEach(context, [id], kind, read.map(kind.toUndoable), ...asked);
  orThrow(outcomes);
  const [recommendation, position = 0] = answers ?? [];
  return { recommendation: found(recommendation, 'recommendation', id), position };
}

/**
 * Takes back what a bulk request decided, each on its own.
 *
 * @throws {Refusal} `not-found`, when there is no such request, or none of its things may be seen; one that changed nothing
 * is seen by who made it
 */
export async function undoBatch(
  context: ServiceContext,
  batchId: string,
  options: { note?: string } = {},
): Promise<BulkOutcome> {
  const { db, principal } = context;
  const [batch, recommendations, reviews, head] = await ask(
    db,
    askBatch(db, batchId),
    askUndoableRecommendations(db, principal, idsOfBatch(batchId, 'recommendation')),
    askUndoableReviews(db, principal, idsOfBatch(batchId, 'validation')),
    askHead(db),
  );
  const ofRecommendations = undoOfRecommendations(context, { ...options, batchId });
  const ofReviews = undoOfReviews(context, { ...options, batchId });
  const { outcomes, answers } =
    batch?.kind === 'validation'
      ? await undoEach(context, batch.ids, ofReviews, reviews.map(ofReviews.toUndoable), askHead(db))
      : await undoEach(
          context,
          batch?.ids ?? [],
          ofRecommendations,
          recommendations.map(ofRecommendations.toUndoable),
          askHead(db),
        );
  const seen = outcomes.filter((one) => 'state' in one || one.refusal.kind !== 'not-found');
  const isOwnAndEmpty = batch?.ids.length === 0 && batch.actor === principal.actor;
  if (seen.length === 0 && !isOwnAndEmpty) throw new Refusal('not-found', 'There is no such batch.');
  return { outcomes: seen, batch_id: batchId, position: answers?.[0] ?? head };
}

function undoOfRecommendations(
  context: ServiceContext,
  { note, batchId }: UndoOptions,
): Undoing<ReadOf<typeof askUndoableRecommendations>> {
  const { db, principal } = context;
  const timestamp = context.now().toISOString();
  return {
    kind: 'recommendation',
    batchId,
    toUndoable: (one) => {
      const { id, family, status, approved_edits, before } = one;
      const to = before?.status ?? status;
      return {
        ...one,
        state: status,
        to: before && to,
        event: {
          type: 'recommendation_undone',
          timestamp,
          actor: principal.actor,
          subject: { validation_id: one.validation_id, recommendation_id: id, family },
          payload: {
            title: one.title,
            status: to,
            before: { status, ...(approved_edits && { approved_edits }) },
            after: { status: to, ...(before?.approved_edits && { approved_edits: before.approved_edits }) },
            ...(one.batch_id !== null && { batch_id: one.batch_id }),
            ...(note !== undefined && { note }),
          },
        },
      };
    },
    write: (undone) => undoRecommendations(db, undone, timestamp),
  };
}

function undoOfReviews(
  context: ServiceContext,
  { note, batchId }: UndoOptions,
): Undoing<ReadOf<typeof askUndoableReviews>> {
  const { db, principal } = context;
  const timestamp = context.now().toISOString();
  return {
    kind: 'validation',
    batchId,
    toUndoable: (one) => {
      const { id, family, file_path, review, before } = one;
      const to = before?.review ?? review;
      return {
        ...one,
        state: review,
        to: before && to,
        superseded_by: null,
        removed_at: null,
        event: {
          type: 'validation_undone',
          timestamp,
          actor: principal.actor,
          subject: { validation_id: id, family },
          payload: {
            file_path,
            review: to,
            before: { review },
            after: { review: to },
            ...(one.batch_id !== null && { batch_id: one.batch_id }),
            ...(note !== undefined && { note }),
          },
        },
      };
    },
    write: (undone) => undoReviews(db, undone, timestamp),
  };
}

/** The rows that a question is answered with. */
type ReadOf<A extends (...args: never[]) => Question<readonly unknown[]>> =
  ReturnType<A> extends Question<readonly (infer Row)[]> ? Row : never;

/** How a kind of thing is undone. */
interface Undoing<Row> {
  kind: 'recommendation' | 'validation';
  batchId: string | undefined;
  toUndoable: (row: Row) => Undoable;
  write: (undone: readonly Undone[]) => Changes;
}

/** @returns the answers too, unless there was nothing to undo */
async function undoEach<const Q extends readonly Question<unknown>[]>(
  context: ServiceContext,
  ids: readonly string[],
  { kind, batchId, write }: Pick<Undoing<never>, 'kind' | 'batchId' | 'write'>,
  read: readonly Undoable[],
  ...questions: Q
): Promise<{ outcomes: DecisionResult[]; answers: Answers<Q> | undefined }> {
  const { db, publish } = context;
  const known = new Map(read.map((one) => [one.id, one]));
  const results = new Map<string, DecisionResult>();
  const undone: Undoable[] = [];
  for (const id of new Set(ids)) {
    const thing = known.get(id);
    const refusal = thing
      ? (reviewRefusal(context, thing.family, 'You may not undo decisions.') ?? refusalOf(thing, batchId))
      : new Refusal('not-found', `There is no ${kind} "${id}".`);
    if (refusal) results.set(id, { id, refusal });
    else if (thing) undone.push(thing);
  }
  const made = undone.length > 0 ? await commitAndAsk(db, [write(undone)], ...questions) : undefined;
  const { appended = [], answers } = made ?? {};
  publish(toLiveEvents(appended));
  const changed = new Set(appended.map((event) => event[`${kind}_id`]));
  for (const { id, state, to } of undone) {
    results.set(id, changed.has(id) ? { id, state: to ?? state } : { id, refusal: movedOn(state) });
  }
  return { outcomes: ids.flatMap((id) => results.get(id) ?? []), answers };
}

function refusalOf(thing: Undoable, batchId: string | undefined): Refusal | null {
  if (thing.superseded_by !== null) return supersededBy(thing.superseded_by, thing.state);
  if (thing.removed_at !== null) return ofRemoved(thing.state);
  if (thing.state === 'applied' || thing.state === 'enhanced') {
    const detail = `It is ${thing.state}, which cannot be undone: the change is in the enhanced text.`;
    return new Refusal('wrong-state', detail, [], thing.state);
  }
  if (batchId !== undefined && thing.batch_id !== batchId) return movedOn(thing.state);
  return thing.to === null
    ? new Refusal('wrong-state', 'There is no decision to undo.', [], thing.state)
    : null;
}

function movedOn(state: string): Refusal {
  return new Refusal('wrong-state', 'It has moved on since: nothing was undone.', [], state);
}
