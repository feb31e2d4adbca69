import type { ComparableDocument } from './comparable-document.ts';
import type { SyntaxNode } from './syntax-node.ts';

const TAG = /<(\/?)([a-z][\w-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/gi;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;
const FENCE = /^[ \t>]*(?:`{3}|~{3})/m;

/**
 * A fence that is not closed, stands in HTML, or is indented more than its code, shifts what is code to a parser that reads it
 * otherwise.
 */
export function hasShiftingFence({ markdown, blocks }: ComparableDocument): boolean {
  return someNode(blocks, (node) =>
    node.name === 'FencedCode'
      ? node.getChildren('CodeMark').length < 2 || isLeftOfFence(markdown, node)
      : node.name === 'HTMLBlock' && FENCE.test(markdown.slice(node.from, node.to)),
  );
}

/** Whether a line of the code begins left of its fence: no fence at all to Python-Markdown. */
function isLeftOfFence(markdown: string, { from, to }: SyntaxNode): boolean {
  const indent = markdown.slice(markdown.lastIndexOf('\n', from - 1) + 1, from);
  if (indent === '' || indent.trim() !== '') return false;
  const [, ...lines] = markdown.slice(from, to).split('\n');
  return lines.some((line) => line.trim() !== '' && !line.startsWith(indent));
}

/**
 * The stretches between the tags of HTML blocks. To CommonMark they end at an empty line; to Python-Markdown and kramdown
 * all up to the closing tag is HTML.
 *
 * @returns ascending
 */
export function htmlRegions({
  markdown,
  blocks,
  text,
}: ComparableDocument): { start: number; end: number }[] {
  const regions: { start: number; end: number }[] = [];
  let depth = 0;
  someNode(blocks, (node) => {
    if (node.name !== 'HTMLBlock') return false;
    if (depth === 0) regions.push({ start: node.from, end: node.to });
    for (const [, closing, name = '', rest = ''] of markdown.slice(node.from, node.to).matchAll(TAG)) {
      if (closing === '/') depth = Math.max(0, depth - 1);
      else if (!VOID.test(name) && !rest.endsWith('/')) depth += 1;
    }
    const region = regions.at(-1);
    if (region) region.end = node.to;
    return false;
  });
  const last = regions.at(-1);
  if (last && depth > 0) last.end = text.length;
  return regions;
}

/** Whether a node of the blocks, or below them, answers yes. Blocks may nest deeper than the call stack. */
function someNode(blocks: ComparableDocument['blocks'], test: (node: SyntaxNode) => boolean): boolean {
  const open = blocks.map(({ node }) => node).toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    if (test(node)) return true;
    if (!/^(?:Blockquote|BulletList|OrderedList|ListItem|FootnoteDefinition)$/.test(node.name)) continue;
    const children: SyntaxNode[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
    open.push(...children.toReversed());
  }
  return false;
}
