import { perDocument } from '../lint/per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import { tagName } from '../lint/html-tags.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { excerpt } from '../lint/report.ts';

export const md034 = defineLintRule({
  id: 'MD034',
  aliases: ['no-bare-urls'],
  tags: ['links', 'url'],
  description: 'Bare URL used',
  level: 'off',
  strict: 'info',
  levelReason: 'GFM and most site generators make a link of a bare address.',
  title: 'Mark bare URLs as links',
  purpose: 'Bare URLs',
  changes: ['links'],
  example: { bad: 'See https://example.com/a.\n', good: 'See <https://example.com/a>.\n' },
  check(document, _options, report) {
    const { tree } = document;
    const links = document.nodes(NodeKind.LiteralAutolink);
    if (links.length === 0) return;
    const insides = elementInsides(document);
    let next = 0;
    let hidden = -1;
    for (const index of links) {
      for (; next < insides.length && (insides[next]?.from ?? 0) <= index; next += 1) {
        hidden = Math.max(hidden, insides[next]?.to ?? -1);
      }
      if (index < hidden || isInAngleBrackets(document, index)) continue;
      const start = tree.from(index);
      const end = tree.to(index);
      const address = document.slice(index);
      report({ start, end, context: excerpt(address), fix: { start, end, text: `<${address}>` } });
    }
  },
});

/** Whether brackets that make no link of it stand around an address. */
function isInAngleBrackets({ tree, text }: LintDocument, index: number): boolean {
  const from = tree.from(index);
  if (text[from - 1] !== '<' || text[tree.to(index)] !== '>') return false;
  return tree.kind(index - 1) !== NodeKind.Escape || tree.to(index - 1) !== from;
}

/** The nodes between the tags of each inline element, by index, in order. */
const elementInsides = perDocument((document: LintDocument): readonly { from: number; to: number }[] => {
  const insides: { from: number; to: number }[] = [];
  /** By parent and name: the open tags that wait for the one that closes them. */
  const open = new Map<string, number[]>();
  for (const index of document.nodes(NodeKind.HTMLTag, NodeKind.ProcessingInstruction)) {
    const tag = tagName(document.slice(index));
    if (!tag) continue;
    const key = `${document.parent(index)} ${tag.name}`;
    const waiting = open.get(key);
    if (!tag.isClosing) {
      if (waiting) waiting.push(index);
      else open.set(key, [index]);
      continue;
    }
    const from = waiting?.pop();
    if (from !== undefined) insides.push({ from, to: index });
  }
  return insides.toSorted((a, b) => a.from - b.from);
});
