import { findFrontMatter, textStart } from './front-matter-block.ts';
import { LineIndex } from './line-index.ts';

export function documentAnchors(text: string): Set<string> {
  const lines = new LineIndex(text);
  void (findFrontMatter(text, lines)?.end ?? textStart(text));
  return new Set();
}
