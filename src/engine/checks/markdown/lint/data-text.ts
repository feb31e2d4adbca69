import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';

/** Nodes whose text is none of the plain text around them. */
const HIDDEN: ReadonlySet<NodeKind> = new Set([
  NodeKind.Image,
  NodeKind.URL,
  NodeKind.LinkTitle,
  NodeKind.LinkLabel,
  NodeKind.LinkMark,
  NodeKind.HTMLTag,
  NodeKind.Comment,
  NodeKind.ProcessingInstruction,
  NodeKind.Autolink,
  NodeKind.LiteralAutolink,
  NodeKind.FootnoteReference,
  NodeKind.Entity,
  NodeKind.HardBreak,
  NodeKind.EmphasisMark,
  NodeKind.CodeMark,
  NodeKind.MathMark,
  NodeKind.QuoteMark,
  NodeKind.HeaderMark,
]);

/** The plain text in a place: without marks, addresses, images and tags, but with code. */
export function plainText(
  document: LintDocument,
  first: number,
  after: number,
  from: number,
  to: number,
): string {
  const { tree, text } = document;
  let plain = '';
  let done = from;
  let index = first;
  while (index < after) {
    const kind = tree.kind(index);
    const start = tree.from(index);
    if (kind === NodeKind.Escape) {
      plain += text.slice(done, start);
      done = start + 1;
    } else if (HIDDEN.has(kind)) {
      if (start >= done) plain += text.slice(done, Math.min(start, to));
      done = Math.max(done, Math.min(to, tree.to(index)));
      // Nothing but white space and line endings stands between the parts of a link.
      if (kind === NodeKind.URL || kind === NodeKind.LinkTitle) done = skipSpace(text, done);
      index = tree.after(index);
      continue;
    } else if (kind === NodeKind.InlineCode) {
      plain += text.slice(done, start) + codeText(document, index);
      done = tree.to(index);
      index = tree.after(index);
      continue;
    }
    index += 1;
  }
  plain += text.slice(done, to);
  return plain.replaceAll(/[ \t]*(?:\r\n?|\n)[ \t]*/g, '');
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

/** Inline code without its marks, and without the blanks that belong to them. */
function codeText(document: LintDocument, index: number): string {
  const { tree, text } = document;
  const from = tree.to(index + 1);
  const to = tree.to(index) - (from - tree.from(index));
  const code = text.slice(from, to);
  const isPadded = /^[ \r\n]/.test(code) && /[ \r\n]$/.test(code) && /[^ \r\n]/.test(code);
  return (isPadded ? code.slice(1, -1) : code).replaceAll(/[\r\n]/g, '');
}
