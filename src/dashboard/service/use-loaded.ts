import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import { noted } from './as-new.ts';
import { describeOld, isTemporary, retryDelayMs } from './retries.ts';

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

type State<T> = Omit<Loaded<T>, 'retry'> & { subject: string; loadedAt: number };

/**
 * Loads something from the service, and loads it again when an input changes. A load that failed is repeated after a while.
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
  const [loaded, setLoaded] = useState<State<T>>({ value: null, problem: null, subject, loadedAt: 0 });
  const [attempt, setAttempt] = useState(0);
  const failures = useRef(0);
  // Before the frame is drawn, so that the request does not wait for it.
  useLayoutEffect(() => {
    if (!load) return undefined;
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async () => {
      try {
        const value = await noted(load);
        failures.current = 0;
        if (wanted) setLoaded({ value, problem: null, subject, loadedAt: Date.now() });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const { message, status } = error;
        if (!wanted) return;
        setLoaded((before) => {
          const value = before.subject === subject ? before.value : null;
          const problem = value === null ? message : `${message} ${describeOld(before.loadedAt)}`;
          return { value, problem, status, subject, loadedAt: before.loadedAt };
        });
        failures.current += 1;
        if (isTemporary(error)) timer = setTimeout(() => void run(), retryDelayMs(failures.current));
      }
    };
    void run();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [...inputs, subject, attempt]);
  const { loadedAt: _age, ...rest } = loaded;
  return { ...rest, retry: () => setAttempt((before) => before + 1) };
}
