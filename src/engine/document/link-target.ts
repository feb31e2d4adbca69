/** The target of a relative link. */
export interface LinkTarget {
  /** Path of the other file or folder, normalised; undefined for a link within the same document. */
  path?: string;
  /** The decoded text after `#`; undefined without one. */
  fragment?: string;
  /** Whether the link starts from the root of the site or repository, e.g. `/images/a.png`. */
  isAbsolute: boolean;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const DOCUMENT = /\.(?:md|markdown|mdx)$/i;
const EXTENSION = /\.([a-z][a-z0-9]{0,9})$/i;

/**
 * Resolves the destination of a link.
 *
 * @param destination - without angle brackets, with escapes and entities decoded
 * @param filePath - of the document with the link
 * @returns null when it leads to another site, out of the root, or nowhere
 */
export function linkTarget(destination: string, filePath: string): LinkTarget | null {
  if (SCHEME.test(destination) || destination.startsWith('//')) return null;
  const hash = destination.indexOf('#');
  const fragment = hash === -1 ? undefined : decode(destination.slice(hash + 1));
  const place = (hash === -1 ? destination : destination.slice(0, hash)).split('?', 1)[0] ?? '';
  const target = { isAbsolute: place.startsWith('/'), ...(fragment !== undefined && { fragment }) };
  if (place === '') return fragment === undefined ? null : target;
  const path = resolvePath(decode(place), filePath);
  return path === null ? null : { path, ...target };
}

/** Whether a path is that of a Markdown document, by its extension. */
export function isDocumentPath(path: string): boolean {
  return DOCUMENT.test(path);
}

/** The extension of a path's last segment in lower case, without the dot; undefined for folders and routes. */
export function extensionOf(path: string): string | undefined {
  return EXTENSION.exec(path.slice(path.lastIndexOf('/') + 1))?.[1]?.toLowerCase();
}

/**
 * The documents that readers may see at a path that is not a document's own: the index of a folder, or the source of a
 * page in HTML. The most likely comes first. A route without an extension may lead anywhere, so it counts as a folder.
 */
export function documentsAt(path: string): string[] {
  const extension = extensionOf(path);
  if (extension === 'html' || extension === 'htm') {
    const page = path.slice(0, -extension.length - 1);
    return [`${page}.md`, ...(/(?:^|\/)index$/.test(page) ? [page.replace(/index$/, 'README.md')] : [])];
  }
  if (extension !== undefined) return [];
  const inFolder = path === '' ? '' : `${path}/`;
  return ['README.md', 'index.md', '_index.md', 'index.mdx'].map((name) => `${inFolder}${name}`);
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
