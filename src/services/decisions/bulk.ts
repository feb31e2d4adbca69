/** Bulk decisions: many things in one request, each decided on its own. */
import { v7 as newId } from 'uuid';
import type { RecommendationBulkRequest } from '../../shared/api/recommendations.ts';
import { type Batch, insertBatchOnce } from '../../store/batches.ts';
import { readHead } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';
import { applyById, applyOfRule, enhanceById, type PartialOutcome } from './apply.ts';
import {
  decideRecommendationsById,
  decideRecommendationsOfRule,
  decideReviewsById,
  type ReviewDecision,
} from './decide.ts';
import type { DecisionResult } from './decide-each.ts';

/** The results of a bulk decision, and the position of the log that includes them. */
export interface BulkOutcome {
  outcomes: DecisionResult[];
  /** How many are left: of a rule always given, of ids only when some have no result. */
  remaining?: number;
  /** Under which the decisions can be undone. */
  batch_id: string;
  position: number;
}

/** Decides on recommendations: those with the given ids, or those of a rule. */
export async function decideManyRecommendations(
  context: ServiceContext,
  { action, ids, rule_id = '', family, severity, position, note }: RecommendationBulkRequest,
): Promise<BulkOutcome> {
  const batch_id = newId();
  const options = { batchId: batch_id, ...(note !== undefined && { note }) };
  if (ids !== undefined) {
    const made =
      action === 'apply'
        ? await applyById(context, ids, options)
        : { outcomes: await decideRecommendationsById(context, ids, action, options), remaining: 0 };
    return answerOfIds(context, made, { kind: 'recommendation', id: batch_id });
  }
  const filters = {
    rule_id,
    ...(position !== undefined && { position }),
    ...(family !== undefined && { family }),
    ...(severity && { severity }),
  };
  const made =
    action === 'apply'
      ? await applyOfRule(context, filters, options)
      : await decideRecommendationsOfRule(context, filters, action, options);
  await recordBatch(context, { kind: 'recommendation', id: batch_id }, made.outcomes);
  return { ...made, batch_id, position: await readHead(context.db) };
}

/** Decides on the reviews of validations, or applies their approved recommendations. */
export async function decideManyValidations(
  context: ServiceContext,
  ids: readonly string[],
  action: ReviewDecision | 'enhance',
  options: { note?: string },
): Promise<BulkOutcome> {
  const batch_id = newId();
  const made =
    action === 'enhance'
      ? await enhanceById(context, ids, options)
      : {
          outcomes: await decideReviewsById(context, ids, action, { ...options, batchId: batch_id }),
          remaining: 0,
        };
  return answerOfIds(context, made, { kind: 'validation', id: batch_id });
}

type BatchName = Pick<Batch, 'kind' | 'id'>;

async function answerOfIds(
  context: ServiceContext,
  { outcomes, remaining }: PartialOutcome,
  batch: BatchName,
): Promise<BulkOutcome> {
  await recordBatch(context, batch, outcomes);
  const position = await readHead(context.db);
  return { outcomes, ...(remaining > 0 && { remaining }), batch_id: batch.id, position };
}

/**
 * Keeps what a bulk request has changed, so that undoing it can say why it may not. Decisions keep it themselves, in the
 * transaction that makes them; what is applied, and a request that changed nothing, is kept here.
 */
async function recordBatch(
  { db, principal, now }: ServiceContext,
  batch: BatchName,
  outcomes: readonly DecisionResult[],
): Promise<void> {
  const ids = outcomes.flatMap((one) => ('state' in one ? [one.id] : []));
  await insertBatchOnce(db, { ...batch, ids, actor: principal.actor, created_at: now().toISOString() });
}
