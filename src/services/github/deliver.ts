/**
 * Delivers approved changes to the repository of a family as one commit: on a new branch with a pull request, or, for the
 * documents of a pull request, on its own branch.
 */
import type { GitHub } from '../../github/app.ts';
import { readDefaultBranch } from '../../github/commits.ts';
import { hasStatus, isGitHubError } from '../../github/errors.ts';
import { readPull } from '../../github/pull-request.ts';
import { readHead, readTree } from '../../github/repository.ts';
import type { DeliverRequest, DeliverResponse, NotDelivered } from '../../shared/api/deliver.ts';
import { MAX_DELIVERED_FILES } from '../../shared/limits.ts';
import { readApproved, type ApprovedDocumentRow } from '../../store/approved-changes.ts';
import { readTextsOf } from '../../store/texts.ts';
import { requireEditor } from '../access/require-editor.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { visibleRuleset } from '../git/approved.ts';
import { findRun } from '../runs/find-run.ts';
import { approvedFiles } from './approved-files.ts';
import { commitTo, propose } from './proposal.ts';
import { sourcesOf } from './targets.ts';

/** How often it begins anew from the head of the branch, when that has moved meanwhile. */
const MAX_ATTEMPTS = 3;
const PULL = /^pull\/(\d{1,9})$/;

/** What is delivered: what is approved on a line of versions, or of a run's documents. */
export interface Parcel extends Omit<DeliverRequest, 'ref'> {
  family: string;
  /** Empty for the main line. */
  ref: string;
  runId?: string;
  /** Called before something is committed. */
  begin?: () => Promise<void>;
}

/** Where a commit is made. */
interface Place {
  repository: string;
  branch: string;
  /** The pull request whose branch it is; absent when the commit is to get a pull request. */
  pullUrl?: string;
}

/**
 * Delivers what is approved in a family. The same again changes nothing.
 *
 * @throws {Refusal} `not-found`, `forbidden`; `invalid` when the pack has no source; `wrong-state` when GitHub refuses, or
 * the pull request is closed or comes from a fork
 */
export function deliverFamily(
  context: ServiceContext,
  family: string,
  { ref = '', ...request }: DeliverRequest,
): Promise<DeliverResponse> {
  return refusing(() => deliver(context, { family, ref, ...request }));
}

/** Delivers what is approved of a run's documents. @throws {Refusal} as {@link deliverFamily} */
export async function deliverRun(
  context: ServiceContext,
  runId: string,
  request: Omit<DeliverRequest, 'ref'>,
): Promise<DeliverResponse> {
  const { family, ref = '' } = await findRun(context, runId);
  return refusing(() => deliver(context, { family, ref, runId, ...request }));
}

/** @throws {Refusal} for what GitHub answers, with its reason */
async function refusing(work: () => Promise<DeliverResponse>): Promise<DeliverResponse> {
  try {
    return await work();
  } catch (error) {
    if (!isGitHubError(error)) throw error;
    throw refused(`GitHub has answered with ${error.status}: ${error.message}`);
  }
}

/**
 * Delivers a parcel.
 *
 * @throws {RequestError} what GitHub answers
 * @throws {Refusal} as {@link deliverFamily}
 */
export async function deliver(context: ServiceContext, parcel: Parcel): Promise<DeliverResponse> {
  const { db, github } = context;
  const { family, ref, title } = parcel;
  const ruleset = await visibleRuleset(context, family);
  requireEditor(context, family);
  const source = (await sourcesOf(db)).find((one) => one.family === family)?.source;
  if (!source || !github)
    throw invalid('source', 'names no repository', `The pack of the family "${family}"`);
  if (ref !== '' && !PULL.test(ref)) throw invalid('ref', 'must be a pull request: pull/12', 'ref');
  const { documents, leftOut } = await documentsOf(context, parcel);
  if (documents.length === 0) return { pull_request_url: null, files: 0, left_out: [] };
  const repository = source.github;
  const client = await github.openFor(repository);
  const place = await placeOf(client, repository, ref, source.branch);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const head = await readHead(client, repository, place.branch);
    const tree = head && (await readTree(client, repository, head));
    if (!head || !tree) throw refused(`There is no branch ${place.branch} in ${repository}.`);
    const hashes = documents.map(({ content_sha256 }) => content_sha256);
    const texts = await readTextsOf(db, hashes);
    const made = await approvedFiles(client, { repository, tree, ruleset }, documents, texts);
    const answer = { files: made.files.length, left_out: [...made.leftOut, ...leftOut] };
    if (made.files.length === 0) return { pull_request_url: null, ...answer };
    await parcel.begin?.();
    const proposal = { ...place, family, head, ...(title !== undefined && { title }) };
    const url =
      place.pullUrl === undefined
        ? await propose(client, proposal, made)
        : (await commitTo(client, proposal, made)) && place.pullUrl;
    if (url) return { pull_request_url: url, ...answer };
  }
  throw refused('GitHub does not take the commit.');
}

function refused(detail: string): Refusal {
  return new Refusal('wrong-state', `Nothing was delivered. ${detail}`, [], 'approved');
}

function invalid(path: string, message: string, subject: string): Refusal {
  return new Refusal('invalid', `${subject} ${message}.`, [{ path, message }]);
}

/** @throws {Refusal} `wrong-state` for a pull request that is closed, gone or from a fork */
async function placeOf(client: GitHub, repository: string, ref: string, branch?: string): Promise<Place> {
  const number = PULL.exec(ref)?.[1];
  if (number === undefined) {
    return { repository, branch: branch ?? (await readDefaultBranch(client, repository)) };
  }
  try {
    const pull = await readPull(client, repository, Number(number));
    if (!pull.isOpen) throw refused(`The pull request ${number} is closed.`);
    if (pull.isFork)
      throw refused(`The pull request ${number} comes from a fork, and Galley writes to none.`);
    return { repository, branch: pull.headBranch, pullUrl: pull.url };
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
    throw refused(`There is no pull request ${number} in ${repository}.`);
  }
}

/** Reads what is approved: at most {@link MAX_DELIVERED_FILES} documents. */
async function documentsOf(
  { db }: ServiceContext,
  { family, ref, runId, rule_id, owner }: Parcel,
): Promise<{ documents: ApprovedDocumentRow[]; leftOut: NotDelivered[] }> {
  const scope = {
    family,
    ref,
    ...(runId !== undefined && { runId }),
    ...(rule_id !== undefined && { rule_id: [rule_id] }),
    ...(owner !== undefined && { owner }),
  };
  const { results, next_cursor } = await readApproved(db, scope, { limit: MAX_DELIVERED_FILES });
  const detail = 'There is more than one commit has: deliver again when this one is merged.';
  return { documents: results, leftOut: next_cursor === null ? [] : [{ file_path: next_cursor, detail }] };
}
