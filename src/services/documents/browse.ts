/** Reads: what the principal may see, and where it stands in the log. */
import { mayListen } from '../../access/principal.ts';
import type * as v from 'valibot';
import type { EventPage } from '../../shared/api/events.ts';
import type { Page } from '../../shared/api/fields.ts';
import type { Stats } from '../../shared/api/monitoring.ts';
import type {
  groupQuerySchema,
  RecommendationGroups,
  RecommendationListQuery,
} from '../../shared/api/recommendations.ts';
import type { RunDetail } from '../../shared/api/runs.ts';
import type {
  HistoryPage,
  HistoryQuery,
  ValidationDetail,
  ValidationListQuery,
} from '../../shared/api/validations.ts';
import { LEVELS, type RecommendationListItem, type Validation } from '../../shared/things.ts';
import { ALL_TOPIC, parseTopic, type TopicFilter } from '../../shared/topics.ts';
import { readContent } from '../../store/documents.ts';
import { readHead, readLog } from '../../store/events.ts';
import { groupRecommendations, listRecommendations } from '../../store/recommendation-list.ts';
import { readRecommendation } from '../../store/recommendations.ts';
import { readStats } from '../../store/stats.ts';
import { listHistory, listValidations } from '../../store/validation-list.ts';
import { readDecidableReviews, readValidation } from '../../store/validations.ts';
import { readRun } from '../../store/runs.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** @throws {Refusal} `invalid`, for a cursor of another list */
export async function listOfValidations(
  { db, principal }: ServiceContext,
  query: ValidationListQuery,
): Promise<Page<Validation>> {
  return ofThisList(await listValidations(db, principal, query));
}

/** @throws {Refusal} `invalid`, for a cursor of another list */
export async function listOfRecommendations(
  { db, principal }: ServiceContext,
  query: RecommendationListQuery,
): Promise<Page<RecommendationListItem>> {
  return ofThisList(await listRecommendations(db, principal, query));
}

/** How many recommendations of each rule wait, or are in another state. */
export async function groupsOfRecommendations(
  { db, principal }: ServiceContext,
  query: v.InferOutput<typeof groupQuerySchema>,
): Promise<RecommendationGroups> {
  return groupRecommendations(db, principal, query);
}

/** All validations of one file, with the trend. @throws {Refusal} `invalid`, for a cursor of another list */
export async function historyOfFile(
  { db, principal }: ServiceContext,
  query: HistoryQuery,
): Promise<HistoryPage> {
  const page = ofThisList(await listHistory(db, principal, query));
  return { ...page, trend: trendOf(page.results) };
}

/** @param newestFirst - validations of one file */
function trendOf(newestFirst: readonly Validation[]): HistoryPage['trend'] {
  const completed = newestFirst.filter(({ status }) => status === 'completed');
  const [now, before] = completed;
  const change = { error: 0, warning: 0, info: 0 };
  if (now && before) for (const level of LEVELS) change[level] = now.counts[level] - before.counts[level];
  const first = LEVELS.map((level) => change[level]).find((difference) => difference !== 0) ?? 0;
  const direction = first === 0 ? 'same' : first < 0 ? 'better' : 'worse';
  return {
    direction: now && before ? direction : 'unknown',
    change,
    points: completed
      .map(({ id, created_at, outcome, counts }) => ({ validation_id: id, created_at, outcome, counts }))
      .toReversed(),
  };
}

/** @throws {Refusal} `not-found`, also for what the principal may not see: its existence is no one else's business */
export async function getValidation(
  { db, principal }: ServiceContext,
  id: string,
): Promise<ValidationDetail> {
  return found(await readValidation(db, principal, id), 'validation', id);
}

/** The Markdown of a validation. @throws {Refusal} `not-found` */
export async function getContent({ db, principal }: ServiceContext, id: string): Promise<string> {
  return found(await readContent(db, principal, id), 'validation', id);
}

/** @throws {Refusal} `not-found` */
export async function getRecommendation({ db, principal }: ServiceContext, id: string) {
  return found(await readRecommendation(db, principal, id), 'recommendation', id);
}

export async function getStats({ db, principal, now }: ServiceContext): Promise<Stats> {
  return readStats(db, principal, new Date(now().getTime() - DAY_MS).toISOString());
}

/**
 * A page of the log, oldest first.
 *
 * @throws {Refusal} `invalid` when there is no such topic, `forbidden` when the principal may not listen to it
 */
export async function getEvents(
  { db, principal }: ServiceContext,
  { after, topic = ALL_TOPIC, limit }: { after: number; topic?: string; limit: number },
): Promise<EventPage> {
  const filter = parseTopic(topic);
  if (!filter) {
    throw new Refusal('invalid', 'There is no such topic.', [{ path: 'topic', message: 'is no topic' }]);
  }
  if (!mayListen(principal, topic)) throw new Refusal('forbidden', `You may not listen to "${topic}".`);
  return readEvents({ db, principal }, filter, { after, limit });
}

/**
 * The history of one thing, oldest first: who did what, when, and how it was before and after. That of a run is without
 * its progress and what happened to its validations: all of it is on its topic.
 *
 * @throws {Refusal} `not-found`
 */
export async function getHistory(
  context: ServiceContext,
  of: { validation_id: string } | { recommendation_id: string } | { workflow_id: string },
  page: { after: number; limit: number },
): Promise<EventPage> {
  const { db, principal } = context;
  if ('validation_id' in of) {
    const known = await readDecidableReviews(db, principal, [of.validation_id]);
    found(known.get(of.validation_id), 'validation', of.validation_id);
    return readEvents(context, { topic: '', key: 'validation_id', value: of.validation_id }, page);
  }
  if ('recommendation_id' in of) {
    await getRecommendation(context, of.recommendation_id);
    return readEvents(context, { topic: '', key: 'recommendation_id', value: of.recommendation_id }, page);
  }
  await findRun(context, of.workflow_id);
  const ofRun = { topic: '', key: 'workflow_id', value: of.workflow_id } as const;
  return readEvents(context, ofRun, { ...page, ofRuns: true });
}

async function readEvents(
  { db, principal }: Pick<ServiceContext, 'db' | 'principal'>,
  filter: TopicFilter,
  { limit, ...more }: { after: number; limit: number; ofRuns?: boolean },
): Promise<EventPage> {
  const page = await readLog(db, { ...more, limit: limit + 1, audience: { principal, topics: [filter] } });
  const results = page.events.slice(0, limit);
  const hasMore = page.events.length > limit;
  return {
    results,
    // The head also for a reader that is beyond it: the log was restored to an earlier time.
    next_after: hasMore ? (results.at(-1)?.id ?? more.after) : page.head,
    has_more: hasMore,
    position: page.head,
  };
}

/** Id of the last event. */
export async function getPosition({ db }: ServiceContext): Promise<number> {
  return readHead(db);
}

/** @throws {Refusal} `invalid`, for a page that there is none of: its cursor is of another list */
export function ofThisList<T>(page: Page<T> | undefined): Page<T> {
  if (page) return page;
  const error = { path: 'cursor', message: 'must be a next_cursor of this list' };
  throw new Refusal('invalid', `cursor: ${error.message}.`, [error]);
}

/** A batch run. @throws {Refusal} `not-found` */
export async function findRun({ db, principal }: ServiceContext, id: string): Promise<RunDetail> {
  return found(await readRun(db, principal, id), 'workflow', id);
}

/** @throws {Refusal} `not-found` */
export function found<T>(thing: T | undefined, kind: string, id: string): T {
  if (thing === undefined) throw new Refusal('not-found', `There is no ${kind} "${id}".`);
  return thing;
}
