import { dirname, join, resolve } from 'node:path';
import { flavorOfFolder } from '../engine/index.ts';
import { hasName, namesListed } from './files/folder-names.ts';
import type { FoundFlavor } from '../engine/flavors/detect.ts';

/** Folders beside the documents that may hold the configuration of their site. */
const SITE_FOLDERS = ['website', 'site', 'docs', 'doc'];

/** Finds the flavor of a document by the configuration of its site. */
export type TreeFlavor = (path: string) => FoundFlavor | null;

/**
 * Makes a finder that looks for the configuration of a site generator in the folder of a document and those above it, up to
 * the root of its repository, and there in folders such as `website` too. Each folder is read once.
 *
 * @returns takes an absolute path; gives null when nothing shows the flavor
 */
export function treeFlavor(): TreeFlavor {
  const known = new Map<string, FoundFlavor | null>();
  const ofFolder = (folder: string): FoundFlavor | null => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const found = search(folder) ?? null;
    known.set(folder, found);
    return found;
  };
  const search = (folder: string): FoundFlavor | null => {
    const here = flavorOfFolder(namesIn(folder));
    if (here) return here;
    const parent = dirname(folder);
    if (parent !== folder && !hasName(folder, '.git')) return ofFolder(parent);
    if (parent === folder) return null;
    for (const name of SITE_FOLDERS) {
      const found = flavorOfFolder(namesIn(join(folder, name)));
      if (found) return { ...found, sign: `${name}/${found.sign}` };
    }
    return null;
  };
  return (path) => ofFolder(dirname(resolve(path)));
}

/** What is in a folder; nothing when there is none, or it can't be read: then it shows no flavor. */
function namesIn(folder: string): string[] {
  const names = [...namesListed(folder)];
  // Hugo may have its configuration in pieces.
  return names.includes('config') && hasName(join(folder, 'config'), '_default')
    ? [...names, 'config/_default']
    : names;
}
