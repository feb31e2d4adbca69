import { perDocument } from './per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';

/** The parts of a link or an image. */
export interface LintLink {
  index: number;
  isImage: boolean;
  from: number;
  to: number;
  textFrom: number;
  textTo: number;
  /** Where it leads, without angle brackets; null for a reference and for none. */
  url: { from: number; to: number } | null;
  hasTitle: boolean;
  /** The label of a reference, as written; empty for `[]`, null for none. */
  label: { from: number; to: number } | null;
  /** Whether parentheses follow its text. */
  isInline: boolean;
}

/** All links and images, in document order. */
export const links = perDocument((document: LintDocument): readonly LintLink[] => {
  return document.nodes(NodeKind.Link, NodeKind.Image).map((index) => readLink(document, index));
});

function readLink(document: LintDocument, index: number): LintLink {
  const { tree } = document;
  const from = tree.from(index);
  const to = tree.to(index);
  const link: LintLink = {
    index,
    isImage: tree.kind(index) === NodeKind.Image,
    from,
    to,
    textFrom: from,
    textTo: to,
    url: null,
    hasTitle: false,
    label: null,
    isInline: false,
  };
  let marks = 0;
  const end = tree.after(index);
  for (let child = index + 1; child < end; child = tree.after(child)) {
    const kind = tree.kind(child);
    if (kind === NodeKind.LinkMark) {
      marks += 1;
      if (marks === 1) link.textFrom = tree.to(child);
      else if (marks === 2) link.textTo = tree.from(child);
      else link.isInline = true;
    } else if (kind === NodeKind.URL && marks > 2) link.url = withoutBrackets(document, child);
    else if (kind === NodeKind.LinkTitle && marks > 2) link.hasTitle = true;
    else if (kind === NodeKind.LinkLabel && marks === 2) {
      link.label = { from: tree.from(child) + 1, to: tree.to(child) - 1 };
    }
  }
  return link;
}

/** The place of an address without its angle brackets; null when nothing is in them. */
export function withoutBrackets(
  { tree, text }: LintDocument,
  index: number,
): { from: number; to: number } | null {
  const from = tree.from(index);
  const to = tree.to(index);
  if (text[from] !== '<') return { from, to };
  return to - from > 2 ? { from: from + 1, to: to - 1 } : null;
}
