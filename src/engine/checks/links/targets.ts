import { distance } from 'fastest-levenshtein';
import { slug as githubSlug } from 'github-slugger';
import { readAnchorSources } from '../../document/anchor-sources.ts';
import { anchorsOfAnyStyle, knownAnchors, type AnchorStyle } from '../../document/anchor-styles.ts';
import { readDestinations, type Destination } from '../../document/destinations.ts';
import type { DocumentLibrary } from '../../document/library.ts';
import { extensionOf, isDocumentPath, linkTarget, type LinkTarget } from '../../document/link-target.ts';
import { FLAVOR_TRAITS } from '../../flavors/flavor.ts';
import { anchorStyleOf } from '../../packs/anchor-style.ts';
import type { Finding, ReportFinding } from '../../rules/finding.ts';
import { quote } from '../../text/quote.ts';
import type { DocumentView } from '../check.ts';
import { tellsAll } from '../tells-all.ts';
import { documentsOf, isMissing } from './files.ts';
import { addressOf, isReadElsewhere } from './places.ts';
import type { LinksRuleId } from './rules.ts';

/** Most wrong anchors that get a suggestion, and most anchors that each of them is compared with. */
const MAX_COMPARED = 500;
/** A suggestion differs from the wrong anchor by at most this share of its length. */
const MAX_DIFFERENCE = 0.3;
/** From so many anchors on that differ from those of GitHub by their dashes, the site has a style of its own. */
const MIN_IN_OTHER_STYLE = 3;
/** Documents that are read on GitHub, whatever makes the site of the tree: README.md and others at its root. */
const ON_GITHUB = /^[A-Z][A-Z_-]+\.md$/;
/** Fragments that are no anchors: the page as a whole, line numbers of code, text fragments, tabs of DocFX. */
const NO_ANCHOR = /^(?:content$|top$|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?$|:~:|tab\/|!)/;

/**
 * Checks where relative links and images lead: to files and folders that exist, and to anchors that are there. Other
 * files can be checked only if the library knows them.
 */
export function checkTargets(view: DocumentView<LinksRuleId>, report: ReportFinding<LinksRuleId>): void {
  const { text, outline, filePath, library, pack } = view;
  if (!outline) return;
  const style = anchorStyleOf(pack, view.flavor);
  const isOnGitHub = ON_GITHUB.test(filePath);
  // Nobody has said how the site names its anchors.
  const isGuess = (FLAVOR_TRAITS[view.flavor].parserIsGuessed || isOnGitHub) && pack.anchors === undefined;
  const source = { style, filePath, mayBeIndex: !isOnGitHub && !tellsAll(view, 'links/missing-document') };
  const own = ownAnchors(view, style);
  const ofAnyStyle = once(() => anchorsOfAnyStyle(readAnchorSources(view)));
  const inOtherStyle: Finding<LinksRuleId>[] = [];
  let suggestions = 0;
  for (const destination of readDestinations(text, outline)) {
    const { kind, url } = destination;
    if (!library && !url.includes('#')) continue;
    const target = linkTarget(url, filePath);
    if (!target) continue;
    const isOwn = target.path === undefined || target.path === filePath;
    if (!isOwn && library && isMissing(destination, target, library, source)) {
      report(missing(destination, target));
      continue;
    }
    const { fragment = '' } = target;
    if (kind === 'image' || fragment === '' || NO_ANCHOR.test(fragment)) continue;
    const known = isOwn ? [{ path: '', anchors: own() }] : anchorsElsewhere(target, library);
    const [first] = known;
    // One document that is not known in full may have any anchor.
    if (!first || known.some(({ anchors }) => !anchors || anchors.has(fragment))) continue;
    // VitePress makes an anchor of what a link names, too.
    if (style === 'vitepress' && known.some(({ anchors }) => anchors?.has(fragment.toLowerCase()))) continue;
    if (!isOwn && isAtAddress(url, filePath, fragment, own, library)) continue;
    suggestions += 1;
    const near = suggestions <= MAX_COMPARED ? nearest(fragment, first.anchors ?? new Set()) : null;
    // No heading has such an anchor. Without one that is like it, it is another program's, not a mistake.
    if (near === null && githubSlug(fragment) !== fragment) continue;
    const finding = unknownAnchor(text, destination, fragment, isOwn ? null : first.path, near);
    if (isGuess && isOwn && ofAnyStyle().has(fragment)) continue;
    const differsByDashes = isGuess && known.some(({ anchors }) => hasLetters(anchors, fragment));
    // GitHub has no capitals in anchors, but some sites keep those of the heading.
    const keepsCase = differsByDashes && /\p{Lu}/u.test(fragment) && !tellsAll(view, finding.ruleId);
    if (keepsCase) continue;
    if (!differsByDashes) report(finding);
    else if (isOwn) inOtherStyle.push(finding);
    else if (isDocumentPath(target.path ?? '')) report(finding);
  }
  if (inOtherStyle.length < MIN_IN_OTHER_STYLE) for (const finding of inOtherStyle) report(finding);
}

