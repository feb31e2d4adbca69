/** Applies recommendations: one, or many at once. */
import { MAX_BULK_IDS } from '../../shared/limits.ts';
import type { RecommendationListItem } from '../../shared/things.ts';
import type { Answers, Question } from '../../store/ask.ts';
import { commitAndAsk } from '../../store/commit.ts';
import { askHead, toLiveEvents } from '../../store/events.ts';
import {
  askCountOfRule,
  askDecidable,
  askRecommendation,
  placesOfRule,
  type DecidableRecommendation,
  type OfRule,
} from '../../store/recommendations.ts';
import { idsIn, placesOf, placesOfApproved } from '../../store/subjects.ts';
import { askDecidableReviews } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal, found } from '../errors.ts';
import {
  keepBatch,
  recommendationDecision,
  type Decisions,
  type DecisionOptions,
  type RuleFilters,
} from './decide.ts';
import { decideEach, judge, orThrow, type DecisionResult } from './decide-each.ts';
import { changedMeanwhile, readSubjects, workOut, type Enhancement } from './enhance-each.ts';
import { enhancedIn, keepEnhancements } from './keep-enhancements.ts';

/** Results of those that one request has decided on. */
export interface PartialOutcome extends Decisions {
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
  options: DecisionOptions = {},
): Promise<PartialOutcome> {
  const { outcomes, left, answers } = await apply(context, { ids }, options, askHead(context.db));
  return { outcomes, remaining: left, position: answers[0] };
}

/**
 * Applies up to {@link MAX_BULK_IDS} approved recommendations of a rule, across documents, within the budget of a request.
 */
export async function applyOfRule(
  context: ServiceContext,
  { rule_id, ...more }: RuleFilters,
  options: DecisionOptions = {},
): Promise<PartialOutcome> {
  const { db, principal, served } = context;
  const filters = { rule_id, ...more, status: 'approved' as const, served };
  const asked = [askHead(db), askCountOfRule(db, principal, filters)] as const;
  const { outcomes, answers } = await apply(context, { filters }, options, ...asked);
  const [position, remaining] = answers;
  return { outcomes, position, remaining };
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
  const { db, principal } = context;
  const asked = [askRecommendation(db, principal, id), askHead(db)] as const;
  const { outcomes, answers } = await apply(context, { ids: [id] }, options, ...asked);
  orThrow(outcomes);
  const [recommendation, position] = answers;
  return { recommendation: found(recommendation, 'recommendation', id), position };
}

/** @returns results in the order of the ids, and how many recommendations are left for want of room */
async function apply<const Q extends readonly Question<unknown>[]>(
  context: ServiceContext,
  wanted: { ids: readonly string[] } | { filters: OfRule & { status: 'approved' } },
  options: DecisionOptions,
  ...questions: Q
): Promise<{ outcomes: DecisionResult[]; left: number; answers: Answers<Q> }> {
  const { db, principal } = context;
  const places =
    'ids' in wanted ? placesOf(wanted.ids) : placesOfRule(principal, wanted.filters, MAX_BULK_IDS);
  const {
    taken,
    families,
    answers: [known],
  } = await readSubjects(context, placesOfApproved(places), askDecidable(db, principal, idsIn(places)));
  const ids = 'ids' in wanted ? wanted.ids : [...known.keys()];
  const byValidation = wishesOf(ids, known);
  const worked = await workOut(
    context,
    [...byValidation].flatMap(([id, recommendation_ids]) => {
      const subject = taken.get(id);
      return subject ? [{ subject, wish: { recommendation_ids } }] : [];
    }),
    families,
  );
  const left = new Set([...byValidation].flatMap(([id, some]) => (worked.has(id) ? [] : some)));
  const made = [...worked.values()].filter(isMade);
  const kept = made.filter(({ plan }) => plan.applied.length > 0);
  // Of the rest, approved ones have no edits; the others are refused because of their state.
  const inDocuments = new Set([...byValidation.values()].flat());
  const rest = ids.filter((id) => !inDocuments.has(id));
  const decision = recommendationDecision(context, 'apply', options);
  const judged = judge(decision, rest, known);
  const attempted = [...judged.decided, ...kept.flatMap(({ plan }) => plan.applied)];
  const reviews = askDecidableReviews(
    db,
    principal,
    kept.map(({ subject }) => subject.validation.id),
  );
  const more = [
    ...(await keepEnhancements(context, kept, options.note)),
    ...keepBatch(context, 'recommendation', attempted, options),
  ];
  const done = await decideEach(context, decision, rest, judged, more, reviews, ...questions);
  const [current, ...answers] = done.answers;
  const enhanced = enhancedIn(done.appended);
  const outcomes = new Map(done.outcomes.map((one) => [one.id, one]));
  for (const [id, some] of byValidation) {
    const one = worked.get(id);
    if (!one) continue;
    const isMissed = !(one instanceof Refusal) && one.plan.applied.length > 0 && !enhanced.has(id);
    const result = isMissed
      ? changedMeanwhile(current.get(id)?.review ?? one.subject.validation.review)
      : one;
    for (const outcome of outcomesOf(result, some)) outcomes.set(outcome.id, outcome);
  }
  return {
    outcomes: ids.flatMap((id) => outcomes.get(id) ?? []),
    left: ids.filter((id) => left.has(id)).length,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of a tuple
    answers: answers as unknown as Answers<Q>,
  };
}

