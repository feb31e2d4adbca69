/**
 * A GitHub for tests: one repository with real git objects, and one installation of the App. Each request and each answer is
 * checked against GitHub's own description.
 */
import { createTwoFilesPatch } from 'diff';
import { env } from 'cloudflare:workers';
import { importSPKI, jwtVerify } from 'jose';
import { answerOf, checkRequest, findOperation } from './described.ts';
import { GitData } from './git-data.ts';

export const API = 'https://api.github.test';
export const APP_ID = 4711;
export const WEBHOOK_SECRET = 'the webhook secret of the tests';
export const INSTALLATION = 99;
export const REPOSITORY = 'acme/docs';

export interface Asked {
  name: string;
  parameters: Record<string, string>;
  pathname: string;
  query: URLSearchParams;
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many operations
  body: any;
}
export interface Pull {
  number: number;
  head: string;
  base: string;
  state: 'open' | 'closed';
  title: string;
  body: string;
  headBranch: string;
  /** Whether its branch is in another repository. */
  isFork?: boolean;
}
export interface CheckRun {
  id: number;
  name: string;
  head_sha: string;
  status: string;
  conclusion: string | null;
  external_id: string;
  details_url: string;
  output: { title: string; summary: string; annotations_count: number };
  annotations: { path: string; start_line: number; annotation_level: string; message: string }[];
  actions?: { label: string; identifier: string }[];
}
export interface Comment {
  id: number;
  body: string;
  path?: string;
  line?: number | null;
  start_line?: number | null;
  /** Who has written it, if it is not the App. */
  author?: string;
  reactions?: string[];
  /** Of the conversation that it begins. */
  isResolved?: boolean;
  isOutdated?: boolean;
  replies?: number;
}

/** An answer that is not the usual one. */
export class Failure extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

const GRAPHQL = 'POST /graphql';
const THREADS_PER_PAGE = 7;

const APP = { id: APP_ID, slug: 'galley', name: 'Galley' };

export class FakeGitHub {
  readonly git = new GitData();
  readonly branches = new Map<string, string>();
  readonly pulls = new Map<number, Pull>();
  readonly checks: CheckRun[] = [];
  readonly comments: Comment[] = [];
  readonly reviewComments: Comment[] = [];
  readonly reviews: { body: string; comments: Comment[] }[] = [];
  /** What was asked, in order. */
  readonly asked: Asked[] = [];
  /** What was wrong with requests and answers. */
  readonly wrong: string[] = [];
  /** Called before each request; may throw a {@link Failure}. */
  before: (asked: Asked) => void | Promise<void> = () => undefined;
  readonly tokens = new Set<string>();
  /** What people may do in the repository; others may read. */
  readonly permissions = new Map<string, string>();
  #ids = 100;

  /** Forgets what was said and asked, and pull requests with their branches. */
  forget(): void {
    for (const list of [this.checks, this.comments, this.reviewComments, this.reviews, this.asked])
      list.length = 0;
    for (const { headBranch } of this.pulls.values()) this.branches.delete(headBranch);
    for (const map of [this.pulls, this.permissions]) map.clear();
    this.before = () => undefined;
  }

