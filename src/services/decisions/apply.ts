/** Applies recommendations: one, or many at once. */
import { MAX_BULK_IDS, MAX_ENHANCED_PER_REQUEST } from '../../shared/limits.ts';
import type { RecommendationListItem } from '../../shared/things.ts';
import { readByteLengths } from '../../store/texts.ts';
import { countOfRule, readDecidable, readIdsOfRule } from '../../store/recommendations.ts';
import { getRecommendation } from './recommendations.ts';
import type { ServiceContext } from '../context.ts';
import { markApplied, type RuleFilters } from './decide.ts';
import { orThrow, type DecisionResult } from './decide-each.ts';
import { enhance } from './enhance.ts';
import { Refusal } from '../errors.ts';
import { WorkBudget } from '../work-budget.ts';

/** Results of those that one request has decided on. */
export interface PartialOutcome {
  /** In the order of the ids. */
  outcomes: DecisionResult[];
  /** How many are left, because the budget of the request is spent, or because a rule has more. */
  remaining: number;
}

/**
 * Applies recommendations, each on its own. One without edits is marked as done by hand. Recommendations of documents that
 * are beyond the budget of a request are left over.
 */
export async function applyById(
  context: ServiceContext,
  ids: readonly string[],
  options: { note?: string; batchId?: string } = {},
): Promise<PartialOutcome> {
  const known = await readDecidable(context.db, context.principal, ids);
  const byValidation = Map.groupBy(
    [...known.values()].filter(({ edits, status }) => edits > 0 && status === 'approved'),
    (one) => one.validation_id,
  );
  const outcomes = new Map<string, DecisionResult>();
  const leftOver = new Set<string>();
  const visit = await withinBudget(context, [...byValidation.keys()]);
  for (const [validationId, group] of byValidation) {
    const wanted = group.map(({ id }) => id);
    if (!visit(validationId)) {
      for (const id of wanted) leftOver.add(id);
      continue;
    }
    for (const outcome of await applyTogether(context, validationId, wanted, options)) {
      outcomes.set(outcome.id, outcome);
    }
  }
  // Of the rest, approved ones have no edits; the others are refused because of their state.
  const rest = ids.filter((id) => !outcomes.has(id) && !leftOver.has(id));
  for (const outcome of await markApplied(context, rest, options)) outcomes.set(outcome.id, outcome);
  return {
    outcomes: ids.flatMap((id) => outcomes.get(id) ?? []),
    remaining: ids.filter((id) => leftOver.has(id)).length,
  };
}

/**
 * Applies up to {@link MAX_BULK_IDS} approved recommendations of a rule, across documents, within the budget of a request.
 */
export async function applyOfRule(
  context: ServiceContext,
  { rule_id, ...more }: RuleFilters,
  options: { note?: string; batchId?: string } = {},
): Promise<PartialOutcome> {
  const { db, principal } = context;
  const filters = { rule_id, ...more, status: 'approved' as const };
  const ids = await readIdsOfRule(db, principal, filters, MAX_BULK_IDS);
  const { outcomes } = await applyById(context, ids, options);
  return { outcomes, remaining: await countOfRule(db, principal, filters) };
}

/**
 * @returns a function that says, for each validation in turn, whether the budget of the request still has room for it; the
 * room is then taken
 */
async function withinBudget(
  { db, now }: ServiceContext,
  validationIds: readonly string[],
): Promise<(validationId: string) => boolean> {
  const budget = new WorkBudget(now, MAX_ENHANCED_PER_REQUEST);
  const sizes = await readByteLengths(db, validationIds);
  return (validationId) => {
    const bytes = sizes.get(validationId);
    // What does not exist takes no work: it is refused.
    if (bytes === undefined) return true;
    if (budget.isSpent(bytes)) return false;
    budget.spend(bytes);
    return true;
  };
}

async function applyTogether(
  context: ServiceContext,
  validationId: string,
  ids: readonly string[],
  options: { note?: string; batchId?: string },
): Promise<DecisionResult[]> {
  try {
    const { not_applied } = await enhance(context, validationId, { ...options, recommendation_ids: ids });
    const refused = new Map(not_applied.map((one) => [one.recommendation_id, one]));
    return ids.map((id) => {
      const refusal = refused.get(id);
      return refusal
        ? { id, refusal: new Refusal('wrong-state', `It was not applied. ${refusal.detail}`, [], 'approved') }
        : { id, state: 'applied' };
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return ids.map((id) => ({ id, refusal: error }));
  }
}

/**
 * Applies one recommendation.
 *
 * @throws {Refusal} `not-found`, or the reason why it cannot be applied
 */
export async function applyRecommendation(
  context: ServiceContext,
  id: string,
  options: { note?: string; batchId?: string } = {},
): Promise<{ recommendation: RecommendationListItem; position: number }> {
  orThrow((await applyById(context, [id], options)).outcomes);
  return getRecommendation(context, id);
}

/**
 * Applies the approved recommendations of validations, each on its own. Validations that are beyond the budget of a request
 * are left over.
 */
export async function enhanceById(
  context: ServiceContext,
  ids: readonly string[],
  options: { note?: string; batchId?: string } = {},
): Promise<PartialOutcome> {
  const outcomes: DecisionResult[] = [];
  const visit = await withinBudget(context, ids);
  for (const id of ids) {
    if (!visit(id)) break;
    try {
      outcomes.push({ id, state: (await enhance(context, id, options)).validation.review });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcomes.push({ id, refusal: error });
    }
  }
  return { outcomes, remaining: ids.length - outcomes.length };
}
