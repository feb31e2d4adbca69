import type { Principal } from '../access/principal.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { Database } from '../store/database.ts';

/** What every use case is given: who asks, where things are kept, and how events are made known. */
export interface ServiceContext {
  db: Database;
  principal: Principal;
  /** Makes committed events known. Returns at once and never fails: what it cannot deliver is delivered from the log. */
  publish: (events: readonly LiveEvent[]) => void;
  /** Asks the runner for something after the answer. Never fails: what does is logged, counted, and done by the next who looks. */
  later: (ask: () => Promise<unknown>) => void;
  runner: Runner;
  now: () => Date;
}

/**
 * What runs batches durably: instances under the ids of their workflows. The database says what is to be done; an instance
 * only has to get on with it, so one that starts anew, or is started twice, does no harm.
 */
export interface Runner {
  /** Makes an instance for a run that starts. */
  begin: (workflowId: string) => Promise<void>;
  /** Makes the instance work on what is left: one that is there starts anew, whatever it is at; else there is one again. */
  goOn: (workflowId: string) => Promise<void>;
}
