import type { SyntaxNode } from '@lezer/common';
import { parser, Strikethrough, Table, TaskList } from '@lezer/markdown';
import { findFrontMatter, textStart } from '../document/front-matter-block.ts';
import { normaliseLabel } from '../document/outline.ts';
import { FLAVOR_TRAITS, type Flavor } from '../flavors/flavor.ts';
import { maskTemplates, type TemplateSpan } from '../flavors/template-span.ts';
import { readTemplates } from '../flavors/templates.ts';
import { LineIndex } from '../text/line-index.ts';
import { targetOf } from './inline-rendering.ts';

const gfm = parser.configure([Table, TaskList, Strikethrough]);
const commonmark = parser;
const mdx = gfm.configure({ remove: ['IndentedCode', 'HTMLBlock', 'HTMLTag'] });

/** Blocks that hold others. */
const CONTAINERS = new Set(['Document', 'Blockquote', 'BulletList', 'OrderedList', 'ListItem']);

/** A block at the top of a document, in offsets of the document. */
export interface TopBlock {
  start: number;
  end: number;
  node: SyntaxNode;
}

/** A document as its flavor reads it, for comparison with another one. */
export interface ComparableDocument {
  text: string;
  bodyStart: number;
  /** What was parsed: the text from `bodyStart` on, templates hidden. */
  body: string;
  blocks: readonly TopBlock[];
  /** Destination and title of each label. */
  definitions: ReadonlyMap<string, string>;
  templates: readonly TemplateSpan[];
  /** How many places are wrong in the flavor. */
  errors: number;
}

/** Parses a document as its flavor reads it. Superlinear in hostile documents: check the cost before. */
export function readForComparison(text: string, flavor: Flavor): ComparableDocument {
  const bodyStart = findFrontMatter(text, new LineIndex(text))?.end ?? textStart(text);
  const { spans, errors } = readTemplates(text, bodyStart, flavor);
  // The parser knows `\n` alone; every replacement keeps its length, so offsets hold.
  const body = maskTemplates(text, spans)
    .slice(bodyStart)
    .replaceAll(/\r(?!\n)/g, '\n');
  const markdown = FLAVOR_TRAITS[flavor].jsx ? mdx : flavor === 'commonmark' ? commonmark : gfm;
  const tree = markdown.parse(body);
  const blocks: TopBlock[] = [];
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    blocks.push({ start: node.from + bodyStart, end: node.to + bodyStart, node });
  }
  const definitions = new Map<string, string>();
  tree.iterate({
    enter(node) {
      if (node.name === 'LinkReference') define(body, node.node, definitions);
      return CONTAINERS.has(node.name);
    },
  });
  return { text, bodyStart, body, blocks, definitions, templates: spans, errors: errors.length };
}

function define(body: string, node: SyntaxNode, definitions: Map<string, string>): void {
  const label = node.getChild('LinkLabel');
  if (!label) return;
  const key = normaliseLabel(body.slice(label.from + 1, label.to - 1));
  if (!definitions.has(key)) definitions.set(key, targetOf(body, node));
}
