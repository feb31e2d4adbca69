/** Loads a list page by page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import type { Page } from '../../shared/api/fields.ts';

export interface Pages<T> {
  items: readonly T[];
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
  });
  // Numbers the requests, so that the answer to an outdated one is ignored.
  const asked = useRef(0);
  const lastLoad = useRef({ before: [] as readonly Page<T>[], count: 1 });

  /** Loads pages after those that are given. */
  const load = async (before: readonly Page<T>[], count: number) => {
    asked.current += 1;
    const ask = asked.current;
    lastLoad.current = { before, count };
    const isReload = before.length === 0;
    setState((now) => ({ ...now, loading: true, problem: null, isReload }));
    try {
      const pages = [...before];
      for (let page: Page<T> | undefined; pages.length < before.length + count; pages.push(page)) {
        const last = pages.at(-1);
        if (last?.next_cursor === null) break;
        page = await read(last?.next_cursor);
        if (ask !== asked.current) return;
      }
      setState({ key, pages, loading: false, problem: null, isReload });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { message: problem } = error;
      if (ask !== asked.current) return;
      // The pages of another list would not match the filters that are shown.
      setState((now) => ({
        key,
        pages: now.key === key ? now.pages : [],
        loading: false,
        problem,
        isReload,
      }));
    }
  };
  useEffect(() => void load([], state.key === key ? Math.max(1, state.pages.length) : 1), [key, revision]);

  const { pages, loading, problem, isReload } = state;
  const [first] = pages;
  return {
    items: pages.flatMap(({ results }) => results),
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
