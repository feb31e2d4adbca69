/** A live subscription as an async iterator. */
import type { LiveEvent } from '../shared/events.ts';
import type { StreamOptions } from './options.ts';
import { subscribe } from './subscribe.ts';

/** Options of {@link liveEvents}. */
export interface LiveEventsOptions extends Omit<StreamOptions, 'onEvents'> {
  /** Ends the iteration when aborted. */
  signal?: AbortSignal;
}

/** Events were missed and cannot be replayed. Load what you need again, and continue after `position`. */
export class MissedEventsError extends Error {
  override readonly name = 'MissedEventsError';
  /** The stream continues after this position. */
  readonly position: number;

  constructor(position: number) {
    super(`Events before ${position} were missed, and the service can not tell them any more.`);
    this.position = position;
  }
}

/** The service has ended the connection, and reconnecting is useless, e.g. because the credential is invalid. */
export class StreamEndedError extends Error {
  override readonly name = 'StreamEndedError';
}

/**
 * Iterates over every event, once and in order, through lost connections and restarts of the service. A slow loop slows
 * down its own stream: what waits is bounded, and nothing is lost.
 *
 * @throws {MissedEventsError} when events were missed, unless `onReset` is given
 * @throws {StreamEndedError} when the service says that reconnecting is useless
 * @example
 * ```ts
 * for await (const event of liveEvents({ baseUrl, topic: 'validation_updates', after: 0 })) {
 *   console.log(event.id, event.type);
 * }
 * ```
 */
export async function* liveEvents({
  signal,
  onReset,
  ...options
}: LiveEventsOptions): AsyncGenerator<LiveEvent, void> {
  /** What the loop has not taken yet, in order: events, and resets between them. */
  const waiting: (LiveEvent | { reset: number })[] = [];
  let taken: (() => void)[] = [];
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const abort = () => wake?.();
  signal?.addEventListener('abort', abort);
  const subscription = subscribe({
    ...options,
    onEvents: (events) =>
      new Promise<void>((resolve) => {
        waiting.push(...events);
        taken.push(resolve);
        wake?.();
      }),
    onReset: (position) => {
      waiting.push({ reset: position });
      wake?.();
    },
    onState: (state, info) => {
      options.onState?.(state, info);
      if (state === 'disconnected' && info.retryInMs === undefined)
        failure ??= new StreamEndedError(info.reason);
      wake?.();
    },
  });
  try {
    for (;;) {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if (signal?.aborted) return;
        if (!('reset' in next)) yield next;
        else if (onReset) onReset(next.reset);
        else throw new MissedEventsError(next.reset);
      }
      for (const release of taken) release();
      taken = [];
      if (signal?.aborted) return;
      if (failure) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    subscription.close();
    for (const release of taken) release();
  }
}
