/** The real service as its own processes: started by `npm start`, killed as a power cut would. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const START_TIMEOUT_MS = 90_000;
const CLOSE_TIMEOUT_MS = 20_000;
const POLL_MS = 100;

/** Process groups that are still up; ended when this process ends, whatever happened. */
const groups = new Set<number>();
process.on('exit', () => {
  for (const group of groups) killGroup(group);
});

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    // Gone already is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  groups.delete(group);
}

export class Service {
  readonly port: number;
  readonly folder: string;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, folder: string) {
    this.port = port;
    this.folder = folder;
  }

  /** A service on a free port, with an empty database of its own. */
  static async start(): Promise<Service> {
    const folder = await mkdtemp(join(tmpdir(), 'galley-test-'));
    const service = new Service(await freePort(), folder);
    await service.start();
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** All that the service has printed. */
  get output(): string {
    return this.#output;
  }

  /** Starts it again, on the same port and data. */
  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--persist-to', this.folder, '--inspector-port', '0'];
    // A group of its own: wrangler's children outlive it when it is killed alone.
    const started = spawn('npm', ['start', '--', ...args], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = started;
    if (started.pid !== undefined) groups.add(started.pid);
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => (this.#output += text));
    }
    await until(START_TIMEOUT_MS, `the service to answer; it printed:\n${this.#output}`, async () => {
      if (started.exitCode !== null) throw new Error(`the service ended:\n${this.#output}`);
      return isLive(this.url);
    });
  }

  /** Kills every process of it at once, and waits until the port is closed. */
  async kill(): Promise<void> {
    const pid = this.#process?.pid;
    if (pid === undefined) return;
    killGroup(pid);
    this.#process = undefined;
    await until(CLOSE_TIMEOUT_MS, 'the port to close', async () => !(await isOpen(this.port)));
  }

  /** Kills it and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function until(timeoutMs: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await wait(POLL_MS);
  }
}

async function isLive(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