function isMade(one: Enhancement | Refusal): one is Enhancement {
  return !(one instanceof Refusal);
}

/** The approved recommendations that change a document, by their validations. */
function wishesOf(
  ids: readonly string[],
  known: ReadonlyMap<string, DecidableRecommendation>,
): ReadonlyMap<string, string[]> {
  const wished = new Map<string, string[]>();
  for (const id of new Set(ids)) {
    const one = known.get(id);
    if (!one || one.edits === 0 || one.status !== 'approved') continue;
    const some = wished.get(one.validation_id);
    if (some) some.push(id);
    else wished.set(one.validation_id, [id]);
  }
  return wished;
}

function outcomesOf(result: Enhancement | Refusal, ids: readonly string[]): DecisionResult[] {
  if (result instanceof Refusal) return ids.map((id) => ({ id, refusal: result }));
  const refused = new Map(result.plan.notApplied.map((one) => [one.recommendation_id, one]));
  return ids.map((id) => {
    const refusal = refused.get(id);
    return refusal
      ? { id, refusal: new Refusal('wrong-state', `It was not applied. ${refusal.detail}`, [], 'approved') }
      : { id, state: 'applied' };
  });
}

/**
 * Applies the approved recommendations of validations, each on its own. Validations that are beyond the budget of a request
 * are left over.
 */
export async function enhanceById(
  context: ServiceContext,
  ids: readonly string[],
  options: DecisionOptions = {},
): Promise<PartialOutcome> {
  const { db, principal, publish } = context;
  const { taken, left, families } = await readSubjects(context, placesOf(ids));
  const wished = [...new Set(ids)].flatMap((id) => taken.get(id) ?? []);
  const worked = await workOut(
    context,
    wished.map((subject) => ({ subject, wish: {} })),
    families,
  );
  // What comes after the first one that is left is left too, so that the rest can be sent again as it is.
  const end = ids.findIndex((id) => left.has(id) || (taken.has(id) && !worked.has(id)));
  const answered = end === -1 ? ids : ids.slice(0, end);
  const made = [...worked.values()].filter(isMade);
  const kept = made.filter(({ plan }) => plan.applied.length > 0);
  const validationIds = kept.map(({ subject }) => subject.validation.id);
  const changes = [
    ...(await keepEnhancements(context, kept, options.note)),
    ...keepBatch(
      context,
      'validation',
      made.map(({ subject }) => subject.validation),
      options,
    ),
  ];
  const { appended, answers } = await commitAndAsk(
    db,
    changes,
    askDecidableReviews(db, principal, validationIds),
    askHead(db),
  );
  publish(toLiveEvents(appended));
  const [current, position] = answers;
  const enhanced = enhancedIn(appended);
  const outcomes = answered.map((id): DecisionResult => {
    const one = worked.get(id);
    if (!one) return { id, refusal: new Refusal('not-found', `There is no validation "${id}".`) };
    if (one instanceof Refusal) return { id, refusal: one };
    const { review } = one.subject.validation;
    if (one.plan.applied.length === 0) return { id, state: review };
    if (enhanced.has(id)) return { id, state: 'enhanced' };
    return { id, refusal: changedMeanwhile(current.get(id)?.review ?? review) };
  });
  return { outcomes, remaining: ids.length - outcomes.length, position };
}
