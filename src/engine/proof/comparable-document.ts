import { findFrontMatter, textStart } from '../document/front-matter-block.ts';
import { FLAVOR_TRAITS, type Flavor } from '../flavors/flavor.ts';
import { maskTemplates, type TemplateSpan } from '../flavors/template-span.ts';
import { readTemplates } from '../flavors/templates.ts';
import { normaliseLabel } from '../parser/definitions.ts';
import { parseMarkdown } from '../parser/parse-markdown.ts';
import { COMMONMARK, GITHUB, MDX, type Syntax } from '../parser/syntax.ts';
import type { SyntaxTree } from '../parser/syntax-tree.ts';
import { LineIndex } from '../text/line-index.ts';
import { targetOf } from './inline-rendering.ts';
import { SyntaxNode } from './syntax-node.ts';

/** Blocks that hold others. */
const CONTAINERS = new Set(['Blockquote', 'BulletList', 'OrderedList', 'ListItem', 'FootnoteDefinition']);

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
  /** The text with its templates hidden: what was parsed. */
  markdown: string;
  blocks: readonly TopBlock[];
  /** Destination and title of each label; empty for that of a footnote, which begins with `^`. */
  definitions: ReadonlyMap<string, string>;
  templates: readonly TemplateSpan[];
  /** Number of places where a build in this flavor fails. */
  errors: number;
}

/** A document in each way that its flavor may read it; the first is the flavor's own. */
export type Readings = readonly [ComparableDocument, ...ComparableDocument[]];

/** A document that was parsed already, as GitHub reads it. */
export interface KnownTree {
  /** What was parsed, from `bodyStart` on. */
  markdown: string;
  bodyStart: number;
  tree: SyntaxTree;
}

/**
 * Parses a document as its flavor reads it, in each way that it may be read: MDX has no indented code, but some sites give
 * their `.md` files to CommonMark. Takes time linear in the length of the text.
 *
 * @param known - spares parsing the same once more
 */
export function readForComparison(text: string, flavor: Flavor, known?: KnownTree): Readings {
  const bodyStart = findFrontMatter(text, new LineIndex(text))?.end ?? textStart(text);
  const { spans, errors } = readTemplates(text, bodyStart, flavor);
  const markdown = maskTemplates(text, spans);
  const read = (syntax: Syntax): ComparableDocument => {
    const isKnown = syntax === GITHUB && known?.bodyStart === bodyStart && known.markdown === markdown;
    const tree = isKnown ? known.tree : parseMarkdown(markdown, bodyStart, syntax);
    const blocks: TopBlock[] = [];
    const definitions = new Map<string, string>();
    for (let node = SyntaxNode.root(tree).firstChild; node; node = node.nextSibling) {
      blocks.push({ start: node.from, end: node.to, node });
      readDefinitions(markdown, node, definitions);
    }
    return { text, bodyStart, markdown, blocks, definitions, templates: spans, errors: errors.length };
  };
  if (flavor === 'commonmark') return [read(COMMONMARK)];
  return FLAVOR_TRAITS[flavor].jsx ? [read(MDX), read(GITHUB)] : [read(GITHUB)];
}

/** Reads the definitions in a block. Blocks may nest deeper than the call stack. */
function readDefinitions(markdown: string, block: SyntaxNode, definitions: Map<string, string>): void {
  const open = [block];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.name === 'LinkReference') define(markdown, node, definitions);
    // A mark of a footnote is text when no footnote has its label.
    else if (node.name === 'FootnoteDefinition') {
      const label = node.getChild('FootnoteLabel');
      if (label) definitions.set(`^${normaliseLabel(markdown.slice(label.from, label.to))}`, '');
    }
    if (!CONTAINERS.has(node.name)) continue;
    const children: SyntaxNode[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
    for (const child of children.toReversed()) open.push(child);
  }
}

function define(markdown: string, node: SyntaxNode, definitions: Map<string, string>): void {
  const label = node.getChild('LinkLabel');
  if (!label) return;
  const key = normaliseLabel(markdown.slice(label.from + 1, label.to - 1));
  if (!definitions.has(key)) definitions.set(key, targetOf(markdown, node));
}
