/**
 * Galley's typed client: the REST API and the live subscription. It runs in browsers, in Node and in Workers.
 *
 * @example
 * ```ts
 * import { createApi, subscribe } from 'galley-review/client';
 *
 * const baseUrl = 'http://127.0.0.1:8586';
 * const api = createApi({ baseUrl });
 * subscribe({
 *   baseUrl,
 *   topic: 'validation_updates',
 *   snapshot: () => api.stats(),
 *   onSnapshot: (stats) => console.log(stats.validations.total),
 *   onEvents: (events) => console.log(events),
 * });
 * ```
 * @packageDocumentation
 */
export type { EventType, LiveEvent } from '../shared/events.ts';
export { liveEvents, MissedEventsError, StreamEndedError, type LiveEventsOptions } from './live-events.ts';
export { ApiError } from './api-error.ts';
export { bookmarkedFetch } from './bookmarked-fetch.ts';
export type { BulkAnswer, GalleyApi } from './galley-api.ts';
export { newIdempotencyKey, type ApiOptions, type CallOptions, type WriteConditions } from './requests.ts';
export { createApi } from './rest.ts';
export type {
  ConnectionState,
  SnapshotOptions,
  Socket,
  SocketClass,
  StreamOptions,
  Subscription,
} from './options.ts';
export { subscribe } from './subscribe.ts';
