import { UsageError } from '../exit-codes.ts';
import { fileIn } from './folders.ts';
import { parseSettings } from './read-file.ts';

/** The names of a project's rule pack. */
export const PACK_FILES = ['galley.yml', '.galley.yml'];

/** What a `galley.yml` says of files, relative to its folder. */
export interface PackLists {
  /** Globs of the documents to check when none are named. */
  files: readonly string[];
  /** What to leave out, in the syntax of .gitignore. */
  ignore: readonly string[];
}

const NONE: PackLists = { files: [], ignore: [] };

/** Reads the lists of the `galley.yml` in a folder; empty ones when it has none. @throws {UsageError} for other values */
export function packLists(folder: string): PackLists {
  const path = fileIn(folder, PACK_FILES);
  if (path === undefined) return NONE;
  const { files, ignore } = parseSettings(path);
  return { files: textsOf(files, path, 'files'), ignore: textsOf(ignore, path, 'ignore') };
}

/** Checks a list of texts; nothing is an empty one. @throws {UsageError} for other values */
export function textsOf(value: unknown, path: string, key: string): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new UsageError(`${path}: "${key}" must be a list of texts.`);
}
