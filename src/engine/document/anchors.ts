import { NO_ANCHOR_SOURCES, readAnchorSources, type AnchorSources } from './anchor-sources.ts';
import { DEFAULT_ANCHOR_STYLE, knownAnchors, type AnchorStyle } from './anchor-styles.ts';
import { readDestinations } from './destinations.ts';
import { documentsAt, isDocumentPath, linkTarget } from './link-target.ts';
import type { ParsedDocument } from './parsed-document.ts';

/** What connects a document with others. */
export interface DocumentLinks {
  /** What its anchors are made of: see `anchorsOf`. */
  anchorSources: AnchorSources;
  /**
   * Paths of the documents that its relative links may lead to, normalised and without its own. A link to a folder or a
   * page counts for each document that may be shown there, if it names an anchor.
   */
  linkedPaths: readonly string[];
}

export const NO_DOCUMENT_LINKS: DocumentLinks = { anchorSources: NO_ANCHOR_SOURCES, linkedPaths: [] };

/**
 * Reads the links between a document and others. A document that can't be parsed has none.
 *
 * @param filePath - path with `/` separators, which relative links start from
 */
export function readDocumentLinks(document: ParsedDocument, filePath: string): DocumentLinks {
  const { text, outline } = document;
  if (!outline) return NO_DOCUMENT_LINKS;
  const linkedPaths = new Set<string>();
  for (const { kind, url } of readDestinations(text, outline)) {
    const target = kind === 'link' ? linkTarget(url, filePath) : null;
    if (target?.path === undefined) continue;
    const { path, fragment } = target;
    if (isDocumentPath(path)) linkedPaths.add(path);
    else if (fragment !== undefined) for (const one of documentsAt(path)) linkedPaths.add(one);
  }
  linkedPaths.delete(filePath);
  return { anchorSources: readAnchorSources(document), linkedPaths: [...linkedPaths] };
}

/**
 * The anchors of a document; none when it can't be parsed, and undefined when it includes text that is not known here.
 *
 * @param style - the generator of its site; by default GitHub
 */
export function documentAnchors(
  document: ParsedDocument,
  style: AnchorStyle = DEFAULT_ANCHOR_STYLE,
): ReadonlySet<string> | undefined {
  return document.outline ? knownAnchors(readAnchorSources(document), style) : new Set();
}
