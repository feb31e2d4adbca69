import { IntakeError, isForeign } from './intake.ts';
import type { ChosenFile } from './read-files.ts';

/** Whether folders are among what is dropped; they come without what is in them. */
export function hasFolder(data: DataTransfer): boolean {
  return [...data.items].some((item) => item.webkitGetAsEntry()?.isDirectory ?? false);
}

/**
 * The files that were dropped, those in folders too. To be called in the event itself: what was dropped is gone after it.
 *
 * @throws {IntakeError} when one of them can't be read
 */
export function droppedFiles(data: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  // Without entries, as when a script has dropped them, there are the files alone.
  if (entries.length === 0) return Promise.resolve(chosenFiles(data.files));
  return filesIn(entries);
}

/** Files of an input, with their paths in the folder that was chosen, if one was. */
export function chosenFiles(files: FileList | null): ChosenFile[] {
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

/** All that is in a folder: it is told in parts, and an empty one is the end. */
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
