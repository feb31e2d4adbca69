/** Reads: what the principal may see, and where it stands in the log. */
import { mayListen } from '../access/principal.ts';
import type {
  EventPage,
  Page,
  RecommendationListQuery,
  Stats,
  ValidationDetail,
  ValidationListQuery,
} from '../shared/api.ts';
import type { RecommendationListItem, Validation } from '../shared/things.ts';
import { ALL_TOPIC, parseTopic } from '../shared/topics.ts';
import { readContent } from '../store/documents.ts';
import { readLog } from '../store/events.ts';
import { listRecommendations, readRecommendation } from '../store/recommendations.ts';
import { readStats } from '../store/stats.ts';
import { listValidations, readValidation } from '../store/validations.ts';
import type { ServiceContext } from './context.ts';
import { Refusal } from './errors.ts';

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
  const page = await readLog(db, { after, limit: limit + 1, audience: { principal, topics: [filter] } });
  const results = page.events.slice(0, limit);
  const hasMore = page.events.length > limit;
  return {
    results,
    // The head also for a reader that is beyond it: the log was restored to an earlier time.
    next_after: hasMore ? (results.at(-1)?.id ?? after) : page.head,
    has_more: hasMore,
    position: page.head,
  };
}

function ofThisList<T>(page: Page<T> | undefined): Page<T> {
  if (page) return page;
  const error = { path: 'cursor', message: 'must be a next_cursor of this list' };
  throw new Refusal('invalid', `cursor: ${error.message}.`, [error]);
}

function found<T>(thing: T | undefined, kind: string, id: string): T {
  if (thing === undefined) throw new Refusal('not-found', `There is no ${kind} "${id}".`);
  return thing;
}
