/** Health: readiness for probes, and the figures of the monitoring page. */
import { hubStatuses, saveHubFigures } from '../live/hub-stub.ts';
import type { MonitoringQuery } from '../shared/api/figures.ts';
import type { HubFigures, Monitoring, Readiness } from '../shared/api/monitoring.ts';
import { logError } from '../log.ts';
import { readCounters } from '../store/counters.ts';
import type { Database } from '../store/database.ts';
import { readHead } from '../store/events.ts';
import { probeSpace } from '../store/probe-space.ts';
import type { ServiceContext } from './context.ts';
import { isDatabaseFull } from './database-full.ts';
import { requireMonitor } from './figures/exposition.ts';
import { readHistory, readWaiting } from './figures/monitoring.ts';

/**
 * Checks every part that a request needs. Never throws: a part that fails is `unavailable`, and the reason is logged.
 */
export async function checkReadiness(env: Env, db: Database): Promise<Readiness> {
  const [database, hub] = await Promise.all([checkDatabase(db), check('hub', () => hubStatuses(env))]);
  const ok = database === 'ok' && hub === 'ok';
  return { status: ok ? 'ok' : 'unavailable', checks: { database, hub } };
}

async function checkDatabase(db: Database): Promise<Readiness['checks']['database']> {
  try {
    await readHead(db);
    await probeSpace(db);
    return 'ok';
  } catch (error) {
    logError('health', 'the database does not answer, or is full', error);
    return isDatabaseFull(error) ? 'full' : 'unavailable';
  }
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

/**
 * Reads the figures of the live layer and of runs, and with a range what was counted over it.
 *
 * @throws {Refusal} `forbidden` when the principal is limited to some families, because the figures cover all of them
 */
export async function readMonitoring(
  env: Env,
  context: ServiceContext,
  { range }: MonitoringQuery = {},
): Promise<Monitoring> {
  requireMonitor(context);
  const { db } = context;
  // The hubs write down what they have counted before it is read.
  if (range !== undefined) await saveHubFigures(env);
  const [hubs, head, counters, waiting, history] = await Promise.all([
    statusesIfAny(env),
    readHead(db),
    readCounters(db),
    range && readWaiting(context),
    range && readHistory(context, range),
  ]);
  const total = (figure: (status: HubFigures) => number) =>
    hubs && hubs.reduce((sum, status) => sum + figure(status), 0);
  return {
    live: {
      // The position of the hub that is furthest behind.
      position: hubs && Math.min(...hubs.map(({ position }) => position)),
      head,
      connections: total(({ connections }) => connections),
      notify_failures: counters.notify_failures,
      hub_failures: total(({ failures }) => failures),
      hubs: hubs ?? [],
    },
    workflows: { instance_failures: counters.instance_failures },
    ...(waiting && { waiting }),
    ...(history && { history }),
  };
}

/** @returns null when a hub does not answer: the monitoring page must work while a hub is down */
async function statusesIfAny(env: Env): Promise<HubFigures[] | null> {
  try {
    return await hubStatuses(env);
  } catch (error) {
    logError('health', 'a hub does not answer', error);
    return null;
  }
}
