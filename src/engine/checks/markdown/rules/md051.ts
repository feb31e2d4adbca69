import { perDocument } from '../lint/per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { isDocfxTab } from '../lint/docfx-tab.ts';
import { fragments } from '../lint/fragments.ts';
import { links, withoutBrackets } from '../lint/links.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { compilePattern } from '../../../patterns/pattern.ts';
import { givenText } from '../lint/option-values.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { expectation, wholeLine } from '../lint/report.ts';

/** Fragments of GitHub that lead to lines. */
const LINE = /^#(?:L\d+(?:C\d+)?-L\d+(?:C\d+)?|L\d+)$/;

interface Target {
  /** The link or the definition. */
  from: number;
  to: number;
  /** Its address. */
  url: { from: number; to: number };
}

export const md051 = defineLintRule({
  id: 'MD051',
  aliases: ['link-fragments'],
  tags: ['links'],
  description: 'Link fragments should be valid',
  level: 'warning',
  levelReason: 'The link leads to the top of the page.',
  title: 'Fix link fragments',
  purpose: 'Fragments that lead to no heading',
  changes: ['destinations'],
  owner: { type: 'links', rules: ['links/unknown-anchor'] },
  options: {
    ignore_case: { default: false, purpose: 'Whether small and capital letters are the same' },
    ignored_pattern: { default: '', purpose: 'Fragments that are not checked' },
  },
  example: { bad: '# A\n\n[b](#b)\n', good: '# A\n\n[a](#a)\n' },
  check(document, options, report) {
    const { text, lines } = document;
    const pattern = givenText(options['ignored_pattern'], '');
    const ignored = pattern === '' ? null : compilePattern(pattern);
    for (const { from, to, url } of targets(document)) {
      const fragment = unescaped(text.slice(url.from, url.to));
      if (fragment.length < 2 || !fragment.startsWith('#')) continue;
      const encoded = `#${encodeURIComponent(fragment.slice(1).toWellFormed())}`;
      const known = fragments(document);
      if (known.all.has(encoded) || LINE.test(encoded) || ignored?.test(fragment.slice(1))) continue;
      const isOneLine = lines.at(from) === lines.at(to);
      const place = isOneLine
        ? { start: from, end: to, context: text.slice(from, to) }
        : wholeLine(document, lines.at(from));
      const similar = known.byLowerCase.get(fragment.toLowerCase());
      if (similar === undefined) report(place);
      else if (!options['ignore_case'] && similar !== fragment) {
        const fix = isOneLine ? { start: url.from, end: url.to, text: similar } : null;
        report({ ...place, detail: expectation(similar, fragment), fix });
      }
    }
  },
});

/** All addresses of links, with those of the images in them, and of definitions. */
const targets = perDocument((document: LintDocument): readonly Target[] => {
  const { tree } = document;
  const found: Target[] = [];
  const all = links(document);
  const byIndex = new Map(all.map((link) => [link.index, link]));
  for (const link of all) {
    if (link.isImage || isTab(document, link.index)) continue;
    for (let at = link.index + 1; at < tree.after(link.index); at += 1) {
      const image = tree.kind(at) === NodeKind.Image ? byIndex.get(at) : undefined;
      if (image?.url) found.push({ from: link.from, to: link.to, url: image.url });
    }
    if (link.url) found.push({ from: link.from, to: link.to, url: link.url });
  }
  for (const index of document.nodes(NodeKind.LinkReference)) {
    const child = document.child(index, NodeKind.URL);
    const url = child === -1 ? null : withoutBrackets(document, child);
    if (url) found.push({ from: tree.from(index), to: tree.to(index), url });
  }
  return found;
});

function isTab(document: LintDocument, index: number): boolean {
  const parent = document.parent(index);
  return document.tree.kind(parent) <= NodeKind.ATXHeading6 && isDocfxTab(document, parent);
}

/** An address without the backslashes of escapes, and without entities. */
function unescaped(address: string): string {
  if (!/[\\&]/.test(address)) return address;
  return address
    .replaceAll(/&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,30});/g, '')
    .replaceAll(/\\([!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~])/g, '$1');
}
