import type { AnchorStyle } from '../../document/anchor-styles.ts';
import type { Destination } from '../../document/destinations.ts';
import type { DocumentLibrary } from '../../document/library.ts';
import { documentsAt, extensionOf, isDocumentPath, type LinkTarget } from '../../document/link-target.ts';
import { isPlaceholder } from './placeholder.ts';

/** Templates and wildcards: the real destination is known only when the page is built. */
const TEMPLATE = /[{}<>$*|]|^%\W/;
/** Sites that show files at the paths that they have in the repository. */
const REPOSITORIES: ReadonlySet<AnchorStyle> = new Set(['github', 'gitlab']);
/** A page of Hugo whose address is its folder, so that its relative links are those of its files. */
const HUGO_BUNDLE = /(?:^|\/)_?index\.md$/;

/** The documents that a link into another file leads to; there may be several. */
export function documentsOf({ path = '' }: LinkTarget, library: DocumentLibrary): string[] {
  const documents = isDocumentPath(path) ? [path] : documentsAt(path);
  return library.has ? documents.filter((one) => library.has?.(one)) : documents;
}

/**
 * Whether the file or folder that a link leads to is missing. That can't be told for a library that does not know all
 * files, for templates, and where the address of a page is not the path of its file: then it is not.
 *
 * @param filePath - of the document with the link
 */
export function isMissing(
  { url, isHtml }: Destination,
  target: LinkTarget,
  library: DocumentLibrary,
  style: AnchorStyle,
  filePath: string,
): boolean {
  const { path = '', isAbsolute } = target;
  if (!library.has || library.has(path)) return false;
  if (isDocumentPath(path)) return true;
  if (isAbsolute || TEMPLATE.test(url) || isPlaceholder(url)) return false;
  if (documentsOf(target, library).length > 0) return false;
  if (REPOSITORIES.has(style)) return true;
  // Generators resolve links in Markdown against the file. Those in HTML are resolved against the address of the page.
  if (isHtml) return false;
  const extension = extensionOf(path);
  const isRoute = extension === undefined || extension === 'html' || extension === 'htm';
  return !isRoute && (style !== 'hugo' || HUGO_BUNDLE.test(filePath));
}
