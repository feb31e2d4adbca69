import type { Principal } from '../access/principal.ts';
import type { LiveEvent } from '../shared/events.ts';
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
  /** The request's `Idempotency-Key`, if it has one. */
  idempotencyKey?: string;
  now: () => Date;
}

/**
 * Runs batches durably. The database says what is to be done, so starting an instance twice or restarting it is harmless.
 */
export interface Runner {
  /** Creates the instance of a run that starts. */
  start: (runId: string) => Promise<void>;
  /** Restarts the instance, or creates one when there is none. It works on the documents that are left. */
  resume: (runId: string) => Promise<void>;
}
