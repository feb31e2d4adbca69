/** Reads the event log: by topic, and the history of one thing. */
import { mayListen } from '../../access/principal.ts';
import type { EventPage } from '../../shared/api/events.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { ALL_TOPIC, parseTopic, type TopicFilter } from '../../shared/topics.ts';
import { ask } from '../../store/ask.ts';
import { readLog, toLiveEvents } from '../../store/events.ts';
import { askPacked } from '../../store/packed-findings.ts';
import { askDecidableReviews } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { getRecommendation } from '../decisions/recommendations.ts';
import { found, Refusal } from '../errors.ts';
import { findRun } from '../runs/find-run.ts';

/**
 * Reads a page of the log, oldest first.
 *
 * @param options - `after`: only events with a higher id; `limit`: the most events
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
  return readPage({ db, principal }, filter, { after, limit });
}

/**
 * Reads the history of one validation, recommendation or run, oldest first. The history of a run leaves out its progress
 * and the events of its validations; the run's topic has them.
 *
 * @throws {Refusal} `not-found`
 */
export async function getHistory(
  context: ServiceContext,
  of: { validation_id: string } | { recommendation_id: string } | { workflow_id: string },
  page: { after: number; limit: number },
): Promise<EventPage> {
  if ('validation_id' in of) {
    const { db, principal } = context;
    const { validation_id } = of;
    const [read, [known, packed]] = await Promise.all([
      readPage(context, { topic: '', key: 'validation_id', value: validation_id }, page),
      ask(db, askDecidableReviews(db, principal, [validation_id]), askPacked(db, validation_id)),
    ]);
    found(known.get(validation_id), 'validation', validation_id);
    return withEvents(read, toLiveEvents(packed.events), page);
  }
  if ('recommendation_id' in of) {
    const topic = { topic: '', key: 'recommendation_id', value: of.recommendation_id } as const;
    const [read] = await Promise.all([
      readPage(context, topic, page),
      getRecommendation(context, of.recommendation_id),
    ]);
    return read;
  }
  const ofRun = { topic: '', key: 'workflow_id', value: of.workflow_id } as const;
  const [read] = await Promise.all([
    readPage(context, ofRun, { ...page, ofRuns: true }),
    findRun(context, of.workflow_id),
  ]);
  return read;
}

/** Puts events that are no longer in the log where they were. */
function withEvents(
  page: EventPage,
  events: readonly LiveEvent[],
  { after, limit }: { after: number; limit: number },
): EventPage {
  // The log has more behind its page: events that come after that are not in this page either.
  const last = page.has_more ? page.next_after : Infinity;
  const added = events.filter(({ id }) => id > after && id <= last);
  if (added.length === 0) return page;
  const all = [...page.results, ...added].toSorted((a, b) => a.id - b.id);
  const results = all.slice(0, limit);
  const hasMore = page.has_more || all.length > limit;
  return {
    ...page,
    results,
    next_after: hasMore ? (results.at(-1)?.id ?? after) : page.next_after,
    has_more: hasMore,
  };
}

async function readPage(
  { db, principal }: Pick<ServiceContext, 'db' | 'principal'>,
  filter: TopicFilter,
  { limit, ...more }: { after: number; limit: number; ofRuns?: boolean },
): Promise<EventPage> {
  const page = await readLog(db, { ...more, limit: limit + 1, audience: { principal, topics: [filter] } });
  const results = page.events.slice(0, limit);
  const hasMore = page.events.length > limit;
  return {
    results,
    // Also for a reader whose position is beyond the head, which happens after the database was restored.
    next_after: hasMore ? (results.at(-1)?.id ?? more.after) : page.head,
    has_more: hasMore,
    position: page.head,
    oldest: page.oldest,
  };
}
