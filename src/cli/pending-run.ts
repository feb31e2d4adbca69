/** Finds or creates the run that files are sent to. */
import { ApiError, type CallOptions, type GalleyApi } from '../client/index.ts';
import type { Page } from '../shared/api/fields.ts';
import type { RunRequest } from '../shared/api/runs.ts';
import { MAX_PAGE_SIZE } from '../shared/limits.ts';
import type { Family, RunDocument, Run } from '../shared/things.ts';
import type { Say } from './say.ts';

/** Which version of the documents a run has. */
export interface RunVersion {
  ref: string | undefined;
  commit: string | undefined;
  /** Whether the files are all that the family and ref have. */
  complete: boolean;
}

/** The run that a command asks for. */
export interface WantedRun {
  name: string;
  family: Family;
  filePaths: readonly string[];
  version: RunVersion;
  /** Cancel unfinished runs instead of continuing them. */
  isRestart: boolean;
}

/** A run that accepts documents. */
export interface OpenRun {
  id: string;
  /** The documents that it has already: SHA-256 by path, null for a document without text. */
  known: ReadonlyMap<string, string | null>;
}

/**
 * Continues the run of an interrupted upload of the same files, or creates one. It can be repeated when its answer was
 * lost: it then finds the run that it created. The caller's own unfinished runs of the same name with other files are
 * cancelled, because nothing would ever start them.
 */
export async function openRun(
  api: GalleyApi,
  wanted: WantedRun,
  say: Say,
  call?: CallOptions,
): Promise<OpenRun> {
  const { name, family, filePaths, isRestart, version } = wanted;
  const { actor } = await api.session();
  const paths = new Set(filePaths);
  for await (const run of everyResult((cursor) =>
    api.runs({ state: 'pending', name, family, limit: MAX_PAGE_SIZE, ...(cursor && { cursor }) }),
  )) {
    if (!isOurs(run, actor)) continue;
    const known = isRestart || !isOfVersion(run, version) ? undefined : await readKnown(api, run.id);
    if (known && [...known.keys()].every((path) => paths.has(path))) {
      if (known.size > 0) say(`going on with run ${run.id}, which has ${known.size} of the files`);
      return { id: run.id, known };
    }
    if (await cancelRun(api, run.id)) {
      say(`run ${run.id} was begun before${known ? ' with other files' : ''}, and is cancelled`);
    }
  }
  const { id } = await api.createRun({ type: 'batch_validation', name, family, ...given(version) }, call);
  return { id, known: new Map() };
}

/** Whether the run was created by this command and this actor. */
function isOurs({ created_by, validation_types }: Run, actor: string): boolean {
  return created_by === actor && validation_types === undefined;
}

function isOfVersion(run: Run, { ref, commit, complete }: RunVersion): boolean {
  return run.ref === ref && run.commit === commit && (run.complete ?? false) === complete;
}

function given({ ref, commit, complete }: RunVersion): Pick<RunRequest, 'ref' | 'commit' | 'complete'> {
  return {
    ...(ref !== undefined && { ref }),
    ...(commit !== undefined && { commit }),
    ...(complete && { complete }),
  };
}

async function readKnown(api: GalleyApi, id: string): Promise<Map<string, string | null>> {
  const known = new Map<string, string | null>();
  for await (const { file_path, content_sha256 } of everyResult<RunDocument>((cursor) =>
    api.runDocuments(id, { limit: MAX_PAGE_SIZE, ...(cursor && { cursor: Number(cursor) }) }),
  )) {
    known.set(file_path, content_sha256);
  }
  return known;
}

/** @returns whether it was cancelled; false when someone has started it meanwhile */
async function cancelRun(api: GalleyApi, id: string): Promise<boolean> {
  try {
    await api.controlRun(id, 'cancel');
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) return false;
    throw error;
  }
}

/** Iterates over the results of all pages of a list. */
async function* everyResult<T>(list: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    yield* page.results;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}
