/** Delivers approved changes to the repository of a family: one commit on a new branch, with a pull request. */
import type { GitHub } from '../../github/app.ts';
import { findPull, makeBranch, makeCommit, openPull, readDefaultBranch } from '../../github/commits.ts';
import { hasStatus, isGitHubError } from '../../github/errors.ts';
import { readHead, readTree } from '../../github/repository.ts';
import type { DeliverRequest, DeliverResponse, NotDelivered } from '../../shared/api/deliver.ts';
import { MAX_DELIVERED_FILES } from '../../shared/limits.ts';
import { readApproved, type ApprovedDocumentRow } from '../../store/approved-changes.ts';
import { readTextsOf } from '../../store/texts.ts';
import { requireEditor } from '../access/require-editor.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { visibleRuleset } from '../git/approved.ts';
import { hash } from '../hash.ts';
import { approvedFiles, type ApprovedFiles } from './approved-files.ts';
import { sourcesOf } from './targets.ts';

/** How often it begins anew from the head of the branch, when that has moved meanwhile. */
const MAX_ATTEMPTS = 3;
const KEY_DIGITS = 12;
const ADDRESS = /^[^\s<>@]+@[^\s<>@]+$/;

/**
 * Makes a pull request of what is approved on the main line of a family. The name of its branch is made of what it changes:
 * the same again finds the pull request that there is, and changes nothing.
 *
 * @throws {Refusal} `not-found`, `forbidden`; `invalid` when the pack has no source; `wrong-state` when GitHub refuses
 */
export async function deliver(
  context: ServiceContext,
  family: string,
  request: DeliverRequest,
): Promise<DeliverResponse> {
  const { db, github } = context;
  const ruleset = await visibleRuleset(context, family);
  requireEditor(context, family);
  const source = (await sourcesOf(db)).find((one) => one.family === family)?.source;
  if (!source || !github) {
    const error = { path: 'source', message: 'names no repository' };
    throw new Refusal('invalid', `The pack of the family "${family}" ${error.message}.`, [error]);
  }
  const { documents, leftOut } = await documentsOf(context, family, request);
  if (documents.length === 0) return { pull_request_url: null, files: 0, left_out: [] };
  const repository = source.github;
  try {
    const client = await github.openFor(repository);
    const base = source.branch ?? (await readDefaultBranch(client, repository));
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const head = await readHead(client, repository, base);
      const tree = head && (await readTree(client, repository, head));
      if (!head || !tree) throw refused(`There is no branch ${base} in ${repository}.`);
      const hashes = documents.map(({ content_sha256 }) => content_sha256);
      const texts = await readTextsOf(db, hashes);
      const made = await approvedFiles(client, { repository, tree, ruleset }, documents, texts);
      const answer = { files: made.files.length, left_out: [...made.leftOut, ...leftOut] };
      if (made.files.length === 0) return { pull_request_url: null, ...answer };
      const title = request.title ?? titleOf(made);
      const url = await propose(client, { repository, base, head, family, title }, made);
      if (url !== undefined) return { pull_request_url: url, ...answer };
    }
  } catch (error) {
    if (!isGitHubError(error)) throw error;
    throw refused(`GitHub has answered with ${error.status}: ${error.message}`);
  }
  throw refused(`GitHub does not take the commit.`);
}

function refused(detail: string): Refusal {
  return new Refusal('wrong-state', `Nothing was delivered. ${detail}`, [], 'approved');
}

/** Reads what is approved: at most {@link MAX_DELIVERED_FILES} documents. */
async function documentsOf(
  { db }: ServiceContext,
  family: string,
  { rule_id, owner }: DeliverRequest,
): Promise<{ documents: ApprovedDocumentRow[]; leftOut: NotDelivered[] }> {
  const scope = { family, ref: '', ...(rule_id && { rule_id: [rule_id] }), ...(owner && { owner }) };
  const { results, next_cursor } = await readApproved(db, scope, { limit: MAX_DELIVERED_FILES });
  const detail = 'There is more than one pull request has: deliver again when this one is merged.';
  return { documents: results, leftOut: next_cursor === null ? [] : [{ file_path: next_cursor, detail }] };
}

interface Proposal {
  repository: string;
  base: string;
  head: string;
  family: string;
  title: string;
}

/** @returns the address of the pull request; undefined when the head has moved meanwhile, and it is to be tried again */
async function propose(
  client: GitHub,
  { repository, base, head, family, title }: Proposal,
  made: ApprovedFiles,
): Promise<string | undefined> {
  const { files } = made;
  const what = JSON.stringify(files.map(({ path, sha }) => [path, sha]));
  const key = (await hash(new TextEncoder().encode(what))).slice(0, KEY_DIGITS);
  const branch = `galley/${family}-${key}`;
  const isThere = (await readHead(client, repository, branch)) !== undefined;
  const known = isThere ? await findPull(client, repository, branch) : undefined;
  if (known !== undefined) return known;
  if (!isThere && !(await commit(client, { repository, head, branch, title }, made))) return undefined;
  return openPull(client, repository, { branch, base, title, body: bodyOf(made) });
}

/** @returns false when GitHub does not take the commit or its branch */
async function commit(
  client: GitHub,
  { repository, head, branch, title }: Omit<Proposal, 'base' | 'family'> & { branch: string },
  { files, reviewers }: ApprovedFiles,
): Promise<boolean> {
  const authors = [...reviewers].filter((name) => ADDRESS.test(name)).toSorted();
  const trailers = authors.map((address) => `Co-authored-by: ${address.split('@')[0] ?? ''} <${address}>`);
  const message = [title, ...(trailers.length > 0 ? ['', ...trailers] : [])].join('\n');
  try {
    const sha = await makeCommit(client, repository, { parent: head, files, message });
    return await makeBranch(client, repository, branch, sha);
  } catch (error) {
    if (hasStatus(error, 409, 422)) return false;
    throw error;
  }
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
