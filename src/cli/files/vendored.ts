import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { LeftOut } from './ignore-files.ts';

/** What package managers write into the folder `vendor` that they fill: Go, Composer, and Bundler. */
const SIGNS = ['modules.txt', 'autoload.php', 'bundle'];
const VENDOR = `${sep}vendor${sep}`;

/**
 * The packages of other people that a package manager has copied into a folder `vendor`. A folder of that name without a
 * sign of one is the project's own.
 */
export function vendored(): LeftOut {
  const known = new Map<string, boolean>();
  const isFilled = (folder: string): boolean => {
    const filled = known.get(folder) ?? SIGNS.some((sign) => existsSync(join(folder, sign)));
    known.set(folder, filled);
    return filled;
  };
  return {
    name: 'vendor',
    ignores: (path) => {
      for (let at = path.indexOf(VENDOR); at !== -1; at = path.indexOf(VENDOR, at + 1)) {
        if (isFilled(path.slice(0, at + VENDOR.length - 1))) return true;
      }
      return false;
    },
  };
}
