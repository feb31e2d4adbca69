/** Runs `galley push` and `galley pull` as a user does, in a temporary folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PROGRAM = resolve('bin/galley.mjs');

/** A temporary folder with files. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'galley-push-'));

  write(name: string, content: string | Uint8Array): void {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  push(server: string, ...args: string[]): Pusher {
    return new Pusher(this.path, ['push', '--server', server, ...args]);
  }

  pull(server: string, ...args: string[]): Pusher {
    return new Pusher(this.path, ['pull', '--server', server, ...args]);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

export class Pusher {
  readonly #child;
  readonly #closed: Promise<unknown>;
  #stdout = '';
  #stderr = '';

  constructor(folder: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.#closed = once(this.#child, 'close');
  }

  get printed(): string {
    return this.#stdout;
  }

  /** What it has written to standard error. */
  get said(): string {
    return this.#stderr;
  }

  /** Id of the run that it has started; undefined before that. */
  get runId(): string | undefined {
    return /run (\S+) has started/.exec(this.#stderr)?.[1];
  }

  /** Waits for its end. @returns its exit code; null when it was killed */
  async end(): Promise<number | null> {
    await this.#closed;
    return this.#child.exitCode;
  }

  async signal(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.end();
  }
}
