/**
 * Galley's typed client: the REST API and the live subscription. Runs in browsers, in Node and in Workers.
 *
 * @packageDocumentation
 */
export { createApi, ApiError, type Api, type ApiOptions } from './rest.ts';
export { subscribe, type ConnectionState, type Subscription, type SubscribeOptions } from './subscription.ts';
