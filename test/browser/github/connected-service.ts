/** A service as a process, the GitHub that it is connected to, and somebody who waits for both. */
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, createApi, type GalleyApi } from '../../../src/client/index.ts';
import { APP_ID, FakeGitHub, WEBHOOK_SECRET } from '../../github/fake-github.ts';
import { Service } from '../service.ts';
import { Crash, type Plan } from './crash.ts';
import { serveGitHub, type GitHubServer } from './github-server.ts';
import { Hooks } from './hooks.ts';
import { refusalsOf, type Refusals } from './refusals.ts';

export const ADMIN = 'the-admin-token-of-the-crash-tests-0123456789';
const POLL_MS = 50;

export class ConnectedService {
  readonly service: Service;
  readonly github: FakeGitHub;
  readonly crash: Crash;
  readonly hooks: Hooks;
  readonly api: GalleyApi;
  readonly refusals: Refusals;
  readonly #server: GitHubServer;

  private constructor(
    service: Service,
    server: GitHubServer,
    { github, plan, branch }: { github: FakeGitHub; plan: Plan; branch: string },
  ) {
    this.service = service;
    this.#server = server;
    this.github = github;
    this.crash = new Crash(service, plan);
    this.hooks = new Hooks(service.url);
    this.api = createApi({ baseUrl: service.url, token: ADMIN });
    this.refusals = refusalsOf(github, branch);
  }

  /**
   * Starts both.
   *
   * @param branch - to which somebody pushes when the service does
   */
  static async start(plan: Plan, branch: string): Promise<ConnectedService> {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2_048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const github = new FakeGitHub(publicKey);
    const server = await serveGitHub(github);
    const service = await Service.start(ADMIN, {
      GITHUB_API_URL: server.url,
      GITHUB_APP_ID: String(APP_ID),
      GITHUB_PRIVATE_KEY: privateKey.replaceAll('\n', String.raw`\n`),
      GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET,
      GITHUB_WRITE_INTERVAL_MS: '0',
    });
    const connected = new ConnectedService(service, server, { github, plan, branch });
    github.changed = (change) => connected.hooks.addChange(change);
    connected.crash.watch(github, connected.refusals);
    server.onAnswered((asked) => connected.crash.answered(asked));
    return connected;
  }

  async stop(): Promise<void> {
    await this.service.remove();
    await this.#server.close();
  }

  /** Sends what GitHub has to say, and waits until all of it is worked off, however often the service dies. */
  async settled(): Promise<void> {
    for (;;) {
      await this.crash.recover();
      await this.hooks.send((event) => this.crash.at('taken', event));
      const [row] = this.crash.data.read<{ waiting: number; validating: number }>(
        `select (select count(*) from github_deliveries where state = 'waiting') as waiting,
          (select count(*) from workflows where state = 'running' and done between 1 and total - 1) as validating`,
      );
      if (row && row.validating > 0) this.crash.at('validating', 'documents');
      if (row?.waiting === 0 && this.hooks.unanswered.length === 0 && !this.crash.isDead) return;
      await sleep(POLL_MS);
    }
  }

  /** Asks the service until there is an answer. */
  async insist<Answer>(work: (api: GalleyApi) => Promise<Answer>): Promise<Answer> {
    for (;;) {
      await this.crash.recover();
      try {
        return await work(this.api);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 0) throw error;
      }
    }
  }
}
