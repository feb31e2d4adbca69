import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import picomatch from 'picomatch';
import { glob } from 'tinyglobby';
import { foldersInRepository } from '../configuration/folders.ts';
import { LintTree } from '../configuration/lint-tree.ts';
import { packLists } from '../configuration/pack-lists.ts';
import { UsageError } from '../exit-codes.ts';
import { folderPath } from './ignore-files.ts';
import { leftOutByProject, leftOutUnlessNamed, matcherIn, WRITTEN_BY_OTHERS } from './left-out.ts';
import { pathBelow } from './path-below.ts';

/** The documents of a folder, in any capitals. */
const DOCUMENTS = '**/*.{md,markdown,mdx}';
/** Folders that are not searched unless a pattern names them. */
const NEVER = ['**/node_modules/**', '**/.git/**'];

/** The documents that were found. */
export interface FoundFiles {
  /** Paths relative to the folder, `/`-separated, sorted. */
  filePaths: string[];
  /** The number of documents that were left out. */
  ignored: number;
  /** What left them out, in words. */
  ignoredBy: string;
  /** How many of them nobody has asked to leave out: programs or other people have written them. */
  writtenByOthers: number;
}

/** What to search for. */
interface Wanted {
  patterns: readonly string[];
  /** The folder that they are relative to. */
  folder: string;
}

/**
 * Finds the documents that the arguments name: files, folders (their `.md`, `.markdown` and `.mdx` files) and globs;
 * `!pattern` leaves out. Without arguments, the nearest configuration that lists files names them.
 *
 * What the files of the project leave out is left out even if it is named, because a commit hook names whatever changed.
 * What Git ignores, and packages of others in `vendor`, are only left out of the folders and globs that they were found by.
 *
 * @param usesGitignore - whether `.gitignore` counts
 * @throws {UsageError} when an argument matches nothing, or there is none
 */
export async function findFiles(
  patterns: readonly string[],
  cwd: string,
  usesGitignore = true,
): Promise<FoundFiles> {
  const wanted = patterns.length > 0 ? { patterns, folder: cwd } : listedFiles(cwd);
  const others = leftOutUnlessNamed(cwd, usesGitignore);
  const positive = wanted.patterns.filter((pattern) => !isNegation(pattern));
  const negative = wanted.patterns.filter(isNegation).map((pattern) => pattern.slice(1));
  if (positive.length === 0) throw new UsageError('The arguments only say what to leave out.');

  const found = new Set<string>();
  /** What leaves out each document that is. */
  const ignored = new Map<string, string>();
  for (const pattern of positive) {
    const { paths, base } = await matchesOf(pattern, wanted.folder);
    if (paths.length === 0) throw new UsageError(`No Markdown file matches ${pattern}.`);
    // A file that is named, or a folder that is left out itself, is wanted.
    const leavers = base === null ? [] : others.filter((one) => !one.ignores(folderPath(base)));
    for (const path of paths) {
      const leaver = leavers.find((one) => one.ignores(path));
      if (leaver) ignored.set(path, leaver.name);
      else found.add(path);
    }
  }
  const leavers = [
    ...negative.map((one) => ({ name: `!${one}`, ignores: matcherIn(wanted.folder, [one]) })),
    ...leftOutByProject(),
  ];
  const kept = [...found].filter((path) => {
    const leaver = leavers.find((one) => one.ignores(path));
    if (leaver) ignored.set(path, leaver.name);
    else ignored.delete(path);
    return !leaver;
  });
  return {
    filePaths: kept.map((path) => pathBelow(cwd, path)).toSorted(),
    ignored: ignored.size,
    ignoredBy: [...new Set(ignored.values())].join(', '),
    writtenByOthers: [...ignored.values()].filter((name) => WRITTEN_BY_OTHERS.has(name)).length,
  };
}

/** Whether a pattern leaves out. `!(a|b)` is a glob. */
function isNegation(pattern: string): boolean {
  return /^!(?!\()/.test(pattern);
}

/** The files that the nearest configuration lists. */
function listedFiles(cwd: string): Wanted {
  const lint = new LintTree(() => {});
  for (const folder of foldersInRepository(cwd)) {
    const patterns = [...packLists(folder).files, ...(lint.optionsIn(folder)?.globs ?? [])];
    if (!patterns.every(isNegation)) return { patterns, folder };
  }
  throw new UsageError('Name files or folders to check, or list them as "files" in galley.yml.');
}

/** @returns absolute paths, and the folder that was searched; null when a file is named */
async function matchesOf(pattern: string, folder: string): Promise<{ paths: string[]; base: string | null }> {
  const path = resolve(folder, pattern);
  const kind = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw new UsageError(`${pattern} can't be read: ${error.message}`);
  });
  if (kind?.isFile()) return { paths: [path], base: null };
  const isFolder = kind?.isDirectory() ?? false;
  const base = isFolder ? path : resolve(folder, picomatch.scan(pattern).base);
  const matches = await glob(isFolder ? DOCUMENTS : pattern, {
    cwd: isFolder ? path : folder,
    ignore: NEVER.filter((one) => !pattern.includes(one.slice(3, -3))),
    dot: true,
    expandDirectories: false,
    caseSensitiveMatch: !isFolder,
    // A linked folder would list its documents twice, or lead into a cycle.
    followSymbolicLinks: false,
    absolute: true,
  });
  return { paths: matches.map((match) => resolve(match)), base };
}
