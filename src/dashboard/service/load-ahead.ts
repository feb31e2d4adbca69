/**
 * The files of the page that the address names. The browser loads them while it reads the script of the frame, instead of
 * after it.
 */

/** `documents` for the list at `/dashboard/documents`, `validations/` for a thing at `/dashboard/validations/ID`. */
function keyOf(pathname: string): string {
  return /^\/dashboard\/([^/]*\/?)/.exec(pathname)?.[1] ?? '';
}

/**
 * The files of a page, or none.
 *
 * @param named - what the shell says: for each page its key and its files, with blanks between, and `;` between pages
 */
export function filesAt(pathname: string, named: string): string[] {
  const key = keyOf(pathname);
  const [, ...files] = named
    .split(';')
    .map((page) => page.split(' '))
    .find(([of]) => of === key) ?? [''];
  return files;
}

/** Starts to load scripts and styles. The page that needs them finds them there, or on their way. */
export function loadAhead(pathname: string): void {
  const named = document.querySelector<HTMLMetaElement>('meta[name=page-files]')?.content ?? '';
  for (const href of filesAt(pathname, named)) {
    const rel = href.endsWith('.css') ? 'stylesheet' : 'modulepreload';
    document.head.append(Object.assign(document.createElement('link'), { rel, href }));
  }
}
