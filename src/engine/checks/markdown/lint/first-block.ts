import { perDocument } from './per-document.ts';
import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';

/** The blocks of a document that are no comments, in order. */
export const contentBlocks = perDocument((document: LintDocument): readonly number[] => {
  if (document.tree.length === 0) return [];
  return [...document.children(0)].filter((index) => !isCommentBlock(document, index));
});

/** Whether a block is one whole comment. An indented one is none. */
export function isCommentBlock(document: LintDocument, index: number): boolean {
  if (document.tree.kind(index) !== NodeKind.CommentBlock) return false;
  const text = document.slice(index);
  if (!text.startsWith('<!--') || !text.endsWith('-->')) return false;
  const comment = text.slice('<!--'.length, -'-->'.length);
  return !comment.startsWith('>') && !comment.startsWith('->') && !comment.endsWith('-');
}
