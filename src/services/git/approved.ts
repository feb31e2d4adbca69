/** Approved changes as data, for programs that bring them into files. */
import { maySeeFamily } from '../../access/principal.ts';
import type { ApprovedChange, Ruleset } from '../../engine/index.ts';
import type { ApprovedPage, ApprovedQuery, ApprovedRecommendation } from '../../shared/api/patches.ts';
import type { Recommendation } from '../../shared/things.ts';
import { readApproved } from '../../store/approved-changes.ts';
import type { ServiceContext } from '../context.ts';
import { isCertain } from '../decisions/compare-versions.ts';
import { approvedEdits, hasOwnText } from '../decisions/own-text.ts';
import { Refusal } from '../errors.ts';
import { readFamilies, rulesetIn } from '../families/rulesets.ts';

/**
 * Lists the documents of a family and ref that have approved changes, by path.
 *
 * @throws {Refusal} `not-found`, also for a family that the principal may not see; `invalid` when its pack is not usable
 */
export async function listApproved(
  context: ServiceContext,
  family: string,
  { limit, cursor, ...filters }: ApprovedQuery,
): Promise<ApprovedPage> {
  const ruleset = await visibleRuleset(context, family);
  const { results, ...page } = await readApproved(context.db, { family, ...filters }, { limit, cursor });
  return {
    results: results.map(({ recommendations, byte_length: _bytes, ...document }) => ({
      ...document,
      flavor: ruleset.flavorFor(document.file_path),
      changes: inOrder(recommendations).map((one) => toApproved(ruleset, one)),
    })),
    ...page,
  };
}

/** The present rules of a family. @throws {Refusal} as {@link listApproved} */
export async function visibleRuleset({ db, principal }: ServiceContext, family: string): Promise<Ruleset> {
  const families = await readFamilies(db);
  if (!families.names.includes(family) || !maySeeFamily(principal, family)) {
    throw new Refusal('not-found', `There is no family "${family}".`);
  }
  return rulesetIn(families, family);
}

/** Recommendations in order of precedence: what was applied keeps its place, as in the enhanced text. */
export function inOrder(recommendations: readonly Recommendation[]): Recommendation[] {
  return [
    ...recommendations.filter(({ status }) => status === 'applied'),
    ...recommendations.filter(({ status }) => status !== 'applied'),
  ];
}

/** A recommendation as the engine's `applyApproved` takes it. */
export function toApproved(
  ruleset: Ruleset,
  recommendation: Recommendation,
): ApprovedRecommendation & ApprovedChange {
  const { id, rule_id, title, status } = recommendation;
  return {
    id,
    rule_id,
    title,
    status,
    edits: approvedEdits(recommendation),
    // What a person has written is theirs.
    certain: isCertain(ruleset, recommendation) && !hasOwnText(recommendation),
    effects: [...(ruleset.rules.get(rule_id)?.changes ?? [])],
  };
}
