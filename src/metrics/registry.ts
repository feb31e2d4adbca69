import { MAX_METRIC_FAMILIES } from '../shared/limits.ts';
import {
  DURATION_BOUNDS,
  OTHER,
  type CounterName,
  type GaugeName,
  type HistogramName,
} from './definitions.ts';

/**
 * Figures by key: the name and the values of its labels, e.g. `validations|default|pass`. Buckets of a histogram end with
 * their number, and its sum with `sum`. {@link GAUGE_MARK} precedes a gauge: of two values the higher one is kept, where
 * those of others are added.
 */
export type Figures = Readonly<Record<string, number>>;

/** The first character of a gauge's key. */
export const GAUGE_MARK = '^';
/** Between the parts of a key. */
export const SEPARATOR = '|';

/** Counts in memory what happens in an isolate or in a hub, until it is written down. */
export class Registry {
  readonly #figures = new Map<string, number>();
  readonly #families = new Set<string>();

  /** Adds to a counter. @param labels - the values, in the order of the definition */
  add(name: CounterName, labels: readonly string[] = [], by = 1): void {
    if (by > 0) this.#add(keyOf(name, labels), by);
  }

  /** Counts a duration. */
  observe(name: HistogramName, labels: readonly string[], seconds: number): void {
    const at = DURATION_BOUNDS.findIndex((bound) => seconds <= bound);
    const key = keyOf(name, labels);
    this.#add(`${key}${SEPARATOR}${at === -1 ? DURATION_BOUNDS.length : at}`, 1);
    if (seconds > 0) this.#add(`${key}${SEPARATOR}sum`, seconds);
  }

  /** Notes the present value of a gauge. */
  sample(name: GaugeName, labels: readonly string[], value: number): void {
    const key = `${GAUGE_MARK}${keyOf(name, labels)}`;
    this.#figures.set(key, Math.max(value, this.#figures.get(key) ?? 0));
  }

  /** The family as a label: itself for the first {@link MAX_METRIC_FAMILIES}. */
  family(name: string): string {
    if (this.#families.size < MAX_METRIC_FAMILIES) this.#families.add(name);
    return this.#families.has(name) ? name : OTHER;
  }

  /** Whether nothing was counted since the last {@link Registry.take}. */
  get isEmpty(): boolean {
    return this.#figures.size === 0;
  }

  /** What was counted so far, which goes on being counted. */
  peek(): Figures {
    return Object.fromEntries(this.#figures);
  }

  /** Takes what was counted, to be written down. */
  take(): Figures {
    const figures = this.peek();
    this.#figures.clear();
    return figures;
  }

  /** Counts again what was taken and could not be written down. */
  giveBack(figures: Figures): void {
    for (const [key, value] of Object.entries(figures)) {
      if (key.startsWith(GAUGE_MARK)) this.#figures.set(key, Math.max(value, this.#figures.get(key) ?? 0));
      else this.#add(key, value);
    }
  }

  #add(key: string, by: number): void {
    this.#figures.set(key, (this.#figures.get(key) ?? 0) + by);
  }
}

function keyOf(name: string, labels: readonly string[]): string {
  return [name, ...labels.map((value) => value.replaceAll(SEPARATOR, '_'))].join(SEPARATOR);
}
