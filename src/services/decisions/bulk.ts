/** Bulk decisions: many things in one request, each decided on its own. */
import { v7 as newId } from 'uuid';
import { mayReview } from '../../access/principal.ts';
import type { RecommendationBulkRequest } from '../../shared/api/recommendations.ts';
import type { ServiceContext } from '../context.ts';
import { leftOutOf, requireServed } from '../families/served.ts';
import { applyById, applyOfRule, enhanceById, type PartialOutcome } from './apply.ts';
import { decideRecommendationsById, decideRecommendationsOfRule } from './decide.ts';
import type { DecisionResult } from './decide-each.ts';
import { decideReviewsById, type ReviewDecision } from './decide-reviews.ts';

/** The results of a bulk decision, and the position of the log that includes them. */
export interface BulkOutcome {
  outcomes: DecisionResult[];
  /** How many are left: of a rule always given, of ids only when some have no result. */
  remaining?: number;
  /** Of a rule in all families: the families that are left out, in words. */
  passed_over?: string;
  /** Under which the decisions can be undone. */
  batch_id: string;
  position: number;
}

/**
 * Decides on recommendations: those with the given ids, or those of a rule.
 *
 * @throws {Refusal} as `requireServed`, for a rule in a family that another service has
 */
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
        : { ...(await decideRecommendationsById(context, ids, action, options)), remaining: 0 };
    return ofIds(made, batch_id);
  }
  if (family !== undefined && mayReview(context.principal, family)) requireServed(context, family);
  const passed_over = family === undefined ? leftOutOf(context) : undefined;
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
  return { ...made, ...(passed_over !== undefined && { passed_over }), batch_id };
}

/** Decides on the reviews of validations, or applies their approved recommendations. */
export async function decideManyValidations(
  context: ServiceContext,
  ids: readonly string[],
  action: ReviewDecision | 'enhance',
  { note }: { note?: string },
): Promise<BulkOutcome> {
  const batch_id = newId();
  const options = { batchId: batch_id, ...(note !== undefined && { note }) };
  const made =
    action === 'enhance'
      ? await enhanceById(context, ids, options)
      : { ...(await decideReviewsById(context, ids, action, options)), remaining: 0 };
  return ofIds(made, batch_id);
}

/** Of ids, it is said how many are left only when some are. */
function ofIds({ remaining, ...made }: PartialOutcome, batch_id: string): BulkOutcome {
  return { ...made, ...(remaining > 0 && { remaining }), batch_id };
}
