/** Where else the text of a document may be read, so that its relative links start from another folder. */
import { linkTarget } from '../../document/link-target.ts';

/**
 * Text that is pasted into other pages: parts and snippets, the templates of new pages, issues and pull requests. `_index.md`
 * is a page of Hugo.
 */
const READ_ELSEWHERE =
  /(?:^|\/)(?:_?(?:includes?|partials?|snippets?)|_templates?|archetypes|issue_template|pull_request_template)(?:\/|\.md$)|(?:^|\/)_(?!index\.)[^/]*$/i;
/** A folder with the pages of one language, e.g. `fr` or `zh-Hans`. */
const LANGUAGE = /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i;

/** Whether a document is read in another place than its own, so that nobody can tell where its links start. */
export function isReadElsewhere(filePath: string): boolean {
  return READ_ELSEWHERE.test(filePath);
}

/** The folder whose index a page is for a site that has no extensions in its addresses, e.g. `a/page/` for `a/page.md`. */
export function addressOf(filePath: string): string {
  return filePath.replace(/\.[^./]*$/, '/');
}

/**
 * Other paths that a relative link may lead to: seen from the address `page/` of a page, and the same page in English, which
 * stands in for what is not translated.
 *
 * @param url - the destination
 * @param filePath - of the document with the link
 * @param path - what it leads to, seen from the file
 */
export function otherPlaces(url: string, filePath: string, path: string): string[] {
  const asFolder = linkTarget(url, addressOf(filePath))?.path;
  const parts = path.split('/');
  const inEnglish = parts.flatMap((part, index) =>
    LANGUAGE.test(part)
      ? ['en', 'en-US', 'en-us'].map((english) => parts.with(index, english).join('/'))
      : [],
  );
  return asFolder === undefined ? inEnglish : [asFolder, ...inEnglish];
}
