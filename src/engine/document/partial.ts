import type { Outline } from './outline.ts';
import { matchesOutsideCode } from './outside-code.ts';

/**
 * Text that comes from elsewhere: includes of Learn, Hugo, Jekyll, mdBook, VitePress, Python-Markdown and others, and
 * imports of Markdown into MDX.
 */
const INCLUDE =
  /\{\{[<%]?\s*(?:#\w*include|include|readfile|import)\b|\{%-?\s*(?:include|include_relative|import|render)\b|\{![^\s!{}]|\{\*\s|-{1,9}8<-{1,9}|\[!INCLUDE|:::\s?\{?include|<!--\s*@include|^import\s[^\r\n]{1,500}\.mdx?['"]/gim;
/** A line that a program puts something in the place of: a macro, e.g. `{{ settings }}`. */
const MACRO = /^\{\{[ \t]{0,3}[\w.]{1,100}(?:\([^{}\r\n]{0,300}\))?[ \t]{0,3}\}\}[ \t]*$/gm;
/** A component of a site's own, which may draw anything. Those of Docusaurus draw no anchors. */
const COMPONENT =
  /^import[ \t]+(?:\{[ \t]*)?([A-Z]\w{0,100})\b[^\r\n'"]{0,300}['"](?!@theme\/|@theme-original\/|@docusaurus\/)/gm;
/** Tabs of Python-Markdown, which have anchors of their own. */
const TAB = /^[ \t]{0,12}===[!+]{0,2} ["']/gm;
/** Notes of Python-Markdown, whose indented text reads as code here. */
const NOTE = /^[ \t]{0,12}(?:!!!|\?\?\?\+?) {0,3}[\w"']/gm;
const INDENTED_HEADING = /^(?: {4}|\t)[ \t]{0,12}(?:#{1,6}[ \t]|<h[1-6][\s>])/m;

/**
 * Whether a document has more text than is read here, and so may have more anchors: text that a generator includes, tabs, and
 * notes with headings inside. What is in code doesn't count.
 */
export function isPartial(text: string, outline: Outline): boolean {
  const patterns = INDENTED_HEADING.test(text) ? [INCLUDE, TAB, MACRO, NOTE] : [INCLUDE, TAB, MACRO];
  // A fence of MyST whose name is a directive is no code.
  if (outline.fences.some(({ info }) => info.startsWith('{include}'))) return true;
  if (usesComponent(text, outline)) return true;
  return patterns.some((pattern) => matchesOutsideCode(text, outline, pattern).next().done !== true);
}

/** Whether a page of MDX shows a component that it imports. */
function usesComponent(text: string, outline: Outline): boolean {
  if (!text.includes('import ')) return false;
  for (const { 1: name = '' } of matchesOutsideCode(text, outline, COMPONENT)) {
    if (new RegExp(`<${name}[\\s/>]`).test(text)) return true;
  }
  return false;
}
