import { logError } from '../log.ts';
import { countOne } from '../store/counters.ts';
import type { Database } from '../store/database.ts';

/**
 * Work for which nobody waits. Never rejects: what fails is logged, and counted where the monitoring page shows it.
 *
 * @param what - in words, what failed if it does
 */
export async function attempt(db: Database, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logError('workflows', what, error);
    await countOne(db, 'run_failures', new Date().toISOString());
  }
}
