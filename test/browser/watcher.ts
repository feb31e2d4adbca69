/** `galley watch`, started as a user starts it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { LiveEvent } from '../../src/shared/events.ts';

export class Watcher {
  readonly #child;
  #stdout = '';
  #stderr = '';

  /** @param after - prints what came after this event */
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

  /** What it has printed. */
  get events(): LiveEvent[] {
    const whole = this.#stdout.slice(0, this.#stdout.lastIndexOf('\n') + 1);
    return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LiveEvent]));
  }

  /** What it has said about the connection. */
  get said(): string {
    return this.#stderr;
  }

  /** As Ctrl-C does. @returns what it exits with */
  async interrupt(): Promise<number | null> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    const [code] = (await exit) as [number | null];
    return code;
  }
}
