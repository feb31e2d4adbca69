import { perDocument } from './per-document.ts';
import { TEXT_BLOCKS, TRANSPARENT } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';
import { looseMarks } from './loose-marks.ts';

/** A piece of a document on one line. */
export interface Segment {
  from: number;
  to: number;
}

/** The plain text of a document: what no node but emphasis, links and images is around, in order. */
export const textSegments = perDocument((document: LintDocument): readonly Segment[] => {
  const { tree } = document;
  const segments: Segment[] = [];
  let index = 0;
  while (index < tree.length) {
    if (!TEXT_BLOCKS.has(tree.kind(index))) {
      index += 1;
      continue;
    }
    const after = tree.after(index);
    let done = tree.from(index);
    for (let at = index + 1; at < after;) {
      addLines(document, done, tree.from(at), segments);
      if (TRANSPARENT.has(tree.kind(at))) {
        done = Math.max(done, tree.from(at));
        at += 1;
      } else {
        done = Math.max(done, tree.to(at));
        at = tree.after(at);
      }
    }
    addLines(document, done, tree.to(index), segments);
    index = after;
  }
  return splitAtMarks(document, segments);
});

/** Adds the lines of a place, without their endings. */
export function addLines({ lines }: LintDocument, from: number, to: number, segments: Segment[]): void {
  let at = from;
  while (at < to) {
    const line = lines.at(at);
    const end = Math.min(to, lines.end(line));
    if (end > at) segments.push({ from: at, to: end });
    at = Math.max(lines.next(line), at + 1);
  }
}

/** Marks of emphasis that are text divide it. */
function splitAtMarks(document: LintDocument, segments: readonly Segment[]): readonly Segment[] {
  const marks = looseMarks(document);
  if (marks.length === 0) return segments;
  const parts: Segment[] = [];
  let next = 0;
  for (const { from, to } of segments) {
    let start = from;
    while (next < marks.length && (marks[next]?.from ?? 0) < from) next += 1;
    for (let mark = marks[next]; mark && mark.from < to; mark = marks[next]) {
      if (mark.from > start) parts.push({ from: start, to: mark.from });
      parts.push({ from: mark.from, to: mark.to });
      start = mark.to;
      next += 1;
    }
    if (start < to) parts.push({ from: start, to });
  }
  return parts;
}
