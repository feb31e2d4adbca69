import { relative, sep } from 'node:path';

/**
 * The path of something from a folder on, with `/` between its parts, and none at its end.
 *
 * @param folder - an absolute path, as `resolve` gives it
 * @param path - likewise; that of a folder may end with a separator
 */
export function pathBelow(folder: string, path: string): string {
  // Nearly all is below the folder, and there are many.
  const isBelow = path.startsWith(folder) && path.startsWith(sep, folder.length);
  const end = path.endsWith(sep) ? path.length - 1 : path.length;
  const below = isBelow && end > folder.length ? path.slice(folder.length + 1, end) : relative(folder, path);
  return sep === '/' ? below : below.split(sep).join('/');
}