  /** Commits files to a branch: texts by path; null removes one. @returns the commit */
  async push(
    branch: string,
    changes: Record<string, string | Uint8Array | null>,
    from = branch,
  ): Promise<string> {
    const parent = this.branches.get(branch) ?? this.branches.get(from);
    const files = parent === undefined ? new Map() : this.git.files(parent);
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) files.delete(path);
      else files.set(path, { sha: await this.git.blob(content), mode: '100644' });
    }
    const sha = await this.git.commit(
      await this.git.tree(files),
      parent === undefined ? [] : [parent],
      'A change',
    );
    this.branches.set(branch, sha);
    for (const pull of this.pulls.values()) if (pull.headBranch === branch) pull.head = sha;
    return sha;
  }

  /** Opens a pull request. */
  pull(number: number, headBranch: string, base = 'main'): Pull {
    const head = this.branches.get(headBranch) ?? '';
    const pull: Pull = { number, head, headBranch, base, state: 'open', title: 'A change', body: '' };
    this.pulls.set(number, pull);
    return pull;
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
      const { name, parameters } =
        pathname === '/graphql' ? { name: GRAPHQL, parameters: {} } : findOperation(method, pathname);
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
      const asked: Asked = { name, parameters, pathname, query, body };
      this.asked.push(asked);
      if (name !== GRAPHQL) checkRequest(name, query, body);
      await this.#authorize(name, headers.get('authorization') ?? '');
      await this.before(asked);
      const [status, data, more = {}] = await this.#answer(asked);
      return json(status, name === GRAPHQL ? data : answerOf(name, status, data), more);
    } catch (error) {
      if (error instanceof Failure) return json(error.status, { message: error.message }, error.headers);
      this.wrong.push(String(error));
      return json(400, { message: String(error) });
    }
  }

  async #authorize(name: string, authorization: string): Promise<void> {
    if (name.startsWith('POST /app/installations/') || name.endsWith('/installation')) {
      const jwt = authorization.replace(/^bearer /i, '');
      const key = await importSPKI(env.TEST_GITHUB_PUBLIC_KEY, 'RS256');
      const { payload } = await jwtVerify(jwt, key).catch(() => ({ payload: { iss: undefined } }));
      if (String(payload.iss) !== String(APP_ID))
        throw new Failure(401, 'A JSON web token could not be decoded');
    } else if (!name.startsWith('POST /app-manifests/')) {
      if (!this.tokens.has(authorization.replace(/^token /i, ''))) throw new Failure(401, 'Bad credentials');
    }
  }

  async #answer(asked: Asked): Promise<[number, unknown, Record<string, string>?]> {
    const { name, parameters, pathname, query, body } = asked;
    if (
      parameters['owner'] !== undefined &&
      `${parameters['owner']}/${parameters['repo'] ?? ''}`.toLowerCase() !== REPOSITORY
    ) {
      throw new Failure(404, 'Not Found');
    }
    switch (name) {
      case 'POST /app/installations/{installation_id}/access_tokens': {
        if (Number(parameters['installation_id']) !== INSTALLATION) throw new Failure(404, 'Not Found');
        const token = `ghs_${crypto.randomUUID().replaceAll('-', '')}`;
        this.tokens.add(token);
        return [201, { token, expires_at: new Date(Date.now() + 3_600_000).toISOString() }];
      }
      case 'POST /app-manifests/{code}/conversions': {
        if (parameters['code'] !== 'a-new-app') throw new Failure(404, 'Not Found');
        const html_url = 'https://github.test/apps/galley';
        const secrets = {
          webhook_secret: 'the new secret',
          pem: 'the new key',
          client_id: 'x',
          client_secret: 'x',
        };
        return [201, { id: 815, name: 'Galley', html_url, ...secrets }];
      }
      case 'GET /repos/{owner}/{repo}':
        return [200, { full_name: REPOSITORY, default_branch: 'main' }];
      case 'GET /repos/{owner}/{repo}/installation':
        return [200, { id: INSTALLATION, app_id: APP_ID }];
      case 'GET /repos/{owner}/{repo}/git/ref/{ref}': {
        const sha = this.branches.get((parameters['ref'] ?? '').replace(/^heads\//, ''));
        if (sha === undefined) throw new Failure(404, 'Not Found');
        return [200, { ref: `refs/${parameters['ref'] ?? ''}`, object: { type: 'commit', sha } }];
      }
      case 'POST /repos/{owner}/{repo}/git/refs': {
        const branch = String(body.ref).replace('refs/heads/', '');
        if (this.branches.has(branch)) throw new Failure(422, 'Reference already exists');
        if (!this.git.commits.has(body.sha)) throw new Failure(422, 'Object does not exist');
        this.branches.set(branch, body.sha);
        return [201, { ref: body.ref, object: { type: 'commit', sha: body.sha } }];
      }
      case 'PATCH /repos/{owner}/{repo}/git/refs/{ref}': {
        const branch = (parameters['ref'] ?? '').replace(/^heads\//, '');
        const old = this.branches.get(branch);
        if (old === undefined) throw new Failure(422, 'Reference does not exist');
        if (body.force !== true && !this.git.commits.get(body.sha)?.parents.includes(old)) {
          throw new Failure(422, 'Update is not a fast forward');
        }
        this.branches.set(branch, body.sha);
        for (const pull of this.pulls.values()) if (pull.headBranch === branch) pull.head = body.sha;
        return [200, { ref: `refs/heads/${branch}`, object: { type: 'commit', sha: body.sha } }];
      }
      case 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}':
        return [200, this.#tree(parameters['tree_sha'] ?? '', query.has('recursive'))];
      case 'POST /repos/{owner}/{repo}/git/trees': {
        if (body.base_tree !== undefined && !this.git.trees.has(body.base_tree)) {
          throw new Failure(422, 'base_tree is not a tree oid');
        }
        const files = body.base_tree === undefined ? new Map() : this.git.files(body.base_tree);
        for (const entry of body.tree) {
          const sha = entry.content === undefined ? entry.sha : await this.git.blob(entry.content);
          files.set(entry.path, { sha, mode: entry.mode });
        }
        return [201, this.#tree(await this.git.tree(files), false)];
      }
      case 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': {
        const bytes = this.git.blobs.get(parameters['file_sha'] ?? '');
        if (!bytes) throw new Failure(404, 'Not Found');
        const content = btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
        const lines = content.replaceAll(/.{60}/g, '$&\n');
        return [
          200,
          { sha: parameters['file_sha'], content: lines, encoding: 'base64', size: bytes.byteLength },
        ];
      }
      case 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': {
        const commit = this.git.commits.get(parameters['commit_sha'] ?? '');
        if (!commit) throw new Failure(404, 'Not Found');
        return [200, commitAnswer(commit)];
      }
      case 'POST /repos/{owner}/{repo}/git/commits': {
        if (!this.git.trees.has(body.tree)) throw new Failure(422, 'Tree SHA does not exist');
        const sha = await this.git.commit(body.tree, body.parents, body.message);
        return [201, commitAnswer(this.git.commits.get(sha)!)];
      }
      case 'GET /repos/{owner}/{repo}/pulls': {
        const head = query.get('head')?.split(':')[1];
        const found = [...this.pulls.values()].filter(
          (one) => (head === undefined || one.headBranch === head) && matchesState(one, query.get('state')),
        );
        return [200, found.map((one) => this.#pull(one))];
      }
      case 'POST /repos/{owner}/{repo}/pulls': {
        if ([...this.pulls.values()].some((one) => one.headBranch === body.head && one.state === 'open')) {
          throw new Failure(422, 'A pull request already exists');
        }
        this.#ids += 1;
        const pull = this.pull(this.#ids, body.head, body.base);
        Object.assign(pull, { title: body.title, body: body.body });
        return [201, this.#pull(pull)];
      }
      case 'GET /repos/{owner}/{repo}/pulls/{pull_number}':
        return [200, this.#pull(this.#pullOf(asked))];
      case 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files':
        return page(query, this.#changed(this.#pullOf(asked)), pathname);
      case 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': {
        const made: Comment[] = [];
        for (const comment of body.comments ?? []) {
          this.#ids += 1;
          made.push({ id: this.#ids, start_line: null, ...comment });
        }
        this.reviewComments.push(...made);
        this.reviews.push({ body: body.body, comments: made });
        return [200, { body: body.body, state: 'COMMENTED', commit_id: body.commit_id }];
      }
      case 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': {
        const found = this.checks.filter(
          ({ head_sha, name: own }) =>
            head_sha === parameters['ref'] && own === (query.get('check_name') ?? own),
        );
        return [200, { total_count: found.length, check_runs: found.map(checkAnswer) }];
      }
      case 'POST /repos/{owner}/{repo}/check-runs': {
        this.#ids += 1;
        const { output, ...more } = body;
        const check: CheckRun = {
          id: this.#ids,
          conclusion: null,
          status: 'queued',
          ...more,
          output: { title: '', summary: '', annotations_count: 0 },
          annotations: [],
        };
        this.checks.push(check);
        update(check, { output, ...more });
        return [201, checkAnswer(check)];
      }
      case 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': {
        const check = this.checks.find(({ id }) => id === Number(parameters['check_run_id']));
        if (!check) throw new Failure(404, 'Not Found');
        update(check, body);
        return [200, checkAnswer(check)];
      }
      case 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments':
        return page(query, this.comments.map(commentAnswer), pathname);
      case 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': {
        this.#ids += 1;
        const comment = { id: this.#ids, body: String(body.body) };
        this.comments.push(comment);
        return [201, commentAnswer(comment)];
      }
      case 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': {
        const comment = this.comments.find(({ id }) => id === Number(parameters['comment_id']));
        if (!comment) throw new Failure(404, 'Not Found');
        return [200, commentAnswer(comment)];
      }
      case 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': {
        const comment = this.comments.find(({ id }) => id === Number(parameters['comment_id']));
        if (!comment) throw new Failure(404, 'Not Found');
        comment.reactions = [...new Set([...(comment.reactions ?? []), String(body.content)])];
        return [201, { content: body.content }];
      }
      case 'GET /repos/{owner}/{repo}/collaborators/{username}/permission': {
        const permission = this.permissions.get(parameters['username'] ?? '') ?? 'read';
        return [200, { permission, role_name: permission }];
      }
      case GRAPHQL:
        return [200, this.#graphql(body)];
      case 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': {
        const comment = this.comments.find(({ id }) => id === Number(parameters['comment_id']));
        if (!comment) throw new Failure(404, 'Not Found');
        comment.body = body.body;
        return [200, commentAnswer(comment)];
      }
      default:
        throw new Error(`The GitHub of the tests does not know ${name}`);
    }
  }

  /** Two operations, by what they ask for: pages of one conversation, so that all are read. */
  #graphql({ query, variables }: { query: string; variables: Record<string, unknown> }): unknown {
    if (query.startsWith('mutation') && query.includes('resolveReviewThread(')) {
      const comment = this.reviewComments.find(({ id }) => `thread-${id}` === variables['id']);
      if (!comment)
        return { data: null, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a node' }] };
      comment.isResolved = true;
      return { data: { resolveReviewThread: { thread: { id: variables['id'], isResolved: true } } } };
    }
    if (!query.startsWith('query') || !query.includes('reviewThreads(')) {
      throw new Error(`The GitHub of the tests does not know ${query}`);
    }
    const from = Number(variables['after'] ?? 0);
    const to = from + THREADS_PER_PAGE;
    const nodes = this.reviewComments.slice(from, to).map((one) => ({
      id: `thread-${one.id}`,
      isResolved: one.isResolved ?? false,
      isOutdated: one.isOutdated ?? false,
      comments: {
        totalCount: 1 + (one.replies ?? 0),
        nodes: [{ body: one.body, viewerDidAuthor: one.author === undefined }],
      },
    }));
    const pageInfo = { hasNextPage: to < this.reviewComments.length, endCursor: String(to) };
    return { data: { repository: { pullRequest: { reviewThreads: { pageInfo, nodes } } } } };
  }

  #tree(sha: string, isRecursive: boolean) {
    const treeSha = this.git.commits.get(sha)?.tree ?? sha;
    const top = this.git.trees.get(treeSha);
    if (!top) throw new Failure(404, 'Not Found');
    const sizeOf = (blob: string) => this.git.blobs.get(blob)?.byteLength ?? 0;
    const tree = isRecursive
      ? [...this.git.files(treeSha)].map(([path, file]) => ({
          path,
          type: 'blob',
          size: sizeOf(file.sha),
          ...file,
        }))
      : top.map((entry) => (entry.type === 'blob' ? { ...entry, size: sizeOf(entry.sha) } : entry));
    return { sha: treeSha, truncated: false, tree };
  }

  #pullOf({ parameters }: Asked): Pull {
    const pull = this.pulls.get(Number(parameters['pull_number']));
    if (!pull) throw new Failure(404, 'Not Found');
    return pull;
  }

  #pull({ number, head, headBranch, base, state, title, body, isFork = false }: Pull) {
    return {
      number,
      state,
      title,
      body,
      html_url: `https://github.test/${REPOSITORY}/pull/${number}`,
      head: { ref: headBranch, sha: head, repo: { id: isFork ? 2 : 1 } },
      base: { ref: base, sha: this.branches.get(base) ?? '', repo: { id: 1 } },
    };
  }

  /** The files that differ between the base and the head, as GitHub lists them. */
  #changed({ head, base }: Pull) {
    const before = this.git.files(this.branches.get(base) ?? '');
    const after = this.git.files(head);
    return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((path) => {
      const [old, now] = [before.get(path), after.get(path)];
      if (old?.sha === now?.sha) return [];
      const status = !old ? 'added' : !now ? 'removed' : 'modified';
      const text = (file?: { sha: string }) => new TextDecoder().decode(this.git.blobs.get(file?.sha ?? ''));
      const patch = createTwoFilesPatch(path, path, text(old), text(now)).split('\n').slice(4).join('\n');
      return [{ filename: path, status, sha: (now ?? old)?.sha, patch }];
    });
  }
}

