/**
 * Galley's typed client: the REST API and the live subscription. Runs in browsers, in Node and in Workers.
 *
 * @packageDocumentation
 */
export type { EventType, LiveEvent } from '../shared/events.ts';
export { liveEvents, MissedEventsError, StreamEndedError, type LiveEventsOptions } from './live-events.ts';
export { createApi, ApiError, type GalleyApi, type ApiOptions } from './rest.ts';
export type {
  ConnectionState,
  SnapshotOptions,
  Socket,
  SocketClass,
  StreamOptions,
  Subscription,
} from './options.ts';
export { subscribe } from './subscription.ts';
