import { fromMarkdown } from 'mdast-util-from-markdown';
import { parse, postprocess, preprocess } from 'micromark';
import { correction } from './corrected-micromark.ts';
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
  'tableDelimiterRow',
  'codeFencedFence',
  'mathFlowFence',
  'gfmFootnoteCallString',
  'gfmFootnoteDefinitionLabelString',
]);
const UNCOMPARED = new Set(['characterEscape', 'characterReference', 'tableContent']);
/** Blocks that may end with blank lines. */
export const TRIMMED = new Set(['code', 'fence', 'math', 'html', 'item', 'quote', 'footnote']);

function mathBlocks(): Extension {
  const { flow } = math();
  return flow ? { flow } : {};
}

/** The nodes of a text as micromark finds them, in order: name, start and end. */
export function micromarkNodes(text: string, isGfm: boolean, isCorrected = true): string[] {
  const extensions = isGfm ? [gfm(), mathBlocks()] : [];
  if (isCorrected) extensions.push(correction);
  const events = postprocess(
    parse({ extensions })
      .document()
      .write(preprocess()(text, undefined, true)),
  );
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
    if (name === undefined || (opaque > 0 && UNCOMPARED.has(type))) continue;
    const start = type === 'listItemMarker' ? (markStart ?? token.start.offset) : token.start.offset;
    if (type === 'listItemMarker') markStart = undefined;
    const end = TRIMMED.has(name) ? trimmedEnd(text, start, token.end.offset) : token.end.offset;
    nodes.push(`${name} ${start}-${end}`);
  }
  for (const item of listItems(text, extensions)) nodes.push(item);
  return nodes.toSorted(byPlace);
}

/** Without blank lines at the end: micromark counts some of them in, e.g. after code and at the end of a document. */
export function trimmedEnd(text: string, from: number, to: number): number {
  return from + text.slice(from, to).replace(/(?:[\r\n]+[ \t>]*)+$/, '').length;
}

interface SyntaxNode {
  type: string;
  position?: { start: { offset?: number | undefined }; end: { offset?: number | undefined } } | undefined;
  children?: SyntaxNode[];
}

/** List items are no tokens of micromark; the tree made of the tokens has them. */
function listItems(text: string, extensions: Extension[]): string[] {
  const items: string[] = [];
  const visit = ({ children = [] }: SyntaxNode): void => {
    for (const [index, child] of children.entries()) {
      visit(child);
      if (child.type !== 'listItem') continue;
      const start = child.position?.start.offset ?? 0;
      // Some items are said to end inside the next one.
      const next = children[index + 1]?.position?.start.offset ?? text.length;
      items.push(`item ${start}-${trimmedEnd(text, start, Math.min(next, child.position?.end.offset ?? 0))}`);
    }
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
