/** Starts the real service as a user does, in a process group that can be killed as a whole. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { PROJECT, userEnvironment, WRANGLER } from './wrangler.ts';

const LEASH = fileURLToPath(new URL('leash.mjs', import.meta.url));
const START_WITHIN_MS = 90_000;
const ANSWER_WITHIN_MS = 10_000;
const STOP_WITHIN_MS = 15_000;
const POLL_MS = 50;

/** A service with its own data folder and port, which it keeps across restarts. {@link Service.remove} deletes the folder. */
export class Service {
  readonly port: number;
  readonly folder: string;
  /** The port of the inspector of workerd; 0 when any will do. */
  readonly inspectorPort: number;
  /** The token of the first admin. Without one, the service is started by `npm start`, in open mode. */
  readonly #adminToken: string | undefined;
  readonly #variables: Readonly<Record<string, string>>;
  #output = '';
  #leash: ChildProcess | undefined;
  #group: number | undefined;

  private constructor(
    port: number,
    folder: string,
    adminToken: string | undefined,
    variables: Readonly<Record<string, string>>,
    inspectorPort: number,
  ) {
    this.inspectorPort = inspectorPort;
    this.port = port;
    this.folder = folder;
    this.#adminToken = adminToken;
    this.#variables = variables;
  }

  /**
   * Starts a service on a free port, with an empty database that is migrated already.
   *
   * @param adminToken - starts it in mode `token`, as a deployment does
   * @param variables - of the deployment, in addition to those in wrangler.toml
   */
  static async start(
    adminToken?: string,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Service> {
    const service = await Service.prepare(adminToken, variables);
    await cp(inject('migratedFolder'), service.folder, { recursive: true });
    return service.#started();
  }

  /** Like {@link start}, but with an empty folder: the service applies the migrations itself. */
  static async startFromNothing(withinMs = START_WITHIN_MS, inspectorPort = 0): Promise<Service> {
    return (await Service.prepare(undefined, {}, inspectorPort)).#started(withinMs);
  }

  private static async prepare(
    adminToken?: string,
    variables: Readonly<Record<string, string>> = {},
    inspectorPort = 0,
  ): Promise<Service> {
    const folder = await mkdtemp(join(tmpdir(), 'galley-test-'));
    return new Service(await freePort(), folder, adminToken, variables, inspectorPort);
  }

  async #started(withinMs = START_WITHIN_MS): Promise<this> {
    try {
      await this.start(withinMs);
    } catch (error) {
      await this.remove();
      throw error;
    }
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The id of its process group. */
  get group(): number {
    if (this.#group === undefined) throw new Error('the service is not running');
    return this.#group;
  }

  /** Everything that it has printed since it was first started. */
  get output(): string {
    return this.#output;
  }

  /**
   * Starts it again, with the same port and data.
   *
   * @param withinMs - how long it may take
   * @throws {Error} with its output, when it does not start in time
   */
  async start(withinMs = START_WITHIN_MS): Promise<void> {
    if (this.#leash) throw new Error('the service is running already');
    const variables = Object.entries({ ADMIN_TOKEN: this.#adminToken, ...this.#variables });
    const start =
      this.#adminToken === undefined
        ? ['npm', 'start', '--']
        : [
            process.execPath,
            WRANGLER,
            'dev',
            ...variables.flatMap(([name, value]) => ['--var', `${name}:${value}`]),
          ];
    const command = [...start, '--port', String(this.port)];
    const leash = fork(
      LEASH,
      [...command, '--persist-to', this.folder, '--inspector-port', `${this.inspectorPort}`],
      {
        cwd: PROJECT,
        detached: true,
        env: userEnvironment(),
        execArgv: [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    this.#leash = leash;
    for (const stream of [leash.stdout, leash.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    leash.on('message', (message: { group: number }) => (this.#group = message.group));
    const deadline = Date.now() + withinMs;
    while (!(await this.#answers())) {
      if (leash.exitCode !== null) throw new Error(`the service ended while it started:\n${this.output}`);
      if (Date.now() > deadline) {
        await this.kill();
        throw new Error(`the service did not come up:\n${this.output}`);
      }
      await sleep(POLL_MS);
    }
  }

  /** Sends SIGKILL to all its processes, like a power cut. @returns once the port is free */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Sends SIGINT, like Ctrl-C on a terminal. @returns once the port is free */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Sends SIGTERM to npm alone, as supervisors do. @returns once all its processes have ended and the port is free */
  async terminate(): Promise<void> {
    await this.#end('SIGTERM', (group) => process.kill(group, 'SIGTERM'));
  }

  /** Kills it if it is running, and deletes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #end(
    signal: NodeJS.Signals,
    send: (group: number) => unknown = (group) => signalGroup(group, signal),
  ): Promise<void> {
    const leash = this.#leash;
    if (!leash) return;
    if (this.#group === undefined && leash.exitCode === null) await once(leash, 'message');
    if (this.#group !== undefined) send(this.#group);
    if (!(await until(async () => !this.#isRunning() && !(await isOpen(this.port)), STOP_WITHIN_MS))) {
      if (this.#group !== undefined) signalGroup(this.#group, 'SIGKILL');
      throw new Error(`port ${this.port} was still held after ${signal}:\n${this.output}`);
    }
    this.#leash = undefined;
    this.#group = undefined;
  }

  #isRunning(): boolean {
    return this.#group !== undefined && signalGroup(this.#group, 0);
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health/live`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })).ok;
    } catch (error) {
      // Nothing listens yet, or it is not ready: the caller asks again.
      if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
        return false;
      throw error;
    }
  }
}

/** @returns whether the group has any process */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

async function until(condition: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Tells whether a port of this machine accepts connections. */
export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

/** Finds a port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system assigned no port');
  return address.port;
}
