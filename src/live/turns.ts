/** Runs asynchronous work one piece at a time. Pure. */

export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Runs work after all work that was queued before it has settled.
   *
   * @returns what the work resolves to; rejects when the work does, which does not affect later work
   */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    // The caller handles a failure. The next piece of work only waits for this one to settle.
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}
