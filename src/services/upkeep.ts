/** What has to be done now and then, whoever asks: with the clock of the platform, and with the hub's alarm. */
import { openDatabase, type Database } from '../store/database.ts';
import { forgetEvents } from '../store/events.ts';
import { deleteEnded } from '../store/tokens.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Events that are forgotten in one transaction, and transactions of one upkeep: the rest is for the next. */
const FORGOTTEN_AT_ONCE = 1_000;
const ROUNDS = 20;

/** Forgets what has had its time: old events, sessions and tickets that have ended. It does little when there is little to do. */
export async function upkeep(env: Pick<Env, 'DB' | keyof RetentionVariables>, now: Date): Promise<void> {
  const db = openDatabase(env.DB);
  await deleteEnded(db, now.toISOString());
  await retainEvents(db, readRetention(env), now);
}

export interface RetentionVariables {
  EVENT_RETENTION_DAYS: string;
  EVENT_RETENTION_COUNT: string;
}
export interface Retention {
  days: number;
  count: number;
}

/** What is no positive number keeps everything: forgetting by mistake could not be undone. */
function readRetention({ EVENT_RETENTION_DAYS, EVENT_RETENTION_COUNT }: RetentionVariables): Retention {
  return { days: positive(EVENT_RETENTION_DAYS), count: positive(EVENT_RETENTION_COUNT) };
}

function positive(text: string): number {
  const number = Number(text);
  return number > 0 ? number : Infinity;
}

async function retainEvents(db: Database, { days, count }: Retention, now: Date): Promise<void> {
  const before = new Date(Math.max(0, now.getTime() - days * DAY_MS)).toISOString();
  for (let round = 0; round < ROUNDS; round += 1) {
    const forgotten = await forgetEvents(db, { before, keep: count, limit: FORGOTTEN_AT_ONCE });
    if (forgotten < FORGOTTEN_AT_ONCE) return;
  }
}
