/** Renews the credential of a connection before it expires. */

/** The share of the remaining time that passes before a renewal. Enough remains for another try. */
const SHARE = 0.8;
const SOONEST_MS = 1_000;
/**
 * The longest delay that a timer accepts. https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers
 */
const LONGEST_MS = 2 ** 31 - 1;

/** What a renewal needs. */
export interface RenewalOptions {
  /** Returns a token that is valid for longer. */
  token: () => string | Promise<string>;
  /** Sends the token to the service. */
  send: (token: string) => void;
  onProblem: (code: string, message: string) => void;
}

/** Schedules renewals of one connection's credential. */
export class Renewal {
  readonly #options: RenewalOptions;
  #endsAt: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /**
   * Schedules the renewal of a credential.
   *
   * @param expiresAt - when the present credential expires, ISO 8601; undefined when it does not
   */
  expect(expiresAt: string | undefined): void {
    this.#endsAt = expiresAt === undefined ? undefined : Date.parse(expiresAt);
    this.#schedule();
  }

  /** The service did not accept the token: schedules another try. */
  refused(): void {
    this.#schedule();
  }

  /** Cancels the renewal. */
  stop(): void {
    this.#endsAt = undefined;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const endsAt = this.#endsAt;
    if (endsAt === undefined) return;
    const leftMs = endsAt - Date.now();
    // Too late: the service closes the connection, and the next one uses a new credential.
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
