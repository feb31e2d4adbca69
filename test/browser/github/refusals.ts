/** How GitHub refuses and fails, each way once. */
import { Failure, type Asked, type FakeGitHub } from '../../github/fake-github.ts';

/** Requests that add something. */
const ADDING = /^POST .*\/(?:check-runs|comments|reviews|refs|pulls)$/;

export interface Refusals {
  /** Called before a request is done. @throws {Failure} */
  before: (asked: Asked) => Promise<void>;
  /** Called after a request was done. @throws {Failure} */
  after: (asked: Asked) => void;
  /** What was refused. */
  said: Set<string>;
}

/** @param branch - the branch of the pull request, to which somebody else pushes first */
export function refusalsOf(github: FakeGitHub, branch: string): Refusals {
  const said = new Set<string>();
  const isFirst = (what: string) => !said.has(what) && Boolean(said.add(what));
  return {
    said,
    async before({ name }) {
      if (name.startsWith('PATCH') && name.includes('/git/refs/') && isFirst('422')) {
        await github.push(branch, { 'other.txt': 'somebody else was faster' });
        throw new Failure(422, 'Update is not a fast forward');
      }
      if (name.startsWith('PATCH') && name.includes('/check-runs/') && isFirst('403')) {
        throw new Failure(403, 'You have exceeded a secondary rate limit', { 'Retry-After': '1' });
      }
      if (name.endsWith('/blobs/{file_sha}') && isFirst('502')) throw new Failure(502, 'Bad gateway');
    },
    after({ name }) {
      // It has done it, and fails to say so.
      if (ADDING.test(name) && isFirst(name)) throw new Failure(502, 'Bad gateway');
    },
  };
}
