import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';

export interface Loaded<T> {
  /** null until it is there. What was there stays while something newer is on its way. */
  value: T | null;
  /** Why there is nothing newer, and the HTTP status of that; 0 when there was no answer. */
  problem: string | null;
  status?: number;
}

/**
 * What the service has, for these inputs: loaded anew when they change.
 *
 * @param load - null for nothing to load
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
