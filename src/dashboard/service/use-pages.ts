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
  problem: string | null;
  more: () => void;
}

/**
 * @param read - loads one page, starting at a cursor
 * @param key - identifies the list; when it changes, the list is loaded from its start
 */
export function usePages<T>(read: (cursor?: string) => Promise<Page<T>>, key: string): Pages<T> {
  const [pages, setPages] = useState<readonly Page<T>[]>([]);
  const [state, setState] = useState<{ loading: boolean; problem: string | null }>({
    loading: true,
    problem: null,
  });
  // Numbers the requests, so that the answer to an outdated one is ignored.
  const asked = useRef(0);
  const load = async (before: readonly Page<T>[]) => {
    asked.current += 1;
    const ask = asked.current;
    setState({ loading: true, problem: null });
    try {
      const page = await read(before.at(-1)?.next_cursor ?? undefined);
      if (ask !== asked.current) return;
      setPages([...before, page]);
      setState({ loading: false, problem: null });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (ask === asked.current) setState({ loading: false, problem: error.message });
    }
  };
  useEffect(() => void load([]), [key]);
  const [first] = pages;
  return {
    items: pages.flatMap(({ results }) => results),
    total: first?.total ?? 0,
    isEstimate: first?.total_is_estimate ?? false,
    position: first?.position ?? 0,
    hasMore: (pages.at(-1)?.next_cursor ?? null) !== null,
    ...state,
    more: () => void load(pages),
  };
}
