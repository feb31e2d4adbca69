/**
 * Decides on recommendations. decide-reviews.ts decides on validations. An accepted decision writes one event. A refused one writes none and reports
 * the current state. Of concurrent decisions on the same state, exactly one is accepted.
 */
import type { NewEvent } from '../../shared/events.ts';
import { MAX_GROUP_DECISION } from '../../shared/limits.ts';
import { indexOfEdit, type RecommendationDecided } from '../../shared/api/recommendations.ts';
import type { ApprovedEdit, Level, RecommendationStatus } from '../../shared/things.ts';
import { recommendationTransitions, type RecommendationAction } from '../../shared/transitions.ts';
import { ask } from '../../store/ask.ts';
import { insertBatch, type Batch } from '../../store/batches.ts';
import type { Changes } from '../../store/commit.ts';
import { decideRecommendations } from '../../store/decisions.ts';
import { askHead } from '../../store/events.ts';
import { valuesOf } from '../../store/parameters.ts';
import {
  askCountOfRule,
  askDecidable,
  askRecommendation,
  placesOfRule,
  type DecidableRecommendation,
} from '../../store/recommendations.ts';
import { idsIn } from '../../store/subjects.ts';
import { reviewRefusal } from '../access/review-refusal.ts';
import { readOwnText, unknownEdits } from './own-text.ts';
import type { DecidingContext, ServiceContext } from '../context.ts';
import { decideEach, decideOne, judge, type DecisionKind, type DecisionResult } from './decide-each.ts';
import { found, Refusal } from '../errors.ts';

/** Actions that change only the state. Applying and enhancing also change the document: see enhance.ts. */
export type DecidableAction = Exclude<RecommendationAction, 'apply'>;

export interface DecisionOptions {
  note?: string;
  /** The id of the bulk request, under which its decisions can be undone. */
  batchId?: string;
}
export interface RecommendationOptions extends DecisionOptions {
  /** With an approval: the approved edits. When left out, all of them as they are proposed. */
  edits?: readonly ApprovedEdit[];
}

const RECOMMENDATION_EVENTS = {
  approve: 'recommendation_approved',
  reject: 'recommendation_rejected',
  reopen: 'recommendation_reopened',
  apply: 'recommendation_applied',
} as const satisfies Record<RecommendationAction, string>;

/**
 * Decides on one recommendation.
 *
 * @throws {Refusal} `not-found`, `forbidden`, `wrong-state`, `invalid` for an edit that it does not have, or `unsafe-change`
 * for text of one's own that would break the document
 */
export async function decideRecommendation(
  context: ServiceContext,
  id: string,
  action: DecidableAction,
  options: RecommendationOptions = {},
): Promise<RecommendationDecided> {
  const { db, principal } = context;
  const read = ask(db, askDecidable(db, principal, valuesOf([id])));
  const [[known], own] = await Promise.all([read, options.edits && readOwnText(context, id, options.edits)]);
  const decision = recommendationDecision(context, action, { ...options, ...(own && { edits: own.edits }) });
  const answers = [askRecommendation(db, principal, id), askHead(db)] as const;
  const [recommendation, position] = await decideOne(context, decision, id, known, ...answers);
  return {
    recommendation: found(recommendation, 'recommendation', id),
    position,
    ...(own?.changes && { changes: own.changes }),
  };
}

/** Results of a bulk decision, and the position of the log that includes them. */
export interface Decisions {
  outcomes: DecisionResult[];
  position: number;
}

/**
 * Decides on recommendations, each on its own.
 *
 * @returns a result for each id, in the order of the ids
 */
export async function decideRecommendationsById(
  context: DecidingContext,
  ids: readonly string[],
  action: DecidableAction,
  options: RecommendationOptions = {},
): Promise<Decisions> {
  const { db, principal } = context;
  const decision = recommendationDecision(context, action, options);
  const [known] = await ask(db, askDecidable(db, principal, valuesOf(ids)));
  const judged = judge(decision, ids, known);
  const kept = keepBatch(context, 'recommendation', judged.decided, options);
  const { outcomes, answers } = await decideEach(context, decision, ids, judged, kept, askHead(db));
  return { outcomes, position: answers[0] };
}

/** Keeps what a bulk request decides on, in the transaction that does it: so undoing it can say why it may not. */
export function keepBatch(
  context: DecidingContext,
  kind: Batch['kind'],
  decided: readonly { id: string }[],
  { batchId: id }: DecisionOptions,
): Changes[] {
  if (id === undefined) return [];
  const { db, principal, now } = context;
  const ids = decided.map((one) => one.id);
  const batch = { id, kind, ids, actor: principal.actor, created_at: now().toISOString() };
  return [{ events: [], after: [insertBatch(db, batch)] }];
}

