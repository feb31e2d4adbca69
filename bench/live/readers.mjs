/** All readers, in two processes with half of them each. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const GENERATOR = fileURLToPath(new URL('generator.mjs', import.meta.url));
const PROCESSES = 2;

export class Readers {
  #processes = Array.from({ length: PROCESSES }, () => fork(GENERATOR, { execArgv: [] }));
  #asked = 0;

  /**
   * @param {number} count
   * @param {{ port: number; path: string; protocol?: string; socketIo?: boolean }} target
   * @returns when all of them are connected
   */
  async connect(count, target) {
    await this.#ask({ do: 'connect', count: count / PROCESSES, target });
  }

  /** Returns the events received by all readers, the fewest received by one reader, and the CPU time. */
  async report() {
    const reports = await this.#ask({ do: 'report' });
    return {
      delivered: sum(reports.map(({ delivered }) => delivered)),
      least: Math.min(...reports.map(({ least }) => least)),
      closed: sum(reports.map(({ closed }) => closed)),
      /** CPU time of the busiest process. */
      cpuMs: Math.max(...reports.map(({ cpuMs }) => cpuMs)),
    };
  }

  /**
   * Returns the latencies in µs since the last call, and starts or stops measuring.
   *
   * @param {boolean} on
   * @returns {Promise<number[]>} ascending
   */
  async latencies(on) {
    const answers = await this.#ask({ do: 'latencies', on });
    return answers.flatMap(({ latencies }) => latencies).toSorted((a, b) => a - b);
  }

  async close() {
    await this.#ask({ do: 'close' });
  }

  end() {
    for (const child of this.#processes) child.disconnect();
  }

  /** @param {Record<string, unknown>} message */
  async #ask(message) {
    this.#asked += 1;
    const id = this.#asked;
    return Promise.all(
      this.#processes.map(
        (child) =>
          new Promise((/** @type {(answer: any) => void} */ resolve) => {
            const answered = (/** @type {any} */ answer) => {
              if (answer.id !== id) return;
              child.off('message', answered);
              resolve(answer);
            };
            child.on('message', answered);
            child.send({ ...message, id });
          }),
      ),
    );
  }
}

/** @param {readonly number[]} list */
function sum(list) {
  return list.reduce((total, value) => total + value, 0);
}
