/** Bulk decisions: many things in one request, each decided on its own. */
import type { RecommendationBulkRequest } from '../../shared/api/recommendations.ts';
import { readHead } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';
import { applyById, applyOfRule, enhanceById } from './apply.ts';
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
  position: number;
  /** With a decision about a rule: how many recommendations still wait. */
  remaining?: number;
}

/** Decides on recommendations: those with the given ids, or those of a rule. */
export async function decideManyRecommendations(
  context: ServiceContext,
  request: RecommendationBulkRequest,
): Promise<BulkOutcome> {
  const made = await decideByIdOrRule(context, request);
  return { ...made, position: await readHead(context.db) };
}

/** Decides on the reviews of validations, or applies their approved recommendations. */
export async function decideManyValidations(
  context: ServiceContext,
  ids: readonly string[],
  action: ReviewDecision | 'enhance',
  options: { note?: string },
): Promise<BulkOutcome> {
  const outcomes =
    action === 'enhance'
      ? await enhanceById(context, ids, options)
      : await decideReviewsById(context, ids, action, options);
  return { outcomes, position: await readHead(context.db) };
}

async function decideByIdOrRule(
  context: ServiceContext,
  { action, ids, rule_id, family, severity, note }: RecommendationBulkRequest,
): Promise<Omit<BulkOutcome, 'position'>> {
  const options = note === undefined ? {} : { note };
  if (ids !== undefined) {
    const outcomes =
      action === 'apply'
        ? await applyById(context, ids, options)
        : await decideRecommendationsById(context, ids, action, options);
    return { outcomes };
  }
  const filters = {
    rule_id: rule_id ?? '',
    ...(family !== undefined && { family }),
    ...(severity && { severity }),
  };
  return action === 'apply'
    ? applyOfRule(context, filters, options)
    : decideRecommendationsOfRule(context, filters, action, options);
}
