/**
 * A GitHub for tests: one repository with real git objects, and one installation of the App. Each request and each answer is
 * checked against GitHub's own description.
 */
import { APP_ANSWERS, authorize } from './app-answers.ts';
import { Failure, GRAPHQL, type Answers, type Asked } from './asked.ts';
import { CONVERSATION_ANSWERS } from './conversation-answers.ts';
import { answerOf, checkRequest, findOperation, type Match } from './described.ts';
import { GIT_ANSWERS } from './git-answers.ts';
import { PULL_ANSWERS } from './pull-answers.ts';
import { Repository, REPOSITORY } from './repository.ts';

export { APP_ID, INSTALLATION } from './app-answers.ts';
export { Failure, type Asked } from './asked.ts';
export { REPOSITORY, type CheckRun, type Comment, type Pull } from './repository.ts';

export const WEBHOOK_SECRET = 'the webhook secret of the tests';

const ANSWERS: Answers<FakeGitHub> = {
  ...APP_ANSWERS,
  ...GIT_ANSWERS,
  ...PULL_ANSWERS,
  ...CONVERSATION_ANSWERS,
};

export class FakeGitHub extends Repository {
  /** What was asked, in order. */
  readonly asked: Asked[] = [];
  /** What was wrong with requests and answers. */
  readonly wrong: string[] = [];
  /** Called before each request is done; may throw a {@link Failure}. */
  before: (asked: Asked) => void | Promise<void> = () => undefined;
  /** Called when a request is done, before it is answered; may throw a {@link Failure}. */
  after: (asked: Asked) => void | Promise<void> = () => undefined;
  readonly tokens = new Set<string>();
  /** Its own address. */
  api = 'https://api.github.test';
  readonly #publicKey: string;

  /** @param publicKey - of the App, in PEM */
  constructor(publicKey: string) {
    super();
    this.#publicKey = publicKey;
  }

  /** Forgets what was said and asked, and pull requests with their branches. */
  override forget(): void {
    super.forget();
    this.asked.length = 0;
    this.before = () => undefined;
    this.after = () => undefined;
  }

  /** How often something was asked. */
  count(name: string): number {
    return this.asked.filter((one) => one.name === name).length;
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname, searchParams: query } = new URL(url);
    const method = init.method ?? 'GET';
    const headers = new Headers(init.headers);
    try {
      const { name, parameters }: Match =
        pathname === '/graphql' ? { name: GRAPHQL, parameters: {} } : findOperation(method, pathname);
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
      const asked: Asked = { name, parameters, pathname, query, body };
      this.asked.push(asked);
      if (name !== GRAPHQL) checkRequest(name, query, body);
      await authorize(name, headers.get('authorization') ?? '', {
        tokens: this.tokens,
        publicKey: this.#publicKey,
      });
      await this.before(asked);
      const { owner, repo = '' } = parameters;
      if (owner !== undefined && `${owner}/${repo}`.toLowerCase() !== REPOSITORY) {
        throw new Failure(404, 'Not Found');
      }
      const answer = ANSWERS[name];
      if (!answer) throw new Error(`The GitHub of the tests does not know ${name}`);
      const [status, data, more = {}] = await answer(this, asked);
      await this.after(asked);
      return json(status, name === GRAPHQL ? data : answerOf(name, status, data), more);
    } catch (error) {
      if (error instanceof Failure) return json(error.status, { message: error.message }, error.headers);
      this.wrong.push(String(error));
      return json(400, { message: String(error) });
    }
  }
}

function json(status: number, data: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(data), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  });
}