/** The anchors of the document itself, read on the first call; undefined when it may have others. */
function ownAnchors(
  view: DocumentView<LinksRuleId>,
  style: AnchorStyle,
): () => ReadonlySet<string> | undefined {
  return once(() =>
    isReadElsewhere(view.filePath) ? undefined : knownAnchors(readAnchorSources(view), style),
  );
}

/** Makes a value on the first call. */
function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Whether a link to a folder leads to an anchor that is there when it is seen from the address of the page. */
function isAtAddress(
  url: string,
  filePath: string,
  fragment: string,
  own: () => ReadonlySet<string> | undefined,
  library: DocumentLibrary | null,
): boolean {
  const target = linkTarget(url, addressOf(filePath));
  if (!library || target?.path === undefined || extensionOf(target.path) !== undefined) return false;
  if (`${target.path}/` === addressOf(filePath)) return own()?.has(fragment) ?? true;
  return anchorsElsewhere(target, library).some(({ anchors }) => anchors?.has(fragment) ?? true);
}

/** Whether an anchor has the letters and digits of another, which differs by its dashes and dots. */
function hasLetters(anchors: ReadonlySet<string> | undefined, fragment: string): boolean {
  if (!anchors) return false;
  const known = lettersOfAnchors.get(anchors) ?? new Set([...anchors].map(lettersOf));
  lettersOfAnchors.set(anchors, known);
  return known.has(lettersOf(fragment));
}

// Many links may ask the same of a document.
const lettersOfAnchors = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

function lettersOf(anchor: string): string {
  return anchor.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

interface KnownAnchors {
  path: string;
  anchors: ReadonlySet<string> | undefined;
}

/** The anchors of the documents that a link may lead to; empty when none is known. */
function anchorsElsewhere(target: LinkTarget, library: DocumentLibrary | null): KnownAnchors[] {
  if (!library) return [];
  const found = documentsOf(target, library).map((path) => ({ path, anchors: library.anchors(path) }));
  // Where it is not known which files there are, those without anchors may not exist.
  return library.has ? found : found.filter(({ anchors }) => anchors !== undefined);
}

function missing({ kind, start, end }: Destination, { path = '' }: LinkTarget): Finding<LinksRuleId> {
  const isDocument = isDocumentPath(path);
  const what = isDocument ? 'document' : kind === 'image' ? 'image' : 'file';
  const ruleId = isDocument ? 'links/missing-document' : 'links/missing-file';
  return { ruleId, start, end, message: `There is no ${what} ${quote(path)}.` };
}

/** @param path - of the document without the anchor; null for the document with the link */
function unknownAnchor(
  text: string,
  { start, end }: Destination,
  fragment: string,
  path: string | null,
  near: string | null,
): Finding<LinksRuleId> {
  const finding: Finding<LinksRuleId> = {
    ruleId: path === null ? 'links/unknown-anchor' : 'links/unknown-anchor-elsewhere',
    start,
    end,
    message: `There is no anchor ${quote(`#${fragment}`)} in ${path === null ? 'this document' : quote(path)}.`,
  };
  // A `#` after `&` belongs to an entity.
  const hash = text.slice(start, end).search(/(?<!&)#/);
  if (near === null || hash === -1) return finding;
  finding.suggestion = `Did you mean ${quote(`#${near}`)}?`;
  finding.replacements = [
    { start: start + hash + 1, end: end - (text[start] === '<' ? 1 : 0), text: encodeURI(near) },
  ];
  return finding;
}

/** The most similar anchor; null when none is similar enough. */
function nearest(fragment: string, anchors: ReadonlySet<string>): string | null {
  const wanted = fragment.toLowerCase();
  let best: string | null = null;
  let least = Math.max(1, Math.floor(wanted.length * MAX_DIFFERENCE)) + 1;
  let compared = 0;
  for (const anchor of anchors) {
    compared += 1;
    if (compared > MAX_COMPARED) break;
    // The distance is at least the difference in length, which is cheaper to compute.
    if (anchor === 'top' || Math.abs(anchor.length - wanted.length) >= least) continue;
    const difference = distance(wanted, anchor.toLowerCase());
    if (difference < least) [best, least] = [anchor, difference];
  }
  return best;
}
