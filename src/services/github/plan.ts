/** What a run for a commit has to validate. */
import { isCodeOwners } from '../../shared/code-owners.ts';
import { readPull, readPullFiles } from '../../github/pull-request.ts';
import { readHead, readTree, type TreeFile } from '../../github/repository.ts';
import type { Line } from '../../store/github-lines.ts';
import type { Target } from './targets.ts';
import type { Courier } from './courier-context.ts';

export interface Plan {
  /** The commit. */
  sha: string;
  files: Pick<TreeFile, 'path' | 'sha' | 'size'>[];
  /** Paths of documents that are gone; null for all that the line has. */
  removed: readonly string[] | null;
  /** Whether the files are all documents of the line. */
  isComplete: boolean;
}

/**
 * Asks GitHub for the commit that a line is to be brought to.
 *
 * @returns undefined when there is none: the branch is gone, or the pull request is closed or for another branch
 */
export async function headOf({ client }: Courier, target: Target): Promise<string | undefined> {
  const { ref, repository, branch } = target;
  if (ref === '') return readHead(client, repository, branch);
  const pull = await readPull(client, repository, pullNumberOf(target));
  return pull.isOpen && pull.baseBranch === branch ? pull.headSha : undefined;
}

/**
 * Plans a run.
 *
 * @param sha - the commit; of a pull request, its newest
 * @returns undefined when the commit is gone
 */
export async function planOf(
  courier: Courier,
  target: Target,
  line: Line,
  sha: string,
): Promise<Plan | undefined> {
  return target.ref === '' ? planMainLine(courier, target, line, sha) : planPull(courier, target, sha);
}

/** The main line: what differs from the commit that was validated last. The first time, everything. */
async function planMainLine(
  { client }: Courier,
  { repository, isDocument, source }: Target,
  line: Line,
  sha: string,
): Promise<Plan | undefined> {
  const tree = await readTree(client, repository, sha);
  if (!tree) return undefined;
  const isKnown = line.done_sha !== null && line.source === source;
  // After a push by force, the old commit may be gone.
  const before = isKnown ? await readTree(client, repository, line.done_sha ?? '') : undefined;
  const isWanted = ({ path }: TreeFile) => isDocument(path) || isCodeOwners(path);
  const files = tree.filter(isWanted);
  if (!before) return { sha, files, removed: files.length === 0 ? null : [], isComplete: true };
  const blobs = new Map(before.map((file) => [file.path, file.sha]));
  const here = new Set(tree.map(({ path }) => path));
  return {
    sha,
    files: files.filter((file) => blobs.get(file.path) !== file.sha),
    removed: before.filter((file) => isDocument(file.path) && !here.has(file.path)).map(({ path }) => path),
    isComplete: false,
  };
}

/** A pull request: the documents that it changes. They are all that its line has. */
async function planPull({ client }: Courier, target: Target, sha: string): Promise<Plan> {
  const { repository, isDocument } = target;
  const changed = await readPullFiles(client, repository, pullNumberOf(target));
  const files = changed
    .filter(({ path, isRemoved }) => !isRemoved && isDocument(path))
    .map(({ path, sha: blob }) => ({ path, sha: blob, size: 0 }));
  return { sha, files, removed: files.length === 0 ? null : [], isComplete: true };
}

/** The number of the pull request of a line. */
export function pullNumberOf({ ref }: Pick<Target, 'ref'>): number {
  return Number(ref.replace('pull/', ''));
}
