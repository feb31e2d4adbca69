import { lowerBound } from '../../../../shared/lower-bound.ts';
import { TRANSPARENT } from '../../../parser/node-kind.ts';
import type { SyntaxTree } from '../../../parser/syntax-tree.ts';
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

/**
 * Says which brackets that are no link have others in their plain text: these have no label, and looking through the text of
 * each would take the square of their depth.
 *
 * @returns a value for each of the tree's undefined references
 */
export function nesting(tree: SyntaxTree): readonly boolean[] {
  const around = innermostNodes(tree);
  /** By node: where the last of the brackets in it that are closed by now starts. */
  const lastStart = new Map<number, number>();
  return tree.undefinedReferences.map(({ start, textStart }, index) => {
    const node = around[index] ?? -1;
    const last = lastStart.get(node) ?? -1;
    lastStart.set(node, Math.max(last, start));
    return last >= textStart;
  });
}

/** The innermost node around each undefined reference whose inside is no text of what is outside; -1 for none. */
function innermostNodes(tree: SyntaxTree): Int32Array {
  const starts = tree.undefinedReferences.map(({ start }, index) => ({ start, index }));
  const found = new Int32Array(starts.length).fill(-1);
  const open: number[] = [];
  const closeUntil = (offset: number): void => {
    while (open.length > 0 && tree.to(open.at(-1) ?? 0) <= offset) open.pop();
  };
  let node = 0;
  for (const { start, index } of starts.toSorted((a, b) => a.start - b.start)) {
    for (; node < tree.length && tree.from(node) <= start; node += 1) {
      if (TRANSPARENT.has(tree.kind(node))) continue;
      closeUntil(tree.from(node));
      open.push(node);
    }
    closeUntil(start);
    found[index] = open.at(-1) ?? -1;
  }
  return found;
}

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
