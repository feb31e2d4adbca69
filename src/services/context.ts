import type { Principal } from '../access/principal.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { GitHubApp } from '../github/app.ts';
import type { Database } from '../store/database.ts';

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
  /** The request's `Idempotency-Key`, if it has one. */
  idempotencyKey?: string;
  now: () => Date;
}

/**
 * Works durably: on batch runs, and on what GitHub has told. The database says what is to be done, so starting an instance
 * twice or restarting it is harmless.
 */
export interface Runner {
  /** Creates the instance of a run or a delivery. */
  start: (id: string) => Promise<void>;
  /** Restarts the instance, or creates one when there is none. It does what is left. */
  resume: (id: string) => Promise<void>;
}
