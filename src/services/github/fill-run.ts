import { readBlob, type TreeFile } from '../../github/repository.ts';
import { MAX_DOCUMENT_BYTES } from '../../shared/limits.ts';
import { ask } from '../../store/ask.ts';
import { askRunDocuments } from '../../store/run-documents.ts';
import { addDocuments, type SentDocument } from '../runs/run-documents.ts';
import { isCodeOwners } from '../../shared/code-owners.ts';
import { codeOwnersPathsOf } from '../../store/code-owners.ts';
import type { Courier } from './courier-context.ts';

/** Most files, and bytes, that one call fetches. */
const PART_FILES = 50;
const PART_BYTES = 4_000_000;

/** Keeps the byte order mark, because offsets count it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Fetches the next files of a run, and adds them to it.
 *
 * @returns whether it has added any; false when the run has all of them
 */
export async function fillRun(
  courier: Courier,
  repository: string,
  runId: string,
  files: readonly Pick<TreeFile, 'path' | 'sha' | 'size'>[],
): Promise<boolean> {
  const { db, client } = courier;
  const paths = files.map(({ path }) => path);
  const [known] = await ask(db, askRunDocuments(db, runId, paths));
  const owned = files.some(({ path }) => isCodeOwners(path)) ? await codeOwnersPathsOf(db, runId) : NONE;
  const missing = files.filter(({ path }) => !known.has(path) && !owned.has(path));
  let bytes = 0;
  const part = missing.slice(0, PART_FILES).filter(({ size }, index) => {
    bytes += size;
    return index === 0 || bytes <= PART_BYTES;
  });
  if (part.length === 0) return false;
  const documents = await Promise.all(
    part.map(async ({ path, sha, size }): Promise<SentDocument> => {
      if (size > MAX_DOCUMENT_BYTES) return { file_path: path, problem: TOO_LARGE };
      return toDocument(path, await readBlob(client, repository, sha));
    }),
  );
  await addDocuments(courier, runId, documents);
  return true;
}

const NONE: ReadonlySet<string> = new Set();
const TOO_LARGE = `has more than ${MAX_DOCUMENT_BYTES} bytes`;

function toDocument(path: string, bytes: Uint8Array): SentDocument {
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) return { file_path: path, problem: TOO_LARGE };
  try {
    return { file_path: path, content: utf8.decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { file_path: path, problem: 'is not UTF-8' };
  }
}
