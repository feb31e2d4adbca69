import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';

const TAB = '#tab/';

/** Whether a heading is a tab of DocFX: nothing but a link to `#tab/…`. */
export function isDocfxTab(document: LintDocument, index: number): boolean {
  const { tree, text } = document;
  if (tree.kind(index) > NodeKind.ATXHeading6) return false;
  let link = -1;
  for (const child of document.children(index)) {
    if (tree.kind(child) === NodeKind.HeaderMark) continue;
    if (link !== -1 || tree.kind(child) !== NodeKind.Link) return false;
    link = child;
  }
  if (link === -1) return false;
  const before = text.slice(tree.from(index), tree.from(link));
  const after = text.slice(tree.to(link), tree.to(index));
  if (!/^#+[ \t]+$/.test(before) || !/^[ \t]*#*[ \t]*$/.test(after)) return false;
  const url = document.child(link, NodeKind.URL);
  return url !== -1 && document.slice(url).replace(/^</, '').startsWith(TAB);
}
