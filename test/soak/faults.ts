/** When a service under soak is killed, and when it is left alone so that its hub is evicted. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../browser/service.ts';
import type { Random } from '../fuzz/random.ts';
import type { Memory } from './memory.ts';
import type { Outages } from './requests.ts';
import type { Gate } from './work.ts';

const MINUTE_MS = 60_000;
/** The share of the time after which there are no early kills, and before which there are no late ones. */
const EARLY = 0.25;
const LATE = 0.8;
/** The runtime evicts an object that has been idle for 10 s. */
const QUIET_MS = 16_000;
const QUIET_EVERY_MS = 100_000;
/** A service that is to be killed again has done something before. */
const LEAST_LIFE_MS = 8_000;

/** On a machine with much else to do, a start takes its time. */
export const START_WITHIN_MS = 300_000;

export type Fault = { at: number; kind: 'kill' | 'terminate' | 'quiet' };

/** The faults of a soak, in order: in the long middle, in which memory is judged, it is only left alone. */
export function plan(minutes: number, random: Random): Fault[] {
  const total = minutes * MINUTE_MS;
  const within = (from: number, to: number, count: number) =>
    Array.from(
      { length: count },
      (_, n) => (from + ((to - from) * (n + 0.3 + 0.6 * random.next())) / count) * total,
    );
  const kills = [
    ...within(0.05, EARLY, Math.max(1, Math.round(minutes / 4))),
    ...within(LATE, 0.98, Math.max(1, Math.round(minutes / 5))),
  ];
  const faults: Fault[] = kills.map((at, n) => ({ at, kind: n % 4 === 1 ? 'terminate' : 'kill' }));
  for (let at = EARLY * total + QUIET_EVERY_MS / 2; at < LATE * total - QUIET_MS; at += QUIET_EVERY_MS)
    faults.push({ at, kind: 'quiet' });
  return faults.toSorted((a, b) => a.at - b.at);
}

/** What a service went through. */
export interface Suffered {
  kills: number;
  terminations: number;
  quietTimes: number;
}

export interface Victim {
  service: Service;
  outages: Outages;
  memory: Memory;
  gate: Gate;
}

/** Lets the faults happen. @returns after the last one, with the service up */
export async function suffer(
  faults: readonly Fault[],
  { service, outages, memory, gate }: Victim,
): Promise<Suffered> {
  const suffered = { kills: 0, terminations: 0, quietTimes: 0 };
  const start = Date.now();
  let lastStart = start;
  for (const { at, kind } of faults) {
    await sleep(Math.max(0, start + at - Date.now(), lastStart + LEAST_LIFE_MS - Date.now()));
    console.log(`${new Date().toISOString()} ${kind}`);
    if (kind === 'quiet') {
      gate.close();
      await sleep(QUIET_MS);
      gate.open();
      suffered.quietTimes += 1;
      continue;
    }
    outages.begin();
    memory.end();
    if (kind === 'kill') await service.kill();
    else await service.terminate();
    await service.start(START_WITHIN_MS);
    outages.end();
    memory.begin(service);
    console.log(`${new Date().toISOString()} up again`);
    lastStart = Date.now();
    if (kind === 'kill') suffered.kills += 1;
    else suffered.terminations += 1;
  }
  return suffered;
}
