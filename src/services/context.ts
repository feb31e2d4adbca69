import type { Principal } from '../access/principal.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { ServedFamilies } from '../shared/served-families.ts';
import type { GitHubApp } from '../github/app.ts';
import type { FollowedWebhook } from '../live/webhook-wakes.ts';
import type { Database } from '../store/database.ts';

/** Who the log names for what Galley does by itself. */
export const OWN_ACTOR = 'galley';

/** What every use case is given. src/compose.ts makes it. */
export interface ServiceContext {
  db: Database;
  /** Who asks. */
  principal: Principal;
  /** Delivers committed events. Returns at once and never throws: what is not delivered now is delivered from the log. */
  publish: (events: readonly LiveEvent[]) => void;
  /** Runs work after the response. Never throws: a failure is logged and counted, and the run watch makes up for it. */
  later: (work: () => Promise<unknown>) => void;
  runner: Runner;
  /** The GitHub App, and what works off what GitHub tells it; absent when this deployment has none. */
  github?: GitHubApp & { couriers: Runner };
  /** What sends events to other services; absent where nothing is to be sent. */
  webhooks?: WebhookSenders;
  /** Where figures are written too; absent when this deployment has none. */
  analytics?: AnalyticsEngineDataset;
  /** The request's `Idempotency-Key`, if it has one. */
  idempotencyKey?: string;
  /** Which families this service serves; absent when it is all of them. */
  served?: ServedFamilies;
  now: () => Date;
}

/** What deciding needs of it. */
export type DecidingContext = Pick<ServiceContext, 'db' | 'principal' | 'publish' | 'now' | 'served'>;

/**
 * Works durably: on batch runs, and on what GitHub has told. The database says what is to be done, so starting an instance
 * twice or restarting it is harmless.
 */
export interface Runner {
  /** Creates the instance of a run or a delivery. */
  start: (id: string) => Promise<void>;
  /** Restarts the instance, or creates one when there is none. It does what is left. */
  resume: (id: string) => Promise<void>;
  /** Has those without an instance found and resumed, from now on: what is to start one may be lost with the process. */
  watch: () => Promise<void>;
}

/** The senders of webhooks, one for each. The database says what is to be sent, so waking one too often is harmless. */
export interface WebhookSenders {
  /** Makes the sender of a webhook that is about to be stored. @returns the key of its signatures, which it alone keeps */
  begin: (id: string) => Promise<string>;
  /** Has a sender look for something to send. */
  wake: (id: string) => Promise<void>;
  /** Ends a sender and forgets its key. */
  end: (id: string) => Promise<void>;
  /** Tells the hub which senders to wake, and by which events. */
  follow: (webhooks: readonly FollowedWebhook[]) => Promise<void>;
}
