import { distance } from 'fastest-levenshtein';
import { headingAnchors } from '../../document/anchors.ts';
import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { LinksRuleId } from './rules.ts';
import { linkTarget, type LinkTarget } from '../../document/link-target.ts';
import type { Link } from '../../document/outline.ts';
import { quote } from '../../text/quote.ts';

/** Most wrong anchors that get a suggestion, and most anchors that each of them is compared with. */
const MAX_COMPARED = 500;
/** A suggestion differs from the wrong anchor by at most this share of its length. */
const MAX_DIFFERENCE = 0.3;
/** Fragments that are no anchors: line numbers of code, text fragments, tabs of DocFX. */
const NO_ANCHOR = /^(?:L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?$|:~:|tab\/|!)/;

/** Checks that anchors in links exist, in this document and in others that are known. */
export function checkAnchors(view: DocumentView<LinksRuleId>, report: ReportFinding<LinksRuleId>): void {
  const { text, outline, filePath, library } = view;
  if (!outline) return;
  let own: ReadonlySet<string> | undefined;
  let suggestions = 0;
  for (const link of outline.links) {
    if (link.kind === 'image' || !link.url) continue;
    const destination = text.slice(link.url.start, link.url.end);
    if (!destination.includes('#') && !library) continue;
    const target = linkTarget(destination, filePath);
    if (!target) continue;
    const isOwn = target.path === undefined || target.path === filePath;
    if (!isOwn && isMissing(view, link, target, report)) continue;
    if (target.fragment === undefined || target.fragment === '' || NO_ANCHOR.test(target.fragment)) continue;
    // With an include, the document's anchors are not known in full.
    if (isOwn && view.templates.some(({ includes }) => includes)) continue;
    if (isOwn) own ??= headingAnchors(text, outline, view.prose(), view.templates);
    const anchors = isOwn ? own : library?.anchors(target.path ?? '');
    if (!anchors || anchors.has(target.fragment)) continue;
    suggestions += 1;
    const near = suggestions <= MAX_COMPARED ? nearest(target.fragment, anchors) : null;
    report(findingOf(text, link, target, isOwn, near));
  }
}

function isMissing(
  view: DocumentView<LinksRuleId>,
  { url }: Link,
  { path = '' }: LinkTarget,
  report: ReportFinding<LinksRuleId>,
): boolean {
  const { library } = view;
  if (!url || !library?.has || library.has(path)) return false;
  report({
    ruleId: 'links/missing-document',
    start: url.start,
    end: url.end,
    message: `There is no document ${quote(path)}.`,
  });
  return true;
}

function findingOf(
  text: string,
  { url }: Link,
  { path, fragment = '' }: LinkTarget,
  isOwn: boolean,
  near: string | null,
): Finding<LinksRuleId> {
  const { start, end } = url ?? { start: 0, end: 0 };
  const where = isOwn ? 'this document' : quote(path ?? '');
  const finding: Finding<LinksRuleId> = {
    ruleId: isOwn ? 'links/unknown-anchor' : 'links/unknown-anchor-elsewhere',
    start,
    end,
    message: `There is no anchor ${quote(`#${fragment}`)} in ${where}.`,
  };
  if (near === null) return finding;
  const hash = text.indexOf('#', start);
  const isBracketed = text[start] === '<';
  finding.suggestion = `Did you mean ${quote(`#${near}`)}?`;
  finding.replacements = [{ start: hash + 1, end: end - (isBracketed ? 1 : 0), text: encodeURI(near) }];
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
