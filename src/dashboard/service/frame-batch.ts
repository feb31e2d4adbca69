/** Collects what arrives until the browser draws its next frame: however much comes, it is drawn once. */

/** How long what arrived may wait where no frame is drawn, as in a tab in the background, in ms. */
const LONGEST_WAIT_MS = 100;

export class FrameBatch<T> {
  readonly #apply: (items: readonly T[]) => void;
  #items: T[] = [];
  #taken: (() => void)[] = [];
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param apply - called with all that has arrived since the last call, in its order */
  constructor(apply: (items: readonly T[]) => void) {
    this.#apply = apply;
  }

  /** @returns settles when the items were applied, or dropped by {@link clear} */
  add(items: readonly T[]): Promise<void> {
    this.#items.push(...items);
    if (this.#timer === undefined) {
      this.#frame = requestAnimationFrame(() => this.flush());
      this.#timer = setTimeout(() => this.flush(), LONGEST_WAIT_MS);
    }
    return new Promise((resolve) => this.#taken.push(resolve));
  }

  /** Applies what is waiting. */
  flush(): void {
    const [items, taken] = this.#take();
    try {
      if (items.length > 0) this.#apply(items);
    } finally {
      for (const resolve of taken) resolve();
    }
  }

  /** Drops what is waiting. */
  clear(): void {
    const [, taken] = this.#take();
    for (const resolve of taken) resolve();
  }

  #take(): [T[], (() => void)[]] {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = [this.#items, this.#taken] satisfies [T[], (() => void)[]];
    this.#items = [];
    this.#taken = [];
    return all;
  }
}