/** The recommendations of a rule that a request is about. */
export interface RuleFilters {
  rule_id: string;
  family?: string;
  severity?: Level;
  /** Where their list was read: what came or changed later is left alone. */
  position?: number;
}

/**
 * Decides on up to {@link MAX_GROUP_DECISION} recommendations of a rule, across documents.
 *
 * @returns a result for each, and how many are left to decide on
 */
export async function decideRecommendationsOfRule(
  context: ServiceContext,
  { rule_id, ...more }: RuleFilters,
  action: DecidableAction,
  options: DecisionOptions = {},
): Promise<Decisions & { remaining: number }> {
  const { db, principal, served } = context;
  const filters = { rule_id, ...more, status: recommendationTransitions[action].from[0], served };
  const decision = recommendationDecision(context, action, options);
  const [known] = await ask(
    db,
    askDecidable(db, principal, idsIn(placesOfRule(principal, filters, MAX_GROUP_DECISION))),
  );
  const ids = [...known.keys()];
  const judged = judge(decision, ids, known);
  const kept = keepBatch(context, 'recommendation', judged.decided, options);
  const answers = [askHead(db), askCountOfRule(db, principal, filters)] as const;
  const made = await decideEach(context, decision, ids, judged, kept, ...answers);
  const [position, remaining] = made.answers;
  return { outcomes: made.outcomes, position, remaining };
}

/** How recommendations are decided on. One without edits is marked as applied when a person has made the change by hand. */
export function recommendationDecision(
  context: DecidingContext,
  action: RecommendationAction,
  { note, edits, batchId }: RecommendationOptions,
): DecisionKind<RecommendationStatus, DecidableRecommendation> {
  const { db, principal } = context;
  const transition = recommendationTransitions[action];
  const now = context.now().toISOString();
  const approvedEdits = edits?.toSorted((a, b) => indexOfEdit(a) - indexOfEdit(b));
  return {
    kind: 'recommendation',
    action,
    transition,
    stateOf: ({ status }) => status,
    refuse: ({ family, edits: count, status, superseded_by, removed_at }) => {
      const refusal = reviewRefusal(context, family, 'You may not decide on recommendations.');
      if (refusal) return refusal;
      if (superseded_by !== null) return supersededBy(superseded_by, status);
      if (removed_at !== null) return ofRemoved(status);
      return unknownEdits(edits ?? [], count);
    },
    eventOf: (thing) => recommendationEvent(context, thing, action, { now, note, approvedEdits, batchId }),
    read: (ids) => askDecidable(db, principal, valuesOf(ids)),
    change: (decided) =>
      decideRecommendations(db, decided, {
        to: transition.to,
        reviewer: action === 'reopen' ? null : principal.actor,
        note: note ?? null,
        approvedEdits: approvedEdits ?? null,
        batchId: batchId ?? null,
        now,
      }),
  };
}

/** The refusal of a decision on a version that is no longer the newest. */
export function supersededBy(newer: string, status: string): Refusal {
  const detail = `The document has a newer version: decide on the recommendations of validation ${newer}.`;
  return new Refusal('wrong-state', detail, [], status);
}

/** The refusal of a decision about a document that is no longer there. */
export function ofRemoved(status: string): Refusal {
  return new Refusal(
    'wrong-state',
    'The document is not there any more: nothing is to be decided.',
    [],
    status,
  );
}

/** Builds the event of a recommendation's change of state. */
export function recommendationEvent(
  { principal }: Pick<ServiceContext, 'principal'>,
  {
    id,
    validation_id,
    family,
    title,
    status,
    approved_edits,
  }: Omit<DecidableRecommendation, 'edits' | 'superseded_by' | 'removed_at'>,
  action: RecommendationAction,
  change: {
    now: string;
    note?: string | undefined;
    approvedEdits?: readonly ApprovedEdit[] | undefined;
    batchId?: string | undefined;
  },
): NewEvent {
  const { now, note, approvedEdits, batchId } = change;
  const { to } = recommendationTransitions[action];
  return {
    type: RECOMMENDATION_EVENTS[action],
    timestamp: now,
    actor: principal.actor,
    subject: { validation_id, recommendation_id: id, family },
    payload: {
      title,
      status: to,
      before: { status, ...(approved_edits && { approved_edits }) },
      after: { status: to, ...(approvedEdits && { approved_edits: [...approvedEdits] }) },
      ...(note !== undefined && { note }),
      ...(batchId !== undefined && { batch_id: batchId }),
    },
  };
}
