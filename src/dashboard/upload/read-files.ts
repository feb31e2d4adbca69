import type { RunDocumentInput } from '../../shared/api/runs.ts';
import { isArchive, ZIP } from './dropped.ts';
import { Intake, IntakeError } from './intake.ts';
import { itemsOf } from './stream-parts.ts';

/** A chosen or dropped file, with its path inside its folder. */
export interface ChosenFile {
  path: string;
  file: Blob;
}
export interface ReadFiles {
  documents: RunDocumentInput[];
  /** Number of files that are not documents. */
  leftOut: number;
}

/** Loads what unpacks archives, which few people need, when it is used. */
async function readArchive(path: string, file: Blob, intake: Intake): Promise<void> {
  const load = ZIP.test(path)
    ? import('./read-zip.ts').then(({ readZip }) => readZip)
    : import('./read-tar.ts').then(({ readTar }) => readTar);
  const read = await load.catch((error: unknown): never => {
    throw new IntakeError('what reads archives could not be loaded; try again', { cause: error });
  });
  await read(file, intake);
}

/**
 * Reads the documents in files and archives. A document that cannot be read is returned with its problem.
 *
 * @throws {IntakeError} when an archive is damaged or a limit is exceeded
 */
export async function readFiles(files: readonly ChosenFile[]): Promise<ReadFiles> {
  const intake = new Intake();
  for (const { path, file } of files) {
    try {
      if (isArchive(path)) await readArchive(path, file, intake);
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
    // The file was moved, changed or locked after it was chosen.
    return incoming.fail(`can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  incoming.end();
}
