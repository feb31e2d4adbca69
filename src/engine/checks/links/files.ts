/**
 * Which links lead to nothing. A site is made by a program that is not known here, so only that is called missing which no
 * program makes: see docs/decisions/0025-which-missing-files-are-reported.md.
 */
import type { AnchorStyle } from '../../document/anchor-styles.ts';
import type { Destination } from '../../document/destinations.ts';
import type { DocumentLibrary } from '../../document/library.ts';
import { documentsAt, extensionOf, isDocumentPath, type LinkTarget } from '../../document/link-target.ts';
import { isPlaceholder } from './placeholder.ts';
import { docusaurusPlaces, isReadElsewhere, otherPlaces } from './places.ts';

/** Templates, wildcards, queries, and the aliases `~` and `@` of bundlers: what is meant is known when the site is made. */
const NOT_A_PATH = /[{}<>[\]$*|?]|^[~@]|^%\W/;
/** Sites whose Markdown and HTML lead to the same files. Elsewhere HTML is resolved against the address of the page. */
const SAME_IN_HTML: ReadonlySet<AnchorStyle> = new Set(['github', 'gitlab']);
/** A page of Hugo whose address is its folder, so that its relative links are those of its files. */
const HUGO_BUNDLE = /(?:^|\/)_?index\.md$/;
/** Files that are written by hand: a site shows them, but makes none, unless it makes them of one with the same name. */
const WRITTEN = /^(?:png|jpe?g|gif|svg|webp|avif|bmp|txt)$/;
/** Files that programs write for search engines and language models. */
const GENERATED = /^(?:llms.*|robots|humans|ads|security)\.txt$/i;

/** The documents that a link into another file leads to; there may be several. */
export function documentsOf({ path = '', isAbsolute }: LinkTarget, library: DocumentLibrary): string[] {
  // The root of the site is not that of the tree, but for documents that are named in full.
  if (isAbsolute && !isDocumentPath(path)) return [];
  const documents = isDocumentPath(path) ? [path] : documentsAt(path);
  return library.has ? documents.filter((one) => library.has?.(one)) : documents;
}

/**
 * Whether the file that a link leads to is missing for sure.
 *
 * @param filePath - of the document with the link
 */
export function isMissing(
  { url, isHtml }: Destination,
  { path = '', isAbsolute }: LinkTarget,
  library: DocumentLibrary,
  style: AnchorStyle,
  filePath: string,
): boolean {
  const { has, filesIn } = library;
  if (!has || has(path)) return false;
  if (isAbsolute || NOT_A_PATH.test(url) || isPlaceholder(url) || isReadElsewhere(filePath)) return false;
  if (otherPlaces(url, filePath, path).some((place) => has(place))) return false;
  if (style === 'docusaurus' && docusaurusPlaces(url, filePath).some((place) => has(place))) return false;
  if (isDocumentPath(path))
    return (
      !leavesTree(url, path, library) &&
      !leavesSource(path, filePath, library) &&
      !isKeptForBuild(path, library) &&
      !(style === 'hugo' && isFilledByBuild(path, library))
    );
  if (isInsideDocument(path, has)) return true;
  if (isHtml && !SAME_IN_HTML.has(style)) return false;
  if (style === 'hugo' && !HUGO_BUNDLE.test(filePath)) return false;
  return filesIn !== undefined && isMissingFile(path, filesIn);
}

/**
 * Whether a link climbs to a folder at the root that is not there, e.g. from the pages of one book to those of another beside it
 * on the site. A library that knows no other files knows no folders either.
 */
function leavesTree(url: string, path: string, { has, filesIn }: DocumentLibrary): boolean {
  const first = path.slice(0, path.indexOf('/'));
  return filesIn !== undefined && url.startsWith('../') && first !== '' && has?.(first) === false;
}

/** The last folder that is named as those with the sources of a book or a site are. */
const SOURCES = /^(.*\/)?(?:src|source|sources|content|docs?)\//;

/** Whether a link climbs out of the sources, to a folder that is not there: to another book on the same site. */
function leavesSource(path: string, filePath: string, { has, filesIn }: DocumentLibrary): boolean {
  if (!filesIn) return false;
  const [sources, above = ''] = SOURCES.exec(filePath) ?? [];
  if (sources === undefined || path.startsWith(sources) || !path.startsWith(above)) return false;
  const [folder = '', ...rest] = path.slice(above.length).split('/');
  return rest.length > 0 && has?.(above + folder) === false;
}

/** Whether a folder has nothing but a file that keeps it in Git: a build writes its pages. */
function isKeptForBuild(path: string, { filesIn }: DocumentLibrary): boolean {
  const files = filesIn?.(folderOf(path)) ?? [];
  return files.length > 0 && files.every((name) => name.startsWith('.'));
}

/** So many pages of a folder, beside its index, show that its pages are written here. */
const MIN_WRITTEN_PAGES = 3;

/** Whether hardly any page of a folder is there. Hugo brings pages from other repositories into such folders. */
function isFilledByBuild(path: string, { filesIn }: DocumentLibrary): boolean {
  const pages = filesIn?.(folderOf(path)).filter((name) => isDocumentPath(name) && !/^_?index\./.test(name));
  return pages !== undefined && pages.length < MIN_WRITTEN_PAGES;
}

/** Whether a path goes on after a document, e.g. `page.md/more`. */
function isInsideDocument(path: string, has: (path: string) => boolean): boolean {
  const above = /^(.*\.(?:md|markdown|mdx))\//i.exec(path)?.[1];
  return above !== undefined && has(above);
}

/**
 * Whether a file that is no document is missing: its folder is there with files of its kind, and with none that it may be
 * made of.
 */
function isMissingFile(path: string, filesIn: (folder: string) => readonly string[]): boolean {
  const extension = extensionOf(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (extension === undefined || GENERATED.test(name)) return false;
  const folder = folderOf(path);
  const beside = filesIn(folder);
  if (beside.length === 0) return false;
  const base = name.slice(0, -extension.length);
  if (beside.some((other) => other.startsWith(base) && !other.slice(base.length).includes('.'))) return false;
  if (!WRITTEN.test(extension)) return beside.some((other) => extensionOf(other) === extension);
  return foldersUpFrom(folder).some((one) => filesIn(one).some((other) => !isDocumentPath(other)));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A folder and those above it, up to the root. */
function foldersUpFrom(folder: string): string[] {
  const folders = [folder];
  for (let one = folder; one !== ''; one = folderOf(one)) folders.push(folderOf(one));
  return folders;
}
