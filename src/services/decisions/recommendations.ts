/** Reads recommendations: one, a list, and totals by rule. */
import type * as v from 'valibot';
import type { Page } from '../../shared/api/fields.ts';
import type {
  groupQuerySchema,
  RecommendationGroups,
  RecommendationListQuery,
} from '../../shared/api/recommendations.ts';
import type { RecommendationListItem } from '../../shared/things.ts';
import { groupRecommendations, listRecommendations } from '../../store/recommendation-list.ts';
import { readRecommendation } from '../../store/recommendations.ts';
import type { ServiceContext } from '../context.ts';
import { found, pageOrRefusal } from '../errors.ts';

/**
 * Lists the recommendations that the principal may see, newest first.
 *
 * @throws {Refusal} `invalid`, for a cursor of another list
 */
export async function listOfRecommendations(
  { db, principal }: ServiceContext,
  query: RecommendationListQuery,
): Promise<Page<RecommendationListItem>> {
  return pageOrRefusal(await listRecommendations(db, principal, query));
}

/** Counts the recommendations in one state, by rule. */
export async function groupsOfRecommendations(
  { db, principal }: ServiceContext,
  query: v.InferOutput<typeof groupQuerySchema>,
): Promise<RecommendationGroups> {
  return groupRecommendations(db, principal, query);
}

/**
 * Reads one recommendation with its document's path and family.
 *
 * @throws {Refusal} `not-found`, also when the principal may not see it
 */
export async function getRecommendation({ db, principal }: ServiceContext, id: string) {
  return found(await readRecommendation(db, principal, id), 'recommendation', id);
}
