import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { LinksRuleId } from './rules.ts';
import { FLAVOR_TRAITS } from '../../flavors/flavor.ts';
import { normaliseLabel } from '../../parser/definitions.ts';
import type { UndefinedReference } from '../../parser/syntax-tree.ts';
import { checkDefinitions } from './definitions.ts';
import { isPlaceholder } from './placeholder.ts';
import { checkTargets } from './targets.ts';

/** Checks that links have a destination and a text, and that references are defined. */
export function validateLinks(view: DocumentView<LinksRuleId>, report: ReportFinding<LinksRuleId>): void {
  const { text, outline, settings } = view;
  if (!outline) return;
  checkTargets(view, report);
  checkDefinitions(view, report);
  // Where the site resolves references across its pages, one document does not show that one is undefined.
  const references = FLAVOR_TRAITS[view.flavor].referencesElsewhere ? [] : outline.undefinedReferences;
  for (const reference of references) {
    if (reference.label) checkReference(text, reference, reference.label, report);
  }
  for (const link of outline.links) {
    const { start, end } = link;
    if (!link.inline || link.kind === 'image') continue;
    const destination = link.url ? destinationOf(text.slice(link.url.start, link.url.end)) : '';
    const target = link.url ?? { start, end };
    if (destination === '' && view.flavor === 'mdbook' && /(?:^|\/)SUMMARY\.md$/.test(view.filePath)) {
      // A chapter without a destination is a draft, which mdBook lists in grey.
      continue;
    }
    // `[concept:language/name]()` of Exercism: its site knows where that is.
    if (destination === '' && /^[a-z]+:[\w/-]+$/.test(text.slice(link.textStart, link.textEnd))) continue;
    if (destination === '') {
      report({ ruleId: 'links/empty', start, end, message: 'The link has no destination.' });
    } else if (isPlaceholder(destination)) {
      report({
        ruleId: 'links/placeholder',
        start: target.start,
        end: target.end,
        message: `The link leads to a placeholder: ${shorten(destination)}`,
      });
    } else if (settings.isOn('links/insecure') && INSECURE.test(destination)) {
      report({
        ruleId: 'links/insecure',
        start: target.start,
        end: target.end,
        message: `The link is not encrypted: ${shorten(destination)}`,
      });
    } else if (text.slice(link.textStart, link.textEnd).trim() === '') {
      report({ ruleId: 'links/empty', start, end, message: 'The link has no text.' });
    }
  }
}

function checkReference(
  text: string,
  link: UndefinedReference,
  label: { start: number; end: number },
  report: ReportFinding<LinksRuleId>,
): void {
  const named = text.slice(label.start + 1, label.end - 1);
  const reference = named.trim() === '' ? text.slice(link.textStart, link.textEnd) : named;
  const key = normaliseLabel(reference);
  // `arr[i][0]` and `[x][^1]` in prose are no links that someone forgot to define.
  if (key === '' || /^\^|^\d+$|^\W+$/.test(key)) return;
  // `<code>[a, <a href="b">B</a>][]</code>` is a type.
  if (/<\/?[a-z]/i.test(reference)) return;
  if (/\w/.test(text[link.start - 1] ?? '')) return;
  // `[][Type](url)` are brackets, and a link.
  if (text[link.end] === '(') return;
  // `[[Page#part][x]]` is a link of a wiki.
  if (text[link.start - 1] === '[' || text[link.start + 1] === '[' || text[link.end] === ']') return;
  report({
    ruleId: 'links/undefined-reference',
    start: link.start,
    end: link.end,
    message: `The reference ${shorten(reference)} is not defined.`,
    suggestion: `Add a definition \`[${shorten(reference)}]: destination\`, or correct the label.`,
  });
}

/** Plain HTTP, except to local and example hosts. */
const INSECURE = /^http:\/\/(?!(?:localhost|127\.|\[::1\]|[^/]*\.(?:local|test|example)(?:[:/]|$)))/i;
function destinationOf(url: string): string {
  return (url.startsWith('<') && url.endsWith('>') ? url.slice(1, -1) : url).trim();
}

/** Longest destination or label in a message, in UTF-16 code units. */
const MAX_SHOWN_LENGTH = 80;

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_SHOWN_LENGTH ? `${line.slice(0, MAX_SHOWN_LENGTH).toWellFormed()}…` : line;
}
