/**
 * Reads the log backwards. The service answers it oldest first, and its positions are without gaps, so a window of positions is
 * one request.
 */
import type { EventPage } from '../../shared/api/events.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import { type ActivityFilter, passes } from './activity-filter.ts';

/** How many events are enough for one turn. */
const ENOUGH = 60;
/** How many windows one turn looks through for them, and how many as long as it has found none. */
export const MAX_WINDOWS = 10;
export const MAX_EMPTY_WINDOWS = 50;

export interface Window {
  /** Those that pass the filter, newest first. */
  events: readonly LiveEvent[];
  /** Where the window begins; 0 where nothing further back is wanted. */
  lookedAfter: number;
  /** Whether the turn ends with it. */
  isLast: boolean;
}

/**
 * Looks for events that pass a filter, window by window, until there are enough, or the turn has looked far enough.
 *
 * @param read - reads the events after a position
 * @param upTo - the last event to look at
 */
export async function* lookBack(
  read: (after: number) => Promise<Pick<EventPage, 'results'>>,
  upTo: number,
  filter: ActivityFilter,
): AsyncGenerator<Window, void> {
  let found = 0;
  let end = upTo;
  for (let turn = 1; ; turn += 1) {
    const after = Math.max(0, end - MAX_PAGE_SIZE);
    const { results } = end > 0 ? await read(after) : { results: [] };
    const inWindow = results.filter(({ id }) => id <= end);
    const events = inWindow.filter((event) => passes(event, filter)).toReversed();
    found += events.length;
    const [oldest] = inWindow;
    // Everything further back is older still.
    const isTooOld = filter.since !== undefined && oldest !== undefined && oldest.timestamp < filter.since;
    end = isTooOld ? 0 : after;
    const isLast = end === 0 || found >= ENOUGH || turn >= (found > 0 ? MAX_WINDOWS : MAX_EMPTY_WINDOWS);
    yield { events, lookedAfter: end, isLast };
    if (isLast) return;
  }
}
