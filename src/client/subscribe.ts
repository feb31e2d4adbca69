/** Starts live subscriptions. */
import type { SnapshotOptions, StreamOptions, Subscription } from './options.ts';
import { LiveSubscription } from './subscription.ts';

/**
 * Subscribes to topics. Later failures are reported to `onState` and `onProblem`, and recovered from.
 *
 * @param options - with `snapshot`: a snapshot and every event after it; without: events alone
 * @returns the running subscription; call `close()` to end it
 * @throws TypeError when `baseUrl` is not a URL
 * @example
 * ```ts
 * const api = createApi({ baseUrl });
 * const subscription = subscribe({
 *   baseUrl,
 *   topic: 'validation_updates',
 *   snapshot: () => api.stats(),
 *   onSnapshot: (stats) => show(stats),
 *   onEvents: (events) => apply(events),
 * });
 * ```
 */
export function subscribe<S extends { position: number }>(
  options: SnapshotOptions<S> | StreamOptions,
): Subscription {
  return new LiveSubscription(options);
}
