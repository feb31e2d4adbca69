import { lowerBound } from '../../../../shared/lower-bound.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';

/** Characters that may be markup inside of brackets. */
const MARKUP = /[\\&`<*_![\]$\r\n:@]|www/;

/**
 * What markdownlint takes for the label in brackets that are no link: the plain text in them, without marks of emphasis.
 *
 * @returns null when there are brackets in it
 */
export function undefinedLabel(document: LintDocument, from: number, to: number): string | null {
  const written = document.text.slice(from, to);
  const label = MARKUP.test(written) ? plainText(document, from, to) : written;
  return label.includes(']') ? null : label;
}

/** Nodes whose marks are no text, but whose inside is. */
const TRANSPARENT: ReadonlySet<NodeKind> = new Set([
  NodeKind.Emphasis,
  NodeKind.StrongEmphasis,
  NodeKind.Link,
  NodeKind.Image,
]);

function plainText(document: LintDocument, from: number, to: number): string {
  const { tree, text } = document;
  let plain = '';
  let done = from;
  let index = lowerBound(tree.length, (at) => tree.from(at) < from);
  while (index < tree.length && tree.from(index) < to) {
    const start = tree.from(index);
    if (tree.to(index) > to) {
      index += 1;
      continue;
    }
    if (start > done) plain += text.slice(done, start);
    done = Math.max(done, start);
    if (TRANSPARENT.has(tree.kind(index))) index += 1;
    else {
      done = Math.max(done, tree.to(index));
      index = tree.after(index);
    }
  }
  return (plain + text.slice(done, to)).replaceAll(/[*_]+/g, '');
}
