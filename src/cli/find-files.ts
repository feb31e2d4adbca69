import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { convertPathToPattern, glob } from 'tinyglobby';
import { UsageError } from './exit-codes.ts';

/** The file that lists documents to leave out, in the syntax of .gitignore. */
export const IGNORE_FILE = '.galleyignore';
const DOCUMENTS = '**/*.{md,markdown}';
/** Folders that are not searched unless a pattern names them. */
const NEVER = ['**/node_modules/**', '**/.git/**'];

/** The documents that were found. */
export interface FoundFiles {
  /** Paths relative to the folder, `/`-separated, sorted. */
  filePaths: string[];
  /** The number of documents that `.galleyignore` left out. */
  ignored: number;
}

/**
 * Finds the documents that the arguments name: files, folders (their `.md` and `.markdown` files) and globs. Documents
 * in `.galleyignore` are left out even if they are named, because a commit hook names whatever changed.
 *
 * @throws {UsageError} when an argument matches nothing
 */
export async function findFiles(patterns: readonly string[], cwd: string): Promise<FoundFiles> {
  const found = new Set<string>();
  for (const pattern of patterns) {
    const matches = await matchesOf(pattern, cwd);
    if (matches.length === 0) throw new UsageError(`No Markdown file matches ${pattern}.`);
    for (const match of matches) found.add(match);
  }
  const isIgnored = await readIgnoreFile(cwd);
  const filePaths = [...found].filter((path) => !isIgnored(path)).toSorted();
  return { filePaths, ignored: found.size - filePaths.length };
}

async function matchesOf(pattern: string, cwd: string): Promise<string[]> {
  const path = resolve(cwd, pattern);
  const kind = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw new UsageError(`${pattern} can't be read: ${error.message}`);
  });
  if (kind?.isFile()) return [toPath(path, cwd)];
  const inFolder = kind?.isDirectory()
    ? `${convertPathToPattern(toPath(path, cwd) || '.')}/${DOCUMENTS}`
    : pattern;
  const ignored = NEVER.filter((one) => !pattern.includes(one.slice(3, -3)));
  const matches = await glob(inFolder, {
    cwd,
    ignore: ignored,
    dot: true,
    expandDirectories: false,
    // A linked folder would list its documents twice, or lead into a cycle.
    followSymbolicLinks: false,
    absolute: true,
  });
  return matches.map((match) => toPath(match, cwd));
}

function toPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/');
}

async function readIgnoreFile(cwd: string): Promise<(path: string) => boolean> {
  const text = await readFile(resolve(cwd, IGNORE_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new UsageError(`${IGNORE_FILE} can't be read: ${error.message}`);
  });
  if (text === null) return () => false;
  const rules = ignore().add(text);
  // Paths outside of the folder cannot be in its list.
  return (path) => !isAbsolute(path) && !path.startsWith('../') && rules.ignores(path);
}
