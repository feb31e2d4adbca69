import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import { api } from '../service/api.ts';
import type { ActivityFilter } from './activity-filter.ts';
import { lookBack } from './look-back.ts';

export interface Activity {
  /** Newest first. */
  events: readonly LiveEvent[];
  /** Where the log was read. */
  position: number;
  /** The events after this position were looked through. 0: all of the log, or all that the filter asks for. */
  lookedAfter: number;
  loading: boolean;
  problem: string | null;
  more: () => void;
  retry: () => void;
}

type State = Omit<Activity, 'more' | 'retry'> & { key: string };

/**
 * The newest events that pass a filter. What is found, and how far the log was looked through, is told as it goes.
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
      const found = [...(before?.events ?? [])];
      const windows = lookBack(
        (after) => api.events({ after, limit: MAX_PAGE_SIZE }),
        before?.lookedAfter ?? position,
        filter,
      );
      for await (const { events, lookedAfter, isLast } of windows) {
        if (ask !== asked.current) return;
        found.push(...events);
        setState({ key, events: [...found], position, lookedAfter, loading: !isLast, problem: null });
      }
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
