import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder and those above it, the nearest first. */
export function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

/** The folder of the Git repository that a folder is in; undefined outside of one. */
export function repositoryOf(folder: string): string | undefined {
  return foldersAbove(folder).find((one) => existsSync(join(one, '.git')));
}

/** A folder and those above it, up to its repository: what is above a repository is not about its documents. */
export function foldersInRepository(folder: string): string[] {
  const above = foldersAbove(folder);
  const repository = repositoryOf(folder);
  return repository === undefined ? above : above.slice(0, above.indexOf(repository) + 1);
}

/** The first of some files that a folder has, as a path. */
export function fileIn(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
}
