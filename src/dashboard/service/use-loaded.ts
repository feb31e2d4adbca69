import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';

export interface Loaded<T> {
  /** null until the first load succeeds. A loaded value is kept while the next one is loading, and when that fails. */
  value: T | null;
  /** The message of the last load when it failed, otherwise null. */
  problem: string | null;
  /** The HTTP status of that failure; 0 when there was no answer. */
  status?: number;
  /** Loads it once more. */
  retry: () => void;
}

type State<T> = Omit<Loaded<T>, 'retry'> & { subject: string };

/**
 * Loads something from the service, and loads it again when an input changes.
 *
 * @param load - null when there is nothing to load
 * @param inputs - what the request depends on, and what makes it due again
 * @param subject - identifies what is loaded; when it changes and the load fails, the value of the earlier subject is dropped
 */
export function useLoaded<T>(
  load: (() => Promise<T>) | null,
  inputs: readonly unknown[],
  subject = '',
): Loaded<T> {
  const [loaded, setLoaded] = useState<State<T>>({ value: null, problem: null, subject });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!load) return undefined;
    let wanted = true;
    const run = async () => {
      try {
        const value = await load();
        if (wanted) setLoaded({ value, problem: null, subject });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const { message: problem, status } = error;
        if (!wanted) return;
        setLoaded((before) => ({
          value: before.subject === subject ? before.value : null,
          problem,
          status,
          subject,
        }));
      }
    };
    void run();
    return () => {
      wanted = false;
    };
  }, [...inputs, subject, attempt]);
  return { ...loaded, retry: () => setAttempt((before) => before + 1) };
}
