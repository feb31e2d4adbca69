/**
 * Galley's typed client: the REST API and the live subscription. Runs in browsers, in Node and in Workers.
 *
 * @packageDocumentation
 */
export type { EventType, LiveEvent } from '../shared/events.ts';
export { liveEvents, MissedEventsError, StreamEndedError, type LiveEventsOptions } from './live-events.ts';
export { ApiError } from './api-error.ts';
export type { GalleyApi } from './galley-api.ts';
export type { ApiOptions } from './requests.ts';
export { createApi } from './rest.ts';
export type {
  ConnectionState,
  SnapshotOptions,
  Socket,
  SocketClass,
  StreamOptions,
  Subscription,
} from './options.ts';
export { subscribe } from './subscription.ts';
