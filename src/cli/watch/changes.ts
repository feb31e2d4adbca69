/** How long nothing must change before the changes are taken: programs write files in several steps. */
const QUIET_MS = 60;

/** Collects changed paths until someone takes them. */
export class Changes {
  readonly #paths = new Set<string>();
  readonly #signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  /** Whether there are changes that nobody has taken, and it is quiet. */
  #isDue = false;

  /** @param signal - ends the waiting */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.#wake?.();
    });
  }

  add(path: string): void {
    this.#paths.add(path);
    this.poke();
  }

  /** Wakes who waits, though no changed path is known. */
  poke(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isDue = true;
      this.#wake?.();
    }, QUIET_MS);
  }

  /** Waits for changes and takes them; null when the waiting was ended. */
  async take(): Promise<ReadonlySet<string> | null> {
    if (!this.#signal.aborted && !this.#isDue) await new Promise<void>((wake) => (this.#wake = wake));
    this.#wake = undefined;
    this.#isDue = false;
    if (this.#signal.aborted) return null;
    const taken = new Set(this.#paths);
    this.#paths.clear();
    return taken;
  }
}
