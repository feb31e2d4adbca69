import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';

export interface Loaded<T> {
  /** null until the first load succeeds. A loaded value is kept while the next one is loading, and when that fails. */
  value: T | null;
  /** The message of the last load when it failed, otherwise null. */
  problem: string | null;
  /** The HTTP status of that failure; 0 when there was no answer. */
  status?: number;
}

/**
 * Loads something from the service, and loads it again when an input changes.
 *
 * @param load - null when there is nothing to load
 */
export function useLoaded<T>(load: (() => Promise<T>) | null, inputs: readonly unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ value: null, problem: null });
  useEffect(() => {
    if (!load) return undefined;
    let wanted = true;
    const run = async () => {
      try {
        const value = await load();
        if (wanted) setLoaded({ value, problem: null });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const { message, status } = error;
        if (wanted) setLoaded(({ value }) => ({ value, problem: message, status }));
      }
    };
    void run();
    return () => {
      wanted = false;
    };
  }, inputs);
  return loaded;
}
