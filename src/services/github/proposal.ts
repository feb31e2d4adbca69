/** The commit of approved changes, on a branch of its own with a pull request, or on the branch of one that there is. */
import type { GitHub } from '../../github/app.ts';
import { findPull, makeBranch, makeCommit, moveBranch, openPull } from '../../github/commits.ts';
import { hasStatus } from '../../github/errors.ts';
import { readHead } from '../../github/repository.ts';
import { hash } from '../hash.ts';
import type { ApprovedFiles } from './approved-files.ts';

const KEY_DIGITS = 12;
const ADDRESS = /^[^\s<>@]+@[^\s<>@]+$/;

/** What is proposed on the head of a branch. */
export interface Proposal {
  repository: string;
  /** The branch, and the commit that it is at. */
  branch: string;
  head: string;
  family: string;
  title?: string;
}

/**
 * Makes a pull request, or finds the one that there is. The name of its branch is made of what it changes.
 *
 * @returns its address; undefined when the head has moved meanwhile, and it is to be tried again
 */
export async function propose(
  client: GitHub,
  { repository, branch: base, head, family, title }: Proposal,
  made: ApprovedFiles,
): Promise<string | undefined> {
  const { files } = made;
  const what = JSON.stringify(files.map(({ path, sha }) => [path, sha]));
  const key = (await hash(new TextEncoder().encode(what))).slice(0, KEY_DIGITS);
  const branch = `galley/${family}-${key}`;
  const words = title ?? titleOf(made);
  const isThere = (await readHead(client, repository, branch)) !== undefined;
  const known = isThere ? await findPull(client, repository, branch) : undefined;
  if (known !== undefined) return known;
  if (!isThere) {
    const isMade = await ifTaken(async () =>
      makeBranch(client, repository, branch, await commit(client, repository, head, words, made)),
    );
    if (!isMade) return undefined;
  }
  return openPull(client, repository, { branch, base, title: words, body: bodyOf(made) });
}

/** Adds a commit to a branch. @returns false when it has moved meanwhile, and it is to be tried again */
export function commitTo(
  client: GitHub,
  { repository, branch, head, title }: Proposal,
  made: ApprovedFiles,
): Promise<boolean> {
  return ifTaken(async () => {
    const sha = await commit(client, repository, head, title ?? titleOf(made), made);
    return moveBranch(client, repository, branch, sha);
  });
}

/** @returns false when GitHub does not take the commit or its branch */
async function ifTaken(work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    if (hasStatus(error, 409, 422)) return false;
    throw error;
  }
}

/** Makes the commit. Reviewers whose name is an address are co-authors. @returns its name */
function commit(
  client: GitHub,
  repository: string,
  parent: string,
  title: string,
  { files, reviewers }: ApprovedFiles,
): Promise<string> {
  const authors = [...reviewers].filter((name) => ADDRESS.test(name)).toSorted();
  const trailers = authors.map((address) => `Co-authored-by: ${address.split('@')[0] ?? ''} <${address}>`);
  const message = [title, ...(trailers.length > 0 ? ['', ...trailers] : [])].join('\n');
  return makeCommit(client, repository, { parent, files, message });
}

function titleOf({ files }: ApprovedFiles): string {
  return `Apply approved changes to ${files.length} document${files.length === 1 ? '' : 's'}`;
}

function bodyOf({ files, leftOut }: ApprovedFiles): string {
  const left = leftOut.map(
    ({ file_path, rule_id, detail }) => `- \`${file_path}\` ${rule_id ?? ''}: ${detail}`,
  );
  return [
    `Changes that were approved in Galley, in ${files.length} document${files.length === 1 ? '' : 's'}.`,
    ...(left.length > 0 ? ['', 'Left out:', '', ...left.slice(0, 50)] : []),
  ].join('\n');
}
