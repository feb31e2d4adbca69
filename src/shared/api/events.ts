/** Queries and answers about the event log and the live connection. */
import * as v from 'valibot';
import type { LiveEvent } from '../events.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../limits.ts';
import { CONFLATE_PROGRESS } from '../protocol.ts';
import { ALL_TOPIC } from '../topics.ts';
import { integer, position } from './fields.ts';
import { strictObject } from '../objects.ts';

/** GET /api/events */
export const eventListQuerySchema = strictObject({
  after: v.optional(integer(0, Number.MAX_SAFE_INTEGER), '0'),
  topic: v.exactOptional(v.string()),
  limit: v.optional(integer(1, MAX_PAGE_SIZE), String(DEFAULT_PAGE_SIZE)),
});
const conflate = v.exactOptional(v.literal(CONFLATE_PROGRESS, `can be "${CONFLATE_PROGRESS}"`));
/** GET /ws/:topic, without `topics` and `ticket`. Other parameters are ignored. */
export const liveQuerySchema = v.object({
  after: v.exactOptional(position),
  /** The timestamp of the client's event at `after`. */
  at: v.exactOptional(v.pipe(v.string(), v.isoTimestamp('must be the timestamp of an event'))),
  conflate,
});
/** GET /api/events/stream */
export const eventStreamQuerySchema = strictObject({
  topic: v.optional(v.string(), ALL_TOPIC),
  /** Further topics, separated by commas. */
  topics: v.exactOptional(v.string()),
  after: v.exactOptional(position),
  conflate,
});

/** GET /api/…/:id/events: the history of one thing, oldest first. */
export const historyEventsQuerySchema = strictObject({
  after: v.optional(integer(0, Number.MAX_SAFE_INTEGER), '0'),
  limit: v.optional(integer(1, MAX_PAGE_SIZE), String(DEFAULT_PAGE_SIZE)),
});

/** GET /api/events: the log, oldest first. Ask again with `after` = `next_after` while `has_more`. */
export interface EventPage {
  results: LiveEvent[];
  next_after: number;
  has_more: boolean;
  position: number;
  /** The id from which on all events are kept. Who has read no further than before it has missed some. */
  oldest: number;
}
