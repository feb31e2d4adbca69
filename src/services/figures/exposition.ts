import { mayMonitor } from '../../access/principal.ts';
import { saveHubFigures } from '../../live/hub-stub.ts';
import { toExposition, type Format, type GaugeValue } from '../../metrics/exposition.ts';
import type { HubFigures } from '../../shared/api/monitoring.ts';
import { selectHead, toPosition } from '../../store/events.ts';
import { selectTotals, toTotals } from '../../store/metrics.ts';
import { selectWaiting, toWaiting } from '../../store/waiting-work.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { saveIsolate } from './keep.ts';
import { gaugesOf, noteGauges } from './waiting.ts';

/**
 * Writes all figures as text for Prometheus. This isolate and the hubs write down what they have counted first; what other
 * isolates have counted is there within a minute.
 *
 * @throws {Refusal} `forbidden` when the principal is limited to some families
 */
export async function readExposition(env: Env, context: ServiceContext, format: Format): Promise<string> {
  requireMonitor(context);
  const { db, now } = context;
  const [hubs] = await Promise.all([saveHubFigures(env), saveIsolate(context)]);
  const [totals, head, ...waits] = await db.batch([selectTotals(db), selectHead(db), ...selectWaiting(db)]);
  const waiting = gaugesOf(toWaiting(...waits), now());
  noteGauges(waiting);
  const gauges = [...hubGauges(hubs, toPosition(head)), ...waiting];
  return toExposition(toTotals(totals), gauges, format);
}

/** @throws {Refusal} `forbidden` */
export function requireMonitor({ principal }: Pick<ServiceContext, 'principal'>): void {
  if (mayMonitor(principal)) return;
  throw new Refusal('forbidden', 'The figures are of all families, and you may see some of them.');
}

function hubGauges(hubs: readonly (HubFigures | null)[], head: number): GaugeValue[] {
  return [
    { name: 'log_head', labels: [], value: head },
    ...hubs.flatMap((hub, shard): GaugeValue[] => {
      const labels = [`hub-${shard}`];
      if (!hub) return [{ name: 'hub_up', labels, value: 0 }];
      return [
        { name: 'hub_up', labels, value: 1 },
        { name: 'connections', labels, value: hub.connections },
        { name: 'hub_lag_events', labels, value: Math.max(0, head - hub.position) },
      ];
    }),
  ];
}
