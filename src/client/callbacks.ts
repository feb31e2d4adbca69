/** Calls the subscriber's functions without letting their exceptions reach the subscription. */

type OnProblem = ((problem: { code: string; message: string }) => void) | undefined;

/** Runs callbacks and reports problems to `onProblem`. */
export class Callbacks {
  readonly #onProblem: OnProblem;

  constructor(onProblem: OnProblem) {
    this.#onProblem = onProblem;
  }

  /** Runs a callback. An exception is reported as a problem with the code `callback`; the stream continues. */
  run(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.problem('callback', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  /** Reports a problem to the subscriber. */
  problem(code: string, message: string): void {
    try {
      this.#onProblem?.({ code, message });
    } catch (error) {
      // `onProblem` itself has failed, so the console is the only place left.
      console.error(error);
    }
  }
}

/** The message of an error, or the text of any other thrown value. */
export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
