import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { repositoryOf } from './configuration/folders.ts';
import { hasName } from './files/folder-names.ts';

/**
 * Makes a function that says whether Git ignores a path. Such files are often made by programs: they may be missing here, and
 * still be there for readers.
 *
 * @param root - the folder that the paths are relative to; `.gitignore` counts from the repository down
 */
export function gitIgnored(root: string): (path: string) => boolean {
  const repository = repositoryOf(root) ?? root;
  const above = relative(repository, root).split(sep).filter(Boolean);
  const rules = new Map<string, Ignore | null>();
  const rulesOf = (folder: string): Ignore | null => {
    const known = rules.get(folder);
    if (known !== undefined) return known;
    const place = join(repository, folder);
    const found = hasName(place, '.gitignore')
      ? ignore().add(readFileSync(join(place, '.gitignore'), 'utf8'))
      : null;
    rules.set(folder, found);
    return found;
  };
  return (path) => {
    const segments = [...above, ...path.split('/')].filter(Boolean);
    // The nearest file that says something about the path decides.
    for (let depth = segments.length - 1; depth >= 0; depth -= 1) {
      const found = rulesOf(segments.slice(0, depth).join('/'))?.test(segments.slice(depth).join('/'));
      if (found?.ignored || found?.unignored) return found.ignored;
    }
    return false;
  };
}
