import { perDocument } from './per-document.ts';
import { lowerBound } from '../../../../shared/lower-bound.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';

/** A run of `*` or `_` that is text. */
export interface LooseMark {
  from: number;
  to: number;
  /** The innermost node that it is in. */
  parent: number;
}

/** All such runs, in order. */
export const looseMarks = perDocument((document: LintDocument): readonly LooseMark[] => {
  const { looseMarks: places } = document.tree;
  const marks: LooseMark[] = [];
  for (let at = 0; at < places.length; at += 2) {
    marks.push({ from: places[at] ?? 0, to: places[at + 1] ?? 0, parent: -1 });
  }
  marks.sort((a, b) => a.from - b.from);
  findParents(document, marks);
  return marks;
});

/** Whether one stands in a place. */
export function looseMarksBetween(document: LintDocument, from: number, to: number): boolean {
  const marks = looseMarks(document);
  const next = marks[lowerBound(marks.length, (at) => (marks[at]?.from ?? 0) < from)];
  return next !== undefined && next.from < to;
}

/** One walk over the tree tells the innermost node of each mark. */
function findParents(document: LintDocument, marks: readonly LooseMark[]): void {
  const { tree } = document;
  let index = 0;
  for (const mark of marks) {
    while (index + 1 < tree.length && tree.from(index + 1) <= mark.from) index += 1;
    let at = index;
    while (at !== -1 && (tree.to(at) < mark.to || tree.kind(at) === NodeKind.QuoteMark))
      at = document.parent(at);
    mark.parent = at;
  }
}
