import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import { api } from '../service/api.ts';
import { type ActivityFilter, passes } from './activity-filter.ts';

/** How many events are enough for one turn, and how far one turn looks for them. */
const ENOUGH = 60;
const MAX_WINDOWS = 10;

export interface Activity {
  /** Newest first. */
  events: readonly LiveEvent[];
  /** Where the log was read. */
  position: number;
  /** The events after this position were looked through. 0: all of the log. */
  lookedAfter: number;
  loading: boolean;
  problem: string | null;
  more: () => void;
  retry: () => void;
}

type State = Omit<Activity, 'more' | 'retry'> & { key: string };

/**
 * Reads the log backwards: the service answers it oldest first, and its positions are without gaps, so a window of positions
 * is one request.
 *
 * @param revision - when it changes, the log is read again from its end
 */
export function useActivity(filter: ActivityFilter, revision: unknown): Activity {
  const key = JSON.stringify(filter);
  const [state, setState] = useState<State>({
    key,
    events: [],
    position: 0,
    lookedAfter: 0,
    loading: true,
    problem: null,
  });
  const asked = useRef(0);
  const load = async (before: State | null) => {
    asked.current += 1;
    const ask = asked.current;
    setState((now) => ({ ...now, loading: true, problem: null }));
    try {
      const position = before?.position ?? (await api.events({ limit: 1 })).position;
      let upTo = before?.lookedAfter ?? position;
      const events = [...(before?.events ?? [])];
      const enough = events.length + ENOUGH;
      for (let turn = 0; turn < MAX_WINDOWS && upTo > 0 && events.length < enough; turn += 1) {
        const after = Math.max(0, upTo - MAX_PAGE_SIZE);
        const { results } = await api.events({ after, limit: MAX_PAGE_SIZE });
        if (ask !== asked.current) return;
        const inWindow = results.filter(({ id }) => id <= upTo);
        events.push(...inWindow.filter((event) => passes(event, filter)).toReversed());
        upTo = after;
        // Everything further back is older still.
        const [oldest] = inWindow;
        if (filter.since !== undefined && oldest && oldest.timestamp < filter.since) upTo = 0;
      }
      setState({ key, events, position, lookedAfter: upTo, loading: false, problem: null });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (ask !== asked.current) return;
      const { message: problem } = error;
      // What another filter has found would be wrong here.
      setState((now) => ({
        ...now,
        key,
        events: now.key === key ? now.events : [],
        loading: false,
        problem,
      }));
    }
  };
  useEffect(() => void load(null), [key, revision]);
  return {
    ...state,
    more: () => void load(state),
    retry: () => void load(state.events.length > 0 && state.key === key ? state : null),
  };
}
