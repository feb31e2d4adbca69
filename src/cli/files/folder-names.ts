/** What is in folders. Each is listed once a run, because many names are asked for in each of them. */
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** Elsewhere a file may have a name in other capitals than it is listed with. */
const IS_EXACT = process.platform !== 'win32' && process.platform !== 'darwin';
/** By name, whether it is known to be there: what may be a link to nothing is not. */
type Names = ReadonlyMap<string, boolean>;

let known = new Map<string, Names | null>();

/** Forgets what is in folders. Each run begins with it. */
export function lookAgain(): void {
  known = new Map();
}

/** Whether a folder has something of a name; undefined when its list does not tell. */
export function isListed(folder: string, name: string): boolean | undefined {
  const names = listOf(folder);
  if (names === null || !IS_EXACT) return undefined;
  const isSure = names.get(name);
  return isSure === undefined ? false : isSure || undefined;
}

/** The names of what is in a folder; none when there is no such folder, or it can't be listed. */
export function namesListed(folder: string): Iterable<string> {
  return listOf(folder)?.keys() ?? [];
}

/** Whether a folder has something of a name that can be reached. */
export function hasName(folder: string, name: string): boolean {
  return isListed(folder, name) ?? existsSync(join(folder, name));
}

function listOf(folder: string): Names | null {
  let names = known.get(folder);
  if (names === undefined) {
    names = namesIn(folder);
    known.set(folder, names);
  }
  return names;
}

/** @returns null when the folder can't be listed */
function namesIn(folder: string): Names | null {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // Nobody may list it, or it is a file: each name is looked up by itself.
    return existsSync(folder) ? null : new Map();
  }
  return new Map(entries.map((entry) => [entry.name, entry.isFile() || entry.isDirectory()]));
}
