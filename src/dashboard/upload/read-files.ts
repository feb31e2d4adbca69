import type { RunDocumentInput } from '../../shared/api/runs.ts';
import { Intake, IntakeError } from './intake.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import { itemsOf } from './stream-parts.ts';

/** A file that was chosen or dropped, with its path in the folder that it came in. */
export interface ChosenFile {
  path: string;
  file: Blob;
}
export interface ReadFiles {
  documents: RunDocumentInput[];
  /** How many files were no documents. */
  leftOut: number;
}

/** Those in a folder are no more than other files in it. */
const ZIP = /^[^/]+\.zip$/i;
const TAR = /^[^/]+\.(?:tar|tgz|tar\.gz)$/i;

export function isArchive(path: string): boolean {
  return ZIP.test(path) || TAR.test(path);
}

/**
 * Reads the documents in files and archives. A document that can't be read is there by its name, with what is wrong.
 *
 * @throws {IntakeError} when all that can't be taken in: an archive is damaged, or it is too much
 */
export async function readFiles(files: readonly ChosenFile[]): Promise<ReadFiles> {
  const intake = new Intake();
  for (const { path, file } of files) {
    try {
      if (ZIP.test(path)) await readZip(file, intake);
      else if (TAR.test(path)) await readTar(file, intake);
      else await readDocument(path, file, intake);
    } catch (error) {
      if (!(error instanceof IntakeError)) throw error;
      throw isArchive(path) ? new IntakeError(`${path}: ${error.message}`, { cause: error }) : error;
    }
  }
  return { documents: intake.documents, leftOut: intake.leftOut };
}

async function readDocument(path: string, file: Blob, intake: Intake): Promise<void> {
  const incoming = intake.begin(path, file.size);
  if (!incoming) return;
  if (incoming.isTooLarge) return incoming.end();
  intake.spend(file.size);
  try {
    for await (const part of itemsOf(file.stream())) incoming.add(part);
  } catch (error) {
    // It was moved, changed or locked since it was chosen.
    return incoming.fail(`can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  incoming.end();
}
