import { fromMarkdown } from 'mdast-util-from-markdown';
import { parse, postprocess, preprocess } from 'micromark';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { Extension, Token } from 'micromark-util-types';

/** What each kind of node is called in the comparison, by micromark's name for it. */
const NAMES: Readonly<Record<string, string>> = {
  blockQuote: 'quote',
  listItemMarker: 'list-mark',
  paragraph: 'paragraph',
  atxHeading: 'heading',
  setextHeading: 'heading',
  codeIndented: 'code',
  codeFenced: 'fence',
  mathFlow: 'math',
  htmlFlow: 'html',
  htmlText: 'html',
  thematicBreak: 'break',
  definition: 'definition',
  table: 'table',
  tableRow: 'row',
  tableContent: 'cell',
  gfmFootnoteDefinition: 'footnote',
  gfmFootnoteCall: 'footnote-reference',
  emphasis: 'emphasis',
  strong: 'strong',
  strikethrough: 'strikethrough',
  codeText: 'code-span',
  hardBreakEscape: 'hard-break',
  hardBreakTrailing: 'hard-break',
  link: 'link',
  image: 'image',
  autolink: 'autolink',
  literalAutolink: 'literal-autolink',
  characterEscape: 'escape',
  characterReference: 'entity',
  blockQuoteMarker: 'quote-mark',
  atxHeadingSequence: 'heading-mark',
  setextHeadingLineSequence: 'heading-mark',
  codeFencedFenceSequence: 'fence-mark',
  mathFlowFenceSequence: 'fence-mark',
  codeTextSequence: 'code-mark',
  emphasisSequence: 'emphasis-mark',
  strongSequence: 'emphasis-mark',
  strikethroughSequence: 'strikethrough-mark',
  resourceDestination: 'url',
  resourceTitle: 'title',
  reference: 'label',
  definitionLabel: 'label',
  definitionDestination: 'url',
  definitionTitle: 'title',
  taskListCheck: 'task',
};

/** Tokens of which only the parts that have names are compared. */
const OPAQUE = new Set([
  'resource',
  'reference',
  'definition',
  'codeFencedFence',
  'mathFlowFence',
  'gfmFootnoteCallString',
  'gfmFootnoteDefinitionLabelString',
]);
const INSIDE_STRINGS = new Set(['characterEscape', 'characterReference']);
/** Blocks that may run to the end of the document. */
const OPEN_ENDED = new Set(['codeFenced', 'mathFlow', 'htmlFlow']);

function mathBlocks(): Extension {
  const { flow } = math();
  return flow ? { flow } : {};
}

/** The nodes of a text as micromark finds them, in order: name, start and end. */
export function micromarkNodes(text: string, isGfm: boolean): string[] {
  const extensions = isGfm ? [gfm(), mathBlocks()] : [];
  const events = postprocess(parse({ extensions }).document().write(preprocess()(text, undefined, true)));
  const nodes: string[] = [];
  let opaque = 0;
  let markStart: number | undefined;
  let heading: Token | undefined;
  for (const [side, token] of events) {
    const { type } = token;
    if (OPAQUE.has(type)) opaque += side === 'enter' ? 1 : -1;
    if (side === 'enter') {
      if (type === 'listOrdered' || type === 'listUnordered') nodes.push(`list ${token.start.offset}-`);
      if (type === 'listItemValue') markStart = token.start.offset;
      if (type === 'setextHeading') heading = token;
      continue;
    }
    const name = NAMES[type];
    // After a definition a heading is said to start with the definition; its text is not.
    if (type === 'setextHeadingText' && heading) heading.start = token.start;
    if (name === undefined || (opaque > 0 && INSIDE_STRINGS.has(type))) continue;
    const start = type === 'listItemMarker' ? (markStart ?? token.start.offset) : token.start.offset;
    if (type === 'listItemMarker') markStart = undefined;
    nodes.push(`${name} ${start}-${endOf(token, text)}`);
  }
  for (const item of listItems(text, extensions)) nodes.push(item);
  return nodes.toSorted(byPlace);
}

/** Blank lines after code, and the last line ending of a document, are no part of a block here. */
function endOf({ type, start, end }: Token, text: string): number {
  if (type === 'codeIndented') return start.offset + text.slice(start.offset, end.offset).replace(/(?:[\r\n]+[ \t]*)+$/, '').length;
  if (end.offset !== text.length || !OPEN_ENDED.has(type)) return end.offset;
  return text.endsWith('\r\n') ? end.offset - 2 : /[\r\n]$/.test(text) ? end.offset - 1 : end.offset;
}

/** List items are no tokens of micromark; the tree made of the tokens has them. */
function listItems(text: string, extensions: Extension[]): string[] {
  const items: string[] = [];
  const visit = (node: { type: string; position?: unknown; children?: unknown[] }): void => {
    const { position } = node as { position?: { start: { offset?: number }; end: { offset?: number } } };
    if (node.type === 'listItem') items.push(`item ${position?.start.offset}-${position?.end.offset}`);
    for (const child of (node.children ?? []) as (typeof node)[]) visit(child);
  };
  visit(fromMarkdown(text, { extensions }));
  return items;
}

export function byPlace(a: string, b: string): number {
  const [first = 0, firstEnd = 0] = placeOf(a);
  const [second = 0, secondEnd = 0] = placeOf(b);
  return first - second || secondEnd - firstEnd || (a < b ? -1 : a > b ? 1 : 0);
}

function placeOf(node: string): number[] {
  return node
    .slice(node.indexOf(' ') + 1)
    .split('-')
    .map(Number);
}
