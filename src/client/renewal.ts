/** Renews the credential of a connection in place, before it ends. */

/** Of the time that is left, what is waited: enough remains to try again. */
const SHARE = 0.8;
const SOONEST_MS = 1_000;
/** Timers take no more than this. https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers */
const LONGEST_MS = 2 ** 31 - 1;

export interface RenewalOptions {
  /** A token that is good for longer. */
  token: () => string | Promise<string>;
  /** Sends it to the service. */
  send: (token: string) => void;
  onProblem: (code: string, message: string) => void;
}

export class Renewal {
  readonly #options: RenewalOptions;
  #endsAt: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /** @param expiresAt - when the credential that is in use ends, ISO 8601; undefined for never */
  expect(expiresAt: string | undefined): void {
    this.#endsAt = expiresAt === undefined ? undefined : Date.parse(expiresAt);
    this.#schedule();
  }

  /** The service did not take what was sent. */
  refused(): void {
    this.#schedule();
  }

  stop(): void {
    this.#endsAt = undefined;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const endsAt = this.#endsAt;
    if (endsAt === undefined) return;
    const leftMs = endsAt - Date.now();
    // Too late: the service ends the connection, and the next one begins with a new credential.
    if (leftMs <= 0) return;
    const waitMs = Math.max(SOONEST_MS, leftMs * SHARE);
    if (waitMs > LONGEST_MS) this.#timer = setTimeout(() => this.#schedule(), LONGEST_MS);
    else this.#timer = setTimeout(() => void this.#renew(endsAt), waitMs);
  }

  async #renew(endsAt: number): Promise<void> {
    try {
      const token = await this.#options.token();
      if (endsAt === this.#endsAt) this.#options.send(token);
    } catch (error) {
      this.#options.onProblem('credential', error instanceof Error ? error.message : String(error));
      if (endsAt === this.#endsAt) this.#schedule();
    }
  }
}