function matchesState({ state }: Pull, wanted: string | null): boolean {
  return wanted === 'all' || state === (wanted ?? 'open');
}

function update(check: CheckRun, { output, ...more }: Partial<Omit<CheckRun, 'annotations'>>): void {
  Object.assign(check, more);
  if (!output) return;
  const { annotations = [], ...texts } = output as CheckRun['output'] &
    Partial<Pick<CheckRun, 'annotations'>>;
  check.annotations.push(...annotations);
  check.output = { ...texts, annotations_count: check.annotations.length };
}

function checkAnswer({ annotations: _annotations, ...check }: CheckRun) {
  return { ...check, app: APP };
}

function commentAnswer({ id, body, author }: Comment) {
  return author === undefined
    ? { id, body, performed_via_github_app: APP }
    : { id, body, performed_via_github_app: null, user: { login: author } };
}

function commitAnswer({
  sha,
  tree,
  parents,
  message,
}: {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
}) {
  return { sha, message, tree: { sha: tree }, parents: parents.map((parent) => ({ sha: parent })) };
}

function page(
  query: URLSearchParams,
  all: readonly unknown[],
  pathname: string,
): [number, unknown, Record<string, string>] {
  const size = Number(query.get('per_page') ?? 30);
  const number = Number(query.get('page') ?? 1);
  const hasMore = all.length > size * number;
  const url = `${API}${pathname}?per_page=${size}&page=${number + 1}`;
  return [
    200,
    all.slice(size * (number - 1), size * number),
    hasMore ? { Link: `<${url}>; rel="next"` } : {},
  ];
}

function json(status: number, data: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(data), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  });
}
