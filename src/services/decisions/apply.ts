/** Applies recommendations: one, or many at once. */
import { MAX_BULK_IDS } from '../../shared/limits.ts';
import type { Level, RecommendationListItem } from '../../shared/things.ts';
import { countRecommendations } from '../../store/recommendation-list.ts';
import { readDecidable, readIdsOfRule } from '../../store/recommendations.ts';
import { getRecommendation } from './recommendations.ts';
import type { ServiceContext } from '../context.ts';
import { markApplied } from './decide.ts';
import { orThrow, type DecisionResult } from './decide-each.ts';
import { enhance } from './enhance.ts';
import { Refusal } from '../errors.ts';

/**
 * Applies recommendations, each on its own. One without edits is marked as done by hand.
 *
 * @returns a result for each id, in the order of the ids
 */
export async function applyById(
  context: ServiceContext,
  ids: readonly string[],
  options: { note?: string } = {},
): Promise<DecisionResult[]> {
  const known = await readDecidable(context.db, context.principal, ids);
  const byValidation = Map.groupBy(
    [...known.values()].filter(({ edits, status }) => edits > 0 && status === 'approved'),
    (one) => one.validation_id,
  );
  const outcomes = new Map<string, DecisionResult>();
  for (const [validationId, group] of byValidation) {
    const wanted = group.map(({ id }) => id);
    for (const outcome of await applyTogether(context, validationId, wanted, options)) {
      outcomes.set(outcome.id, outcome);
    }
  }
  // Of the rest, approved ones have no edits; the others are refused because of their state.
  const rest = ids.filter((id) => !outcomes.has(id));
  for (const outcome of await markApplied(context, rest, options)) outcomes.set(outcome.id, outcome);
  return ids.flatMap((id) => outcomes.get(id) ?? []);
}

/**
 * Applies up to {@link MAX_BULK_IDS} approved recommendations of a rule, across documents.
 *
 * @returns a result for each, and how many are left
 */
export async function applyOfRule(
  context: ServiceContext,
  { rule_id, ...more }: { rule_id: string; family?: string; severity?: Level },
  options: { note?: string } = {},
): Promise<{ outcomes: DecisionResult[]; remaining: number }> {
  const { db, principal } = context;
  const filters = { rule_id, ...more, status: 'approved' as const };
  const outcomes = await applyById(
    context,
    await readIdsOfRule(db, principal, filters, MAX_BULK_IDS),
    options,
  );
  return { outcomes, remaining: await countRecommendations(db, principal, filters) };
}

async function applyTogether(
  context: ServiceContext,
  validationId: string,
  ids: readonly string[],
  options: { note?: string },
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
  options: { note?: string } = {},
): Promise<{ recommendation: RecommendationListItem; position: number }> {
  orThrow(await applyById(context, [id], options));
  return getRecommendation(context, id);
}

/**
 * Applies the approved recommendations of validations, each on its own.
 *
 * @returns a result for each id, in the order of the ids
 */
export async function enhanceById(
  context: ServiceContext,
  ids: readonly string[],
  options: { note?: string } = {},
): Promise<DecisionResult[]> {
  const outcomes: DecisionResult[] = [];
  for (const id of ids) {
    try {
      outcomes.push({ id, state: (await enhance(context, id, options)).validation.review });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcomes.push({ id, refusal: error });
    }
  }
  return outcomes;
}
