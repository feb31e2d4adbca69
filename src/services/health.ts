/** How the service is: for probes, and for people who watch the live layer. */
import { mayMonitor } from '../access/principal.ts';
import { hubStatus } from '../live/hub-stub.ts';
import type { HubStatus } from '../live/hub.ts';
import type { Monitoring, Readiness } from '../shared/api.ts';
import { logError } from '../log.ts';
import { readCounters } from '../store/counters.ts';
import { openDatabase } from '../store/database.ts';
import { readHead } from '../store/events.ts';
import type { ServiceContext } from './context.ts';
import { Refusal } from './errors.ts';

/** Asks every part that a request needs. Never throws: a part that fails is `unavailable`, and the reason is logged. */
export async function checkReadiness(env: Env): Promise<Readiness> {
  const [database, hub] = await Promise.all([
    check('database', () => readHead(openDatabase(env.DB))),
    check('hub', () => hubStatus(env)),
  ]);
  const ok = database === 'ok' && hub === 'ok';
  return { status: ok ? 'ok' : 'unavailable', checks: { database, hub } };
}

async function check(part: string, ask: () => Promise<unknown>): Promise<'ok' | 'unavailable'> {
  try {
    await ask();
    return 'ok';
  } catch (error) {
    logError('health', `the ${part} does not answer`, error);
    return 'unavailable';
  }
}

/** @throws {Refusal} `forbidden` for who is limited to families: the figures are of all of them */
export async function readMonitoring(env: Env, { db, principal }: ServiceContext): Promise<Monitoring> {
  if (!mayMonitor(principal)) {
    throw new Refusal('forbidden', 'The figures are of all families, and you may see some of them.');
  }
  const [hub, head, counters] = await Promise.all([statusIfAny(env), readHead(db), readCounters(db)]);
  return {
    live: {
      position: hub?.position ?? null,
      head,
      connections: hub?.connections ?? null,
      notify_failures: counters.notify_failures,
      hub_failures: hub?.failures ?? null,
    },
  };
}

/** The page to look at when the hub is down must not be down with it. */
async function statusIfAny(env: Env): Promise<HubStatus | null> {
  try {
    return await hubStatus(env);
  } catch (error) {
    logError('health', 'the hub does not answer', error);
    return null;
  }
}
