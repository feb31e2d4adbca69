import type { Principal } from '../access/principal.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { Database } from '../store/database.ts';

/** What every use case is given: who asks, where things are kept, and how events are made known. */
export interface ServiceContext {
  db: Database;
  principal: Principal;
  /** Makes committed events known. Returns at once and never fails: what it cannot deliver is delivered from the log. */
  publish: (events: readonly LiveEvent[]) => void;
  now: () => Date;
}
