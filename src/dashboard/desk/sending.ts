/** Sends decisions behind the page, one after the other. */
import { effect, signal } from '@preact/signals';
import { ApiError } from '../../client/index.ts';

/** How long to wait before a request without an answer is sent again, in ms; then it has failed. */
const WAITS_MS = [500, 2_000, 6_000];

/** The number of decisions that the service has not answered. */
export const unsent = signal(0);
let last: Promise<void> = Promise.resolve();

/** Sends something when all before it is answered. Its own failures are its own to handle. */
export function sendBehind(send: () => Promise<void>): void {
  unsent.value += 1;
  const run = async (before: Promise<void>) => {
    await before;
    try {
      await send();
    } finally {
      unsent.value -= 1;
    }
  };
  last = run(last);
}

/**
 * Repeats a request that got no answer, or was put off. It has to be one that is safe to repeat.
 *
 * @throws {ApiError} when it is refused, or got no answer however often
 */
export async function persistently<T>(request: () => Promise<T>): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof ApiError) || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.max(waitMs, error.retryAfterMs ?? 0)));
    }
  }
  return request();
}

const isPassing = ({ status }: ApiError) => status === 0 || status === 429 || status === 503;

const warn = (event: BeforeUnloadEvent) => event.preventDefault();
// A page that is left now would take what is not sent with it.
effect(() => {
  if (unsent.value > 0) addEventListener('beforeunload', warn);
  else removeEventListener('beforeunload', warn);
});
