import type { Dropped } from './dropped.ts';
import { IntakeError, isForeign } from './intake.ts';
import type { ChosenFile } from './read-files.ts';

/**
 * Collects the dropped files, including those in folders.
 *
 * @throws {IntakeError} when one of them cannot be read
 */
export function droppedFiles({ entries, files }: Dropped): Promise<ChosenFile[]> {
  // A drop that a script made has no entries.
  if (entries.length === 0) return Promise.resolve(chosenFiles(files));
  return filesIn(entries);
}

/** The files of an input, with their paths inside the chosen folder, if any. */
export function chosenFiles(files: Iterable<File> | null): ChosenFile[] {
  return [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function filesIn(entries: readonly FileSystemEntry[]): Promise<ChosenFile[]> {
  const found: ChosenFile[] = [];
  for (const entry of entries) {
    if (isForeign(entry.name)) continue;
    if (isFile(entry)) found.push({ path: entry.fullPath.slice(1), file: await fileOf(entry) });
    else if (isFolder(entry)) found.push(...(await filesIn(await membersOf(entry))));
  }
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => {
    entry.file(resolve, (error) => reject(unreadable(entry, error)));
  });

/** Lists a folder. `readEntries` returns it in parts; an empty part marks the end. */
async function membersOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const members: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, (error) => reject(unreadable(folder, error)));
    });
    if (part.length === 0) return members;
    members.push(...part);
  }
}

function unreadable({ fullPath }: FileSystemEntry, cause: DOMException): IntakeError {
  return new IntakeError(`${fullPath.slice(1)} can't be read: ${cause.message}`, { cause });
}
