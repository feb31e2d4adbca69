/** Health: readiness for probes, and the figures of the monitoring page. */
import { hubStatuses, saveHubFigures } from '../live/hub-stub.ts';
import type { MonitoringQuery } from '../shared/api/figures.ts';
import type { HubFigures, Monitoring, Readiness } from '../shared/api/monitoring.ts';
import { logError } from '../log.ts';
import { readCounters, readLastTime } from '../store/counters.ts';
import type { Database } from '../store/database.ts';
import { readHead } from '../store/events.ts';
import { probeSpace } from '../store/probe-space.ts';
import type { ServiceContext } from './context.ts';
import { isDatabaseFull } from './database-full.ts';
import { requireMonitor } from './figures/exposition.ts';
import { readHistory, readWaiting } from './figures/monitoring.ts';

/** A hub that did not take an event within this time is unavailable. */
const HUB_FAILED_WITHIN_MS = 60_000;

/**
 * Checks every part that a request needs. Never throws: a part that fails is `unavailable`, and the reason is logged. The
 * database answers for the hubs too, by the last event that one of them did not take: probes come often, and asking the hubs
 * would wake each of them, from anywhere.
 */
export async function checkReadiness(db: Database, now: Date): Promise<Readiness> {
  const checks = await checkParts(db, now);
  const isReady = checks.database === 'ok' && checks.hub === 'ok';
  return { status: isReady ? 'ok' : 'unavailable', checks };
}

async function checkParts(db: Database, now: Date): Promise<Readiness['checks']> {
  let hub: Readiness['checks']['hub'] = 'unavailable';
  try {
    const failedAt = await readLastTime(db, 'notify_failures');
    hub =
      failedAt === null || now.getTime() - Date.parse(failedAt) > HUB_FAILED_WITHIN_MS ? 'ok' : 'unavailable';
    await probeSpace(db);
    return { database: 'ok', hub };
  } catch (error) {
    logError('health', 'the database does not answer, or is full', error);
    return { database: isDatabaseFull(error) ? 'full' : 'unavailable', hub };
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
