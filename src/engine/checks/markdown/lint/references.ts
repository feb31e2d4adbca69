import { perDocument } from './per-document.ts';
import { lowerBound } from '../../../../shared/lower-bound.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';
import { links } from './links.ts';
import { nesting, undefinedLabel } from './undefined-label.ts';

export interface LabelUse {
  label: string;
  from: number;
  to: number;
  /** Whether it is a label alone, e.g. `[label]`, and so may be mere text in brackets. */
  isShortcut: boolean;
}

export interface LabelDefinition {
  label: string;
  line: number;
  /** Where a link definition leads, unless it has angle brackets; else empty. */
  destination: string;
}

export interface References {
  uses: readonly LabelUse[];
  /** By label: where it is defined first. */
  definitions: ReadonlyMap<string, LabelDefinition>;
  duplicates: readonly LabelDefinition[];
}

/** Labels that say the same are equal. */
export function normalLabel(label: string): string {
  return label.toLowerCase().trim().replaceAll(/\s+/g, ' ');
}

/** The labels that a document uses and defines, for links, images and footnotes. */
export const references = perDocument((document: LintDocument): References => {
  return { uses: labelUses(document), ...labelDefinitions(document) };
});

export const labelDefinitions = perDocument(
  (document: LintDocument): Pick<References, 'definitions' | 'duplicates'> => {
    const { tree, text } = document;
    const definitions = new Map<string, LabelDefinition>();
    const duplicates: LabelDefinition[] = [];
    for (const index of document.nodes(NodeKind.LinkReference, NodeKind.FootnoteDefinition)) {
      const isLink = tree.kind(index) === NodeKind.LinkReference;
      const name = document.child(index, isLink ? NodeKind.LinkLabel : NodeKind.FootnoteLabel);
      const written = isLink ? document.slice(name).slice(1, -1) : `^${document.slice(name)}`;
      const label = normalLabel(written);
      const url = isLink ? document.child(index, NodeKind.URL) : -1;
      const destination = url === -1 || text[tree.from(url)] === '<' ? '' : document.slice(url);
      const definition = { label, line: document.lines.at(tree.from(name)), destination };
      if (definitions.has(label)) duplicates.push(definition);
      else definitions.set(label, definition);
    }
    return { definitions, duplicates };
  },
);

const labelUses = perDocument((document: LintDocument): readonly LabelUse[] => {
  const { text, tree } = document;
  const uses: LabelUse[] = [];
  for (const link of links(document)) {
    if (link.isInline) continue;
    const { from, to, label } = link;
    const written = label && label.to > label.from ? label : { from: link.textFrom, to: link.textTo };
    uses.push({
      label: normalLabel(withoutQuoteMarks(document, text.slice(written.from, written.to))),
      from,
      to,
      isShortcut: label === null,
    });
  }
  for (const index of document.nodes(NodeKind.FootnoteReference)) {
    const name = document.child(index, NodeKind.FootnoteLabel);
    const label = normalLabel(`^${document.slice(name)}`);
    uses.push({ label, from: tree.from(index), to: tree.to(index), isShortcut: true });
  }
  uses.sort((a, b) => a.from - b.from);
  for (const use of undefinedUses(document)) uses.push(use);
  return uses;
});

/** In a quote, a label of several lines has quote marks in it. */
function withoutQuoteMarks(document: LintDocument, label: string): string {
  if (!/[\r\n]/.test(label) || document.nodes(NodeKind.QuoteMark).length === 0) return label;
  return label.replaceAll(/(\r\n?|\n)[ \t]*(?:> ?)+/g, '$1');
}

/** Brackets that are no link. */
interface LooseBrackets {
  label: string | null;
  from: number;
  to: number;
}

/** What reads like a reference. Brackets right after others are the label of what those say. */
function undefinedUses(document: LintDocument): readonly LabelUse[] {
  const uses: LabelUse[] = [];
  for (const { label, from, to } of looseBrackets(document)) {
    const before = uses.at(-1);
    const isLabel = before?.to === from;
    if (before && isLabel && label === '') {
      before.to = to;
      before.isShortcut = false;
      continue;
    }
    if (isLabel) uses.pop();
    if (label === null || label.trim() === '') continue;
    const start = before && isLabel ? before.from : from;
    uses.push({ label: normalLabel(label), from: start, to, isShortcut: !isLabel });
  }
  for (const index of document.nodes(NodeKind.AlertMarker)) {
    const { tree } = document;
    const label = normalLabel(document.slice(index).slice(1, -1));
    uses.push({ label, from: tree.from(index), to: tree.to(index), isShortcut: true });
  }
  return uses;
}

function looseBrackets(document: LintDocument): readonly LooseBrackets[] {
  const brackets: LooseBrackets[] = [];
  const haveOthersInside = nesting(document.tree);
  for (const [index, { start, textStart, textEnd, label }] of document.tree.undefinedReferences.entries()) {
    const own = haveOthersInside[index] ? null : undefinedLabel(document, textStart, textEnd);
    brackets.push({ label: own, from: start, to: textEnd + 1 });
    // What follows may be a link or a footnote of its own.
    if (!label || isUsed(document, label.start)) continue;
    const text = undefinedLabel(document, label.start + 1, label.end - 1);
    brackets.push({ label: text, from: label.start, to: label.end });
  }
  return brackets.toSorted((a, b) => a.to - b.to);
}

function isUsed({ tree }: LintDocument, from: number): boolean {
  let index = lowerBound(tree.length, (at) => tree.from(at) < from);
  for (; index < tree.length && tree.from(index) === from; index += 1) {
    const kind = tree.kind(index);
    if (kind === NodeKind.FootnoteReference || kind === NodeKind.Link) return true;
  }
  return false;
}
