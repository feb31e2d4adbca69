import type { Stats } from '../shared/api/monitoring.ts';
import { readStats } from '../store/stats.ts';
import type { ServiceContext } from './context.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Counts what the principal may see: in all, and in the last 24 hours. */
export async function getStats({ db, principal, now }: ServiceContext): Promise<Stats> {
  return readStats(db, principal, new Date(now().getTime() - DAY_MS).toISOString());
}
