import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import picomatch from 'picomatch';
import { fileIn, foldersInRepository, repositoryOf } from '../configuration/folders.ts';
import { folderPath } from '../files/ignore-files.ts';
import { leftOutUnlessNamed, ROOT_FILES } from '../files/left-out.ts';

const NEVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * The folders in which something may change that matters: those of the documents, those that are searched for more, and
 * those above, which may hold configurations.
 *
 * @param documents - absolute paths of documents, and of those that they link to
 */
export function watchedFolders(
  patterns: readonly string[],
  cwd: string,
  documents: Iterable<string>,
  usesGitignore: boolean,
): Set<string> {
  const others = leftOutUnlessNamed(cwd, usesGitignore);
  const folders = new Set<string>();
  const search = (folder: string): void => {
    if (folders.has(folder)) return;
    folders.add(folder);
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory() || NEVER.has(entry.name)) continue;
      if (!others.some((one) => one.ignores(folderPath(path)))) search(path);
    }
  };
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) continue;
    const base = resolve(cwd, picomatch.scan(pattern).base);
    if (isFolder(base)) search(base);
    else folders.add(dirname(base));
  }
  for (const path of documents) folders.add(dirname(path));
  for (const folder of new Set([cwd, ...folders])) {
    const isInRepository = repositoryOf(folder) !== undefined;
    for (const above of foldersInRepository(folder)) {
      // Without a repository these go up to the root, where much changes that does not matter.
      if (isInRepository || fileIn(above, ROOT_FILES) !== undefined) folders.add(above);
    }
    folders.add(folder);
  }
  return new Set([...folders].filter(isFolder));
}

function entriesOf(folder: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder);
  } catch (error) {
    // It may be gone since it was listed, or be someone else's.
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
