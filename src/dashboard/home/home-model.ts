/**
 * The data of the home page: a snapshot, and events applied to it. Pure functions, except for the loading.
 *
 * A snapshot consists of several answers, each with its own position. The event stream starts at the lowest position.
 * Each part ignores the events that it already includes, so nothing is counted twice or missed.
 */
import type { GalleyApi } from '../../client/index.ts';
import type { EventPage } from '../../shared/api/events.ts';
import type { Page } from '../../shared/api/fields.ts';
import type { Stats } from '../../shared/api/monitoring.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { type Document, type Run, UNTITLED_PATH } from '../../shared/things.ts';
import { updateActiveRuns, type RunFigures } from '../runs/run-news.ts';

/** Maximum number of entries in the feed, and in each list. Each is laid out again by a new one: Activity has them all. */
export const MAX_FEED_ENTRIES = 40;
export const MAX_LIST_ENTRIES = 12;
/** Number of past events that the feed starts with, and most that are read, with those that come meanwhile. */
const FEED_HISTORY = 40;
const MAX_READ_EVENTS = 100;

export interface Counters {
  /** Documents of the main lines as they are now: all, and by outcome. */
  documents: number;
  pass: number;
  warning: number;
  fail: number;
  /** Recommendations that wait for a decision. */
  pending: number;
  /** Every version of every document. */
  validations: number;
}

/** A document as it is now, with the id of its newest validation. */
export type RecentDocument = Pick<
  Document,
  'family' | 'file_path' | 'outcome' | 'counts' | 'validated_at'
> & {
  id: string;
};
export interface Home {
  position: number;
  counters: Counters;
  /** Newest first. */
  feed: LiveEvent[];
  documents: RecentDocument[];
  /** Batch runs that are running or paused, newest first. */
  runs: RunFigures[];
  /** Position of each part: it includes the events up to there. */
  known: { counters: number; feed: number; documents: number; runs: number };
}

/** Loads the snapshot that the home page starts from. */
export async function loadHome(api: GalleyApi): Promise<Home> {
  const stats = await api.stats();
  const [documents, running, paused, log] = await Promise.all([
    api.documents({ sort: '-validated_at', limit: MAX_LIST_ENTRIES }),
    api.runs({ state: 'running', limit: MAX_LIST_ENTRIES }),
    api.runs({ state: 'paused', limit: MAX_LIST_ENTRIES }),
    api.events({ after: Math.max(0, stats.position - FEED_HISTORY), limit: MAX_READ_EVENTS }),
  ]);
  return makeHome(stats, documents, [running, paused], log);
}

export function makeHome(
  stats: Stats,
  documents: Page<Document>,
  runs: readonly Page<Run>[],
  log: EventPage,
): Home {
  const known = {
    counters: stats.position,
    documents: documents.position,
    // A run that was paused between the two requests is in both or in neither. The events after this position fix that.
    runs: Math.min(...runs.map(({ position }) => position)),
    // When the log has more events than one page, this is the last one of the page, not the head.
    feed: log.next_after,
  };
  const { by_outcome: outcomes } = stats.documents;
  return {
    position: Math.min(...Object.values(known)),
    counters: {
      documents: stats.documents.total,
      pass: outcomes.pass,
      warning: outcomes.warning,
      fail: outcomes.fail,
      pending: stats.recommendations.by_status.proposed,
      validations: stats.validations.total,
    },
    feed: log.results.reduce(addToFeed, []),
    documents: documents.results.map(toRecent),
    runs: uniqueById(runs.flatMap(({ results }) => results)),
    known,
  };
}

/** Applies events. They must be in ascending order, and later than `home.position`. */
export function applyEvents(home: Home, events: readonly LiveEvent[]): Home {
  return events.reduce(applyEvent, home);
}

function applyEvent(home: Home, event: LiveEvent): Home {
  const { known } = home;
  return {
    ...home,
    position: event.id,
    counters: event.id > known.counters ? count(home.counters, event) : home.counters,
    feed: event.id > known.feed ? addToFeed(home.feed, event) : home.feed,
    documents: event.id > known.documents ? addDocument(home.documents, event) : home.documents,
    runs: event.id > known.runs ? updateActiveRuns(home.runs, event, MAX_LIST_ENTRIES) : home.runs,
  };
}

/** Adds an event. Progress of a run replaces its earlier progress. */
function addToFeed(feed: readonly LiveEvent[], event: LiveEvent): LiveEvent[] {
  const isOlder = (one: LiveEvent) =>
    event.type === 'workflow_progress' && one.type === event.type && one.workflow_id === event.workflow_id;
  return [event, ...feed.filter((one) => !isOlder(one))].slice(0, MAX_FEED_ENTRIES);
}

function uniqueById<T extends { id: string }>(things: readonly T[]): T[] {
  return [...new Map(things.map((one) => [one.id, one])).values()];
}

function count(counters: Counters, event: LiveEvent): Counters {
  const next = { ...counters, pending: counters.pending + pendingChange(event) };
  if (event.type === 'validation_created') next.validations += 1;
  if (!isOfMainLine(event)) return next;
  if (event.before) {
    next.documents -= 1;
    if (event.before.outcome !== null) next[event.before.outcome] -= 1;
  }
  if (event.type === 'validation_created') {
    next.documents += 1;
    if (event.outcome !== null) next[event.outcome] += 1;
  }
  return next;
}

/** Whether an event changes what is shown of documents. A text without a path is none. */
function isOfMainLine(
  event: LiveEvent,
): event is Extract<LiveEvent, { type: 'validation_created' | 'document_removed' }> {
  return (
    (event.type === 'validation_created' || event.type === 'document_removed') &&
    event.ref === undefined &&
    event.file_path !== UNTITLED_PATH
  );
}

/** By how much an event changes the number of proposed recommendations. */
function pendingChange(event: LiveEvent): number {
  if (event.type === 'recommendation_created') return Number(event.status === 'proposed');
  if (event.type === 'validation_created' || event.type === 'document_removed')
    return -(event.superseded ?? 0);
  if (!('after' in event) || !('status' in event.after) || !('status' in event.before)) return 0;
  return Number(event.after.status === 'proposed') - Number(event.before.status === 'proposed');
}

function toRecent({
  validation_id: id,
  family,
  file_path,
  outcome,
  counts,
  validated_at,
}: Document): RecentDocument {
  return { id, family, file_path, outcome, counts, validated_at };
}

/** A newer version takes the place of the older one, at the top. */
function addDocument(list: readonly RecentDocument[], event: LiveEvent): RecentDocument[] {
  if (!isOfMainLine(event)) return [...list];
  const { validation_id: id = '', family = '', file_path, timestamp: validated_at } = event;
  const others = list.filter((one) => one.family !== family || one.file_path !== file_path);
  if (event.type === 'document_removed') return others;
  const { outcome, counts } = event;
  return [{ id, family, file_path, outcome, counts, validated_at }, ...others].slice(0, MAX_LIST_ENTRIES);
}
