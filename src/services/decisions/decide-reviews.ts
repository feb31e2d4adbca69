/** Decides on the reviews of validations, as decide.ts does on recommendations. */
import type { Review, Validation } from '../../shared/things.ts';
import { reviewTransitions, type ReviewAction } from '../../shared/transitions.ts';
import { ask } from '../../store/ask.ts';
import { decideReviews } from '../../store/decisions.ts';
import { askHead } from '../../store/events.ts';
import { askDecidableReviews, askValidation, type DecidableValidation } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { reviewRefusal } from '../access/review-refusal.ts';
import { found } from '../errors.ts';
import { keepBatch, type Decisions, type DecisionOptions } from './decide.ts';
import { decideEach, decideOne, judge, type DecisionKind } from './decide-each.ts';

export type ReviewDecision = Exclude<ReviewAction, 'enhance'>;

const REVIEW_EVENTS = {
  approve: 'validation_approved',
  reject: 'validation_rejected',
  reopen: 'validation_reopened',
} as const satisfies Record<ReviewDecision, string>;

/**
 * Decides on the review of one validation.
 *
 * @throws {Refusal} `not-found`, `forbidden` or `wrong-state`
 */
export async function decideReview(
  context: ServiceContext,
  id: string,
  action: ReviewDecision,
  options: DecisionOptions = {},
): Promise<{ validation: Validation; position: number }> {
  const { db, principal } = context;
  const decision = reviewDecision(context, action, options);
  const [known] = await ask(db, decision.read([id]));
  const answers = [askValidation(db, principal, id), askHead(db)] as const;
  const [validation, position] = await decideOne(context, decision, id, known, ...answers);
  return { validation: found(validation, 'validation', id), position };
}

/**
 * Decides on reviews, each on its own.
 *
 * @returns a result for each id, in the order of the ids
 */
export async function decideReviewsById(
  context: ServiceContext,
  ids: readonly string[],
  action: ReviewDecision,
  options: DecisionOptions = {},
): Promise<Decisions> {
  const { db } = context;
  const decision = reviewDecision(context, action, options);
  const [known] = await ask(db, decision.read(ids));
  const judged = judge(decision, ids, known);
  const kept = keepBatch(context, 'validation', judged.decided, options);
  const { outcomes, answers } = await decideEach(context, decision, ids, judged, kept, askHead(db));
  return { outcomes, position: answers[0] };
}

function reviewDecision(
  context: ServiceContext,
  action: ReviewDecision,
  { note, batchId }: DecisionOptions,
): DecisionKind<Review, DecidableValidation> {
  const { db, principal } = context;
  const transition = reviewTransitions[action];
  const now = context.now().toISOString();
  return {
    kind: 'validation',
    action,
    transition,
    stateOf: ({ review }) => review,
    refuse: ({ family }) => reviewRefusal(context, family, 'You may not decide on validations.'),
    eventOf: ({ id, family, file_path, review }) => ({
      type: REVIEW_EVENTS[action],
      timestamp: now,
      actor: principal.actor,
      subject: { validation_id: id, family },
      payload: {
        file_path,
        before: { review },
        after: { review: transition.to },
        ...(note !== undefined && { note }),
        ...(batchId !== undefined && { batch_id: batchId }),
      },
    }),
    read: (ids) => askDecidableReviews(db, principal, ids),
    change: (decided) =>
      decideReviews(db, decided, { to: transition.to, note: note ?? null, batchId: batchId ?? null, now }),
  };
}
