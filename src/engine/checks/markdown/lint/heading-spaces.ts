import { NodeKind } from '../../../parser/node-kind.ts';
import { skipBlanks, skipBlanksBack } from '../../../parser/characters.ts';
import type { LintHeading } from './headings.ts';
import type { LintDocument } from './lint-document.ts';
import type { LintFinding } from './lint-rule.ts';
import { excerpt } from './report.ts';

/** Finds several spaces after the marks that open a heading. */
export function spacesAfterMarks(document: LintDocument, { index }: LintHeading): LintFinding | null {
  const { tree, text } = document;
  const from = tree.to(document.child(index, NodeKind.HeaderMark));
  return finding(document, index, from, skipBlanks(text, from, tree.to(index)), true);
}

/** Finds several spaces before the marks that close a heading. */
export function spacesBeforeMarks(document: LintDocument, { index }: LintHeading): LintFinding | null {
  const { tree, text } = document;
  let to = tree.from(index);
  for (const child of document.children(index)) {
    if (tree.kind(child) === NodeKind.HeaderMark) to = tree.from(child);
  }
  return finding(document, index, skipBlanksBack(text, to, tree.from(index)), to, false);
}

/** All but the first of the spaces are too many. */
function finding(
  document: LintDocument,
  index: number,
  from: number,
  end: number,
  isStart: boolean,
): LintFinding | null {
  if (end - from < 2) return null;
  const start = from + 1;
  const context = excerpt(document.slice(index).trim(), isStart, !isStart);
  return { start, end, context, fix: { start, end, text: '' } };
}
