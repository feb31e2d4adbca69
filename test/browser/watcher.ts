/** Runs `galley watch` as a user does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { LiveEvent } from '../../src/shared/events.ts';

export class Watcher {
  readonly #child;
  #stdout = '';
  #stderr = '';

  /** @param after - id of an event; later ones are printed */
  constructor(server: string, after: number) {
    const command = [
      'bin/galley.mjs',
      'watch',
      '--server',
      server,
      '--after',
      String(after),
      '--format',
      'json',
    ];
    this.#child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
  }

  /** The events that it has printed so far. */
  get events(): LiveEvent[] {
    const whole = this.#stdout.slice(0, this.#stdout.lastIndexOf('\n') + 1);
    return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LiveEvent]));
  }

  /** What it has written to standard error: the state of the connection. */
  get said(): string {
    return this.#stderr;
  }

  /** Sends SIGINT, like Ctrl-C. @returns its exit code */
  async interrupt(): Promise<number | null> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    const [code] = (await exit) as [number | null];
    return code;
  }
}
