/** The target of a relative link to a document. */
export interface LinkTarget {
  /** Path of the other document, normalised; undefined for a link within the same document. */
  path?: string;
  /** The decoded text after `#`; undefined without one. */
  fragment?: string;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const DOCUMENT = /\.(?:md|markdown)$/i;

/**
 * Resolves the destination of a link.
 *
 * @param destination - as in the Markdown, with angle brackets if it has them
 * @param filePath - of the document with the link
 * @returns null when it leads to no Markdown document, or out of the root
 */
export function linkTarget(destination: string, filePath: string): LinkTarget | null {
  const url = destination.replace(/^<|>$/g, '').replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
  if (SCHEME.test(url) || url.startsWith('//')) return null;
  const hash = url.indexOf('#');
  const fragment = hash === -1 ? undefined : decode(url.slice(hash + 1));
  const place = (hash === -1 ? url : url.slice(0, hash)).split('?', 1)[0] ?? '';
  const target = fragment === undefined ? {} : { fragment };
  if (place === '') return fragment === undefined ? null : target;
  const path = resolvePath(decode(place), filePath);
  return path === null || !DOCUMENT.test(path) ? null : { path, ...target };
}

/** Resolves a path against the folder of the document; null when it leaves the root. */
function resolvePath(place: string, filePath: string): string | null {
  const folder = place.startsWith('/') ? [] : filePath.split('/').slice(0, -1);
  const segments: string[] = [];
  for (const segment of [...folder, ...place.split('/')]) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A stray `%` is no escape, so the text is taken literally.
    if (error instanceof URIError) return text;
    throw error;
  }
}
