import { isolate } from '../../metrics/isolate.ts';
import type { GaugeValue } from '../../metrics/exposition.ts';
import type { WaitingWork } from '../../store/waiting-work.ts';

/** The gauges of what waits. */
export function gaugesOf({ runs, queues }: WaitingWork, now: Date): GaugeValue[] {
  return [
    ...Object.entries(runs).map(([state, value]) => ({ name: 'runs' as const, labels: [state], value })),
    ...Object.entries(queues).flatMap(([queue, { depth, since }]) => [
      { name: 'queue_depth' as const, labels: [queue], value: depth },
      { name: 'queue_age_seconds' as const, labels: [queue], value: ageOf(since, now) },
    ]),
  ];
}

/** Notes gauges for the history. */
export function noteGauges(gauges: readonly GaugeValue[]): void {
  for (const { name, labels, value } of gauges) isolate.sample(name, labels, value);
}

function ageOf(since: string | null, now: Date): number {
  return since === null ? 0 : Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1_000));
}
