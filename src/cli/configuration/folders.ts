import { dirname, join } from 'node:path';
import { hasName } from '../files/folder-names.ts';

/** A folder and those above it, the nearest first. */
export function foldersAbove(folder: string): string[] {
  const folders = [folder];
  for (let below = folder, parent = dirname(folder); parent !== below; parent = dirname(parent)) {
    folders.push(parent);
    below = parent;
  }
  return folders;
}

/** The folder of the Git repository that a folder is in; undefined outside of one. */
export function repositoryOf(folder: string): string | undefined {
  return foldersAbove(folder).find((one) => hasName(one, '.git'));
}

/** Makes {@link repositoryOf} for a short time, in which it looks into each folder once. */
export function repositoryFinder(): (folder: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const find = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const parent = dirname(folder);
    const found = hasName(folder, '.git') ? folder : parent === folder ? undefined : find(parent);
    known.set(folder, found);
    return found;
  };
  return find;
}

/** A folder and those above it, up to its repository: what is above a repository is not about its documents. */
export function foldersInRepository(folder: string, find = repositoryOf): string[] {
  const above = foldersAbove(folder);
  const repository = find(folder);
  return repository === undefined ? above : above.slice(0, above.indexOf(repository) + 1);
}

/** Makes {@link fileIn} for some files and a short time, in which it looks into each folder once. */
export function fileFinder(names: readonly string[]): (folder: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (folder) => {
    if (known.has(folder)) return known.get(folder);
    const found = fileIn(folder, names);
    known.set(folder, found);
    return found;
  };
}

/** The first of some files that a folder has, as a path. */
export function fileIn(folder: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    if (hasName(folder, name)) return join(folder, name);
  }
  return undefined;
}
