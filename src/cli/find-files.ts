import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { convertPathToPattern, glob } from 'tinyglobby';
import { UsageError } from './exit-codes.ts';

export const IGNORE_FILE = '.galleyignore';
const DOCUMENTS = '**/*.{md,markdown}';
/** Never looked into, unless they are named. */
const NEVER = ['**/node_modules/**', '**/.git/**'];

export interface FoundFiles {
  /** Relative to the folder, `/`-separated, in order. */
  filePaths: string[];
  /** How many `.galleyignore` left out. */
  ignored: number;
}

/**
 * Finds the documents that the arguments name: files, folders (their `.md` and `.markdown` files) and globs. What
 * `.galleyignore` lists is left out, also when it is named: a hook names what was changed, and can't know the list.
 *
 * @throws {UsageError} when an argument names nothing
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
    // A linked folder would show its documents a second time, or lead round in circles.
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
  // What is outside of the folder has no place in its list.
  return (path) => !isAbsolute(path) && !path.startsWith('../') && rules.ignores(path);
}
