/** Reads the event log: by topic, and the history of one thing. */
import { mayListen } from '../../access/principal.ts';
import type { EventPage } from '../../shared/api/events.ts';
import { ALL_TOPIC, parseTopic, type TopicFilter } from '../../shared/topics.ts';
import { ask } from '../../store/ask.ts';
import { readLog } from '../../store/events.ts';
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
    const [read, [known]] = await Promise.all([
      readPage(context, { topic: '', key: 'validation_id', value: of.validation_id }, page),
      ask(db, askDecidableReviews(db, principal, [of.validation_id])),
    ]);
    found(known.get(of.validation_id), 'validation', of.validation_id);
    return read;
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
