import type { Outline } from './outline.ts';
import { matchesOutsideCode } from './outside-code.ts';

/**
 * Text that comes from elsewhere: includes of Learn, Hugo, Jekyll, mdBook, VitePress, Python-Markdown and others, and
 * imports of Markdown into MDX.
 */
const INCLUDE =
  /\{\{[<%]?\s*(?:#\w*include|include|readfile|import)\b|\{%-?\s*(?:include|include_relative|import|render)\b|\{![^\s!{}]|\{\*\s|-{1,9}8<-{1,9}|\[!INCLUDE|:::\s?include|<!--\s*@include|^import\s[^\r\n]{1,500}\.mdx?['"]/gim;
/** Tabs, which have anchors of their own, and notes. */
const INDENTED_BLOCK = /^[ \t]{0,12}(?:===[!+]{0,2} ["']|(?:!!!|\?\?\?\+?) {0,3}[\w"'])/gm;

/**
 * Whether a document has more text than is read here, and so may have more anchors: text that a generator includes, and
 * blocks of Python-Markdown, whose indented text reads as code. What is in code doesn't count.
 */
export function isPartial(text: string, outline: Outline): boolean {
  return [INCLUDE, INDENTED_BLOCK].some(
    (pattern) => matchesOutsideCode(text, outline, pattern).next().done !== true,
  );
}
