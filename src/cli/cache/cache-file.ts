/** The files of a cache. Whatever is wrong with one is no error: it counts as none, and is replaced. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './facts.ts';

/** The folder of a cache, in the root of a project. */
export const CACHE_FOLDER = '.galley-cache';
/** Most characters of one file. */
export const MAX_CACHE_LENGTH = 16_000_000;
/** Most files: there is one for each ruleset that was used. */
export const MAX_CACHE_FILES = 6;

const NAME_LENGTH = 16;
/** With what a run that was cut off has left behind. */
const NAME = /^check-[\w-]{16}\.txt(?:\.\d+)?$/;

/** The name of the file with the results that were made in one way. */
export function cacheFileName(identity: readonly string[]): string {
  return `check-${hashOf(JSON.stringify(identity)).slice(0, NAME_LENGTH)}.txt`;
}

/**
 * Reads what {@link writeCacheFile} has written: a hash of the rest, and then two lines for each document, its path and
 * its entry.
 *
 * @returns nothing when there is no such file, or when this program has not written all of it
 */
export function readCacheFile(folder: string, name: string): Map<string, string> {
  // A file of this program is ASCII, which is read in a fraction of the time.
  const text = tryFiles(() => readFileSync(join(folder, name), 'latin1')) ?? '';
  const [hash = '', ...lines] = text.split('\n');
  const entries = new Map<string, string>();
  if (hash !== hashOf(name + text.slice(hash.length + 1))) return entries;
  for (let at = 0; at + 1 < lines.length; at += 2) entries.set(unlined(lines[at]), lines[at + 1] ?? '');
  return entries;
}

/**
 * Replaces a file atomically, and removes the oldest of too many.
 *
 * @param entries - of ASCII and without line breaks, the most wanted first: what is too much is left out
 * @returns whether it could be written
 */
export function writeCacheFile(
  folder: string,
  name: string,
  entries: Iterable<readonly [path: string, entry: string]>,
): boolean {
  const lines: string[] = [];
  let length = 0;
  for (const [path, entry] of entries) {
    length += path.length + entry.length;
    if (length > MAX_CACHE_LENGTH) break;
    lines.push(lined(path), entry);
  }
  const body = lines.join('\n');
  const next = join(folder, `${name}.${process.pid}`);
  const isWritten = tryFiles(() => {
    mkdirSync(folder, { recursive: true });
    // Git shall not see the cache, whatever the project ignores.
    writeFileSync(join(folder, '.gitignore'), '*\n');
    writeFileSync(next, `${hashOf(name + body)}\n${body}`);
    renameSync(next, join(folder, name));
    removeOldest(folder);
    return true;
  });
  if (!isWritten) tryFiles(() => rmSync(next, { force: true }));
  return isWritten ?? false;
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => NAME.test(name))
    .map((name) => ({ path: join(folder, name), time: timeOf(join(folder, name)) }))
    .toSorted((a, b) => b.time - a.time);
  for (const { path } of files.slice(MAX_CACHE_FILES)) rmSync(path, { force: true });
}

/** When a file was written; another run may have removed it meanwhile. */
function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** A path may hold any character: those that are no part of a line of ASCII are spelt out. */
function lined(path: string): string {
  return path.replaceAll(/[%\n\u0080-\uFFFF]/g, (character) => `%${hexOf(character)}`);
}

function unlined(line = ''): string {
  return line.replaceAll(/%([\da-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** JSON with all characters but those of ASCII spelt out. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\u0080-\uFFFF]/g, (character) => `\\u${hexOf(character)}`);
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}

/** Does something with files; undefined when the file system refuses it. */
function tryFiles<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
