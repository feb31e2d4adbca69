/** Loads a list page by page. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import type { Page } from '../../shared/api/fields.ts';
import { rememberedPages, rememberPages } from '../frame/router.ts';
import { noted } from './as-new.ts';
import { describeOld, isTemporary, retryDelayMs } from './retries.ts';

export interface Pages<T> {
  items: readonly T[];
  /** Whether the list was read. Until then it has no items, and a total of 0. */
  isKnown: boolean;
  total: number;
  isEstimate: boolean;
  /** Id of the last event that the first page includes. */
  position: number;
  hasMore: boolean;
  loading: boolean;
  /** The message of the last request when it failed, otherwise null. */
  problem: string | null;
  /** Whether that request was for the list from its start, not for more of it. */
  isReload: boolean;
  /** Loads the next page. */
  more: () => void;
  /** Repeats the last request. */
  retry: () => void;
}

interface State<T> {
  /** The key of the list that the pages belong to. */
  key: string;
  pages: readonly Page<T>[];
  loading: boolean;
  problem: string | null;
  isReload: boolean;
  loadedAt: number;
}

/**
 * @param read - loads one page, starting at a cursor
 * @param key - identifies the list; when it changes, the list is loaded from its start
 * @param revision - when it changes, the list is loaded again, with as many pages as are shown
 */
export function usePages<T>(
  read: (cursor?: string) => Promise<Page<T>>,
  key: string,
  revision: unknown,
): Pages<T> {
  const [state, setState] = useState<State<T>>({
    key,
    pages: [],
    loading: true,
    problem: null,
    isReload: true,
    loadedAt: 0,
  });
  const failures = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Numbers the requests, so that the answer to an outdated one is ignored.
  const asked = useRef(0);
  const lastLoad = useRef({ before: [] as readonly Page<T>[], count: 1 });

  /** Loads pages after those that are given. */
  const load = async (before: readonly Page<T>[], count: number) => {
    asked.current += 1;
    const ask = asked.current;
    clearTimeout(timer.current);
    lastLoad.current = { before, count };
    const isReload = before.length === 0;
    setState((now) => ({ ...now, loading: true, problem: null, isReload }));
    try {
      const pages = [...before];
      for (let page: Page<T> | undefined; pages.length < before.length + count; pages.push(page)) {
        const last = pages.at(-1);
        if (last?.next_cursor === null) break;
        const cursor = last?.next_cursor;
        page = await noted(() => read(cursor));
        if (ask !== asked.current) return;
      }
      failures.current = 0;
      rememberPages(key, pages.length);
      setState({ key, pages, loading: false, problem: null, isReload, loadedAt: Date.now() });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { message } = error;
      if (ask !== asked.current) return;
      // The pages of another list would not match the filters that are shown.
      setState((now) => {
        const kept = now.key === key ? now.pages : [];
        const problem = kept.length > 0 ? `${message} ${describeOld(now.loadedAt)}` : message;
        return { key, pages: kept, loading: false, problem, isReload, loadedAt: now.loadedAt };
      });
      failures.current += 1;
      if (isTemporary(error))
        timer.current = setTimeout(() => void load(before, count), retryDelayMs(failures.current));
    }
  };
  // Before the frame is drawn, so that the request does not wait for it.
  useLayoutEffect(
    () =>
      void load([], state.key === key && state.pages.length > 0 ? state.pages.length : rememberedPages(key)),
    [key, revision],
  );

  useEffect(() => () => clearTimeout(timer.current), []);

  const { pages, loading, problem, isReload } = state;
  const [first] = pages;
  return {
    items: pages.flatMap(({ results }) => results),
    isKnown: first !== undefined,
    total: first?.total ?? 0,
    isEstimate: first?.total_is_estimate ?? false,
    position: first?.position ?? 0,
    hasMore: (pages.at(-1)?.next_cursor ?? null) !== null,
    loading,
    problem,
    isReload,
    more: () => void load(pages, 1),
    retry: () => void load(lastLoad.current.before, lastLoad.current.count),
  };
}
