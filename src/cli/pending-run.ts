/** The run that files are sent to: one that was begun before and not finished, or a new one. */
import { ApiError, type GalleyApi } from '../client/index.ts';
import type { Page } from '../shared/api/fields.ts';
import { MAX_PAGE_SIZE } from '../shared/limits.ts';
import type { Family, RunDocument, Run } from '../shared/things.ts';
import type { Say } from './say.ts';

export interface WantedRun {
  name: string;
  family: Family;
  filePaths: readonly string[];
  /** Takes up nothing that was begun before. */
  isRestart: boolean;
}

export interface OpenRun {
  id: string;
  /** What it has already: the SHA-256 of each document by its path, null where there is no text. */
  known: ReadonlyMap<string, string | null>;
}

/**
 * Finds the run that an upload of the same files was interrupted in, or makes one. May be called again when its answer got
 * lost: it finds then what it made. One's own unfinished runs of that name that other files are in are cancelled: they would
 * wait for ever.
 */
export async function openRun(api: GalleyApi, wanted: WantedRun, say: Say): Promise<OpenRun> {
  const { name, family, filePaths, isRestart } = wanted;
  const { actor } = await api.session();
  const paths = new Set(filePaths);
  for await (const run of everyResult((cursor) =>
    api.runs({ state: 'pending', name, family, limit: MAX_PAGE_SIZE, ...(cursor && { cursor }) }),
  )) {
    if (!isOurs(run, actor)) continue;
    const known = isRestart ? undefined : await readKnown(api, run.id);
    if (known && [...known.keys()].every((path) => paths.has(path))) {
      if (known.size > 0) say(`going on with run ${run.id}, which has ${known.size} of the files`);
      return { id: run.id, known };
    }
    if (await cancelRun(api, run.id)) {
      say(`run ${run.id} was begun before${known ? ' with other files' : ''}, and is cancelled`);
    }
  }
  const { id } = await api.createRun({ type: 'batch_validation', name, family });
  return { id, known: new Map() };
}

/** Whether it was made as this command makes them, by the same one. */
function isOurs({ created_by, validation_types }: Run, actor: string): boolean {
  return created_by === actor && validation_types === undefined;
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

/** @returns whether it was; somebody may have started it meanwhile */
async function cancelRun(api: GalleyApi, id: string): Promise<boolean> {
  try {
    await api.controlRun(id, 'cancel');
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) return false;
    throw error;
  }
}

/** The results of all pages of a list. */
async function* everyResult<T>(list: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    yield* page.results;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}
