/** The sockets and streams of a soak: some stay through everything, the others come and go. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ALL_TOPIC } from '../../src/shared/topics.ts';
import { Random } from '../fuzz/random.ts';
import { PassingReader, StayingReader } from './readers.ts';
import type { Outages } from './requests.ts';
import { FAMILIES } from './texts.ts';
import type { Gate } from './work.ts';

/** How many stay, and for how long the others do. */
const STAYING = 40;
const MIN_STAY_MS = 2_000;
const MAX_STAY_MS = 40_000;
/** How often an empty place is taken again. */
const RETURN_EVERY_MS = 500;
/** How many arrive at once, at most. */
const AT_ONCE = 25;
/** How far back those look who ask for earlier events. */
const LOOK_BACK = 300;

const TOPICS: readonly (readonly [string, ...string[]])[] = [
  [ALL_TOPIC],
  [`family_${FAMILIES[0]}`],
  [`family_${FAMILIES[1]}`],
  [`family_${FAMILIES[2]}`, `family_${FAMILIES[0]}`],
];

export class Crowd {
  readonly staying: StayingReader[];
  /** Those who left or were left. */
  readonly gone: PassingReader[] = [];
  readonly #places: { reader: PassingReader; leavesAt: number }[] = [];
  readonly #url: string;
  readonly #random: Random;
  readonly #size: number;

  /** @param after - the position that those who stay begin after */
  constructor(url: string, { size, seed, after }: { size: number; seed: number; after: number }) {
    this.#url = url;
    this.#size = size;
    this.#random = new Random(seed);
    const staying = Math.min(STAYING, Math.ceil(size / 2));
    this.staying = Array.from(
      { length: staying },
      (_, n) => new StayingReader(url, TOPICS[n % TOPICS.length] ?? [ALL_TOPIC], { after, isWhole: n === 0 }),
    );
  }

  get passed(): number {
    return this.gone.length + this.#places.length;
  }

  /** Lets readers come and go until the signal, while the gate is open and the service is up. */
  async gather(signal: AbortSignal, gate: Gate, outages: Outages): Promise<void> {
    while (!signal.aborted) {
      await gate.passed();
      const now = Date.now();
      for (const place of this.#places.splice(0)) {
        const isNew = place.reader.closeCode === undefined && !place.reader.isOpen;
        if (now < place.leavesAt && (place.reader.isOpen || isNew)) this.#places.push(place);
        else {
          place.reader.close();
          this.gone.push(place.reader);
        }
      }
      const free = this.#size - this.staying.length - this.#places.length;
      for (let n = Math.min(free, AT_ONCE); n > 0 && !outages.isDown; n -= 1) {
        const leavesAt = now + this.#random.integer(MIN_STAY_MS, MAX_STAY_MS);
        this.#places.push({ reader: this.#arrive(), leavesAt });
      }
      await sleep(RETURN_EVERY_MS);
    }
  }

  /** Ends all who come and go. */
  disperse(): void {
    for (const { reader } of this.#places.splice(0)) {
      reader.close();
      this.gone.push(reader);
    }
  }

  close(): void {
    this.disperse();
    for (const reader of this.staying) reader.close();
  }

  #arrive(): PassingReader {
    const known = this.staying[0]?.stretch.ids.at(-1) ?? 0;
    const after = this.#random.chance(0.4)
      ? Math.max(0, known - this.#random.integer(0, LOOK_BACK))
      : undefined;
    const kind = this.#random.pick(['framed', 'framed', 'flat', 'flat', 'stream'] as const);
    return new PassingReader(this.#url, kind, this.#random.pick(TOPICS), after);
  }
}
