/** What the GitHub of the tests has: one repository with real git objects, and what is said in its pull requests. */
import { GitData } from './git-data.ts';

export const REPOSITORY = 'acme/docs';

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
  /** The number of the pull request; of all of them when left out. */
  pull?: number;
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

/** What has changed, and GitHub sends webhooks about. */
export type Change =
  | { event: 'push'; branch: string; before: string; after: string }
  | { event: 'pull_request'; action: 'opened' | 'synchronize' | 'closed'; pull: Pull };

export class Repository {
  readonly git = new GitData();
  readonly branches = new Map<string, string>();
  readonly pulls = new Map<number, Pull>();
  readonly checks: CheckRun[] = [];
  readonly comments: Comment[] = [];
  readonly reviewComments: Comment[] = [];
  readonly reviews: { body: string; comments: Comment[] }[] = [];
  /** What people may do in the repository; others may read. */
  readonly permissions = new Map<string, string>();
  /** Called after each change. */
  changed: (change: Change) => void = () => undefined;
  #ids = 100;

  /** Forgets what was said, and pull requests with their branches. */
  forget(): void {
    for (const list of [this.checks, this.comments, this.reviewComments, this.reviews]) list.length = 0;
    for (const { headBranch } of this.pulls.values()) this.branches.delete(headBranch);
    for (const map of [this.pulls, this.permissions]) map.clear();
  }

  newId(): number {
    this.#ids += 1;
    return this.#ids;
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
    const tree = await this.git.tree(files);
    const sha = await this.git.commit(tree, parent === undefined ? [] : [parent], 'A change');
    this.move(branch, sha);
    return sha;
  }

  /** Makes a branch, or moves it, and the pull requests of it. */
  move(branch: string, sha: string): void {
    const before = this.branches.get(branch) ?? '0'.repeat(40);
    this.branches.set(branch, sha);
    this.changed({ event: 'push', branch, before, after: sha });
    for (const pull of this.pulls.values()) {
      if (pull.headBranch !== branch) continue;
      pull.head = sha;
      if (pull.state === 'open') this.changed({ event: 'pull_request', action: 'synchronize', pull });
    }
  }

  /** Opens a pull request. */
  pull(number: number, headBranch: string, base = 'main', words = { title: 'A change', body: '' }): Pull {
    const head = this.branches.get(headBranch) ?? '';
    const pull: Pull = { number, head, headBranch, base, state: 'open', ...words };
    this.pulls.set(number, pull);
    this.changed({ event: 'pull_request', action: 'opened', pull });
    return pull;
  }

  /** Merges a pull request by moving its base to its head. */
  merge(number: number): void {
    const pull = this.pulls.get(number);
    if (!pull) throw new Error(`there is no pull request ${number}`);
    pull.state = 'closed';
    this.move(pull.base, pull.head);
    this.changed({ event: 'pull_request', action: 'closed', pull });
  }
}
