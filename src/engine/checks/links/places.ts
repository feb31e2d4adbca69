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

/** The folder of a translation, e.g. `i18n/fr/docusaurus-plugin-content-docs-community/current/`. */
const TRANSLATION =
  /^(.*?)i18n\/[^/]+\/docusaurus-plugin-content-(docs|blog|pages)(?:-([^/]+))?\/(?:(current|version-[^/]+)\/)?(.*)$/;

/**
 * Other paths that a link may lead to in Docusaurus: what does not begin with a dot is also looked for from the root of the
 * version's documents and from that of the site, and a page that is not translated is shown in the base language.
 *
 * @see https://docusaurus.io/docs/markdown-features/links
 */
export function docusaurusPlaces(url: string, filePath: string): string[] {
  const files = [filePath, ...untranslated(filePath)];
  // The root of the version is one of the folders above, whatever it is called.
  const starts = url.startsWith('.') ? files : files.flatMap(foldersAbove);
  return starts.flatMap((start) => linkTarget(url, start)?.path ?? []);
}

/** Where the page may be in the base language. Its folder may be beside that of the site. */
function untranslated(filePath: string): string[] {
  const [, site = '', kind = '', id, version, rest = ''] = TRANSLATION.exec(filePath) ?? [];
  if (kind === '') return [];
  const name = id ?? (kind === 'pages' ? 'src/pages' : kind);
  const isVersion = version !== undefined && version !== 'current';
  const folder = isVersion ? `${id === undefined ? '' : `${id}_`}versioned_docs/${version}` : name;
  const above = site.replace(/[^/]+\/$/, '');
  return [...new Set([site, above])].map((root) => `${root}${folder}/${rest}`);
}

/** Files of any name in the folder of a file, and in each folder above it. */
function foldersAbove(filePath: string): string[] {
  const folders = filePath.split('/').slice(0, -1);
  return [...folders.keys(), folders.length].map((depth) => [...folders.slice(0, depth), 'a'].join('/'));
}
