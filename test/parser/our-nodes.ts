import { parseMarkdown } from '../../src/engine/parser/parse-markdown.ts';
import { COMMONMARK, GITHUB } from '../../src/engine/parser/syntax.ts';
import { byPlace, TRIMMED, trimmedEnd } from './micromark-nodes.ts';

/** What each kind of node is called in the comparison with micromark. */
const NAMES: Readonly<Record<string, string>> = {
  Blockquote: 'quote',
  ListItem: 'item',
  ListMark: 'list-mark',
  Paragraph: 'paragraph',
  CodeBlock: 'code',
  FencedCode: 'fence',
  MathBlock: 'math',
  HTMLBlock: 'html',
  CommentBlock: 'html',
  ProcessingInstructionBlock: 'html',
  HTMLTag: 'html',
  Comment: 'html',
  ProcessingInstruction: 'html',
  HorizontalRule: 'break',
  LinkReference: 'definition',
  Table: 'table',
  TableHeader: 'row',
  TableRow: 'row',
  FootnoteDefinition: 'footnote',
  FootnoteReference: 'footnote-reference',
  Emphasis: 'emphasis',
  StrongEmphasis: 'strong',
  Strikethrough: 'strikethrough',
  InlineCode: 'code-span',
  Link: 'link',
  Image: 'image',
  Autolink: 'autolink',
  LiteralAutolink: 'literal-autolink',
  Escape: 'escape',
  Entity: 'entity',
  QuoteMark: 'quote-mark',
  HeaderMark: 'heading-mark',
  EmphasisMark: 'emphasis-mark',
  StrikethroughMark: 'strikethrough-mark',
  LinkTitle: 'title',
  LinkLabel: 'label',
  TaskMarker: 'task',
};

/** The nodes of a text as our parser finds them, in the names and places of micromark. */
export function ourNodes(text: string, isGfm: boolean): string[] {
  const nodes: string[] = [];
  const tree = parseMarkdown(text, 0, isGfm ? { ...GITHUB, math: 'blocks', alerts: false } : COMMONMARK);
  const parents: string[] = [];
  tree.iterate({
    enter: ({ name, from, to }) => {
      const parent = parents.at(-1) ?? '';
      parents.push(name);
      const known = NAMES[name];
      const add = (as: string, end = to): void => {
        nodes.push(`${as} ${from}-${TRIMMED.has(as) ? trimmedEnd(text, from, end) : end}`);
      };
      if (known !== undefined) add(known);
      else if (name.startsWith('ATXHeading') || name.startsWith('SetextHeading')) add('heading');
      else if (name === 'BulletList' || name === 'OrderedList') nodes.push(`list ${from}-`);
      else if (name === 'TableCell' && to > from) add('cell');
      else if (name === 'CodeMark') add(parent === 'FencedCode' ? 'fence-mark' : 'code-mark');
      else if (name === 'MathMark') add('fence-mark');
      else if (name === 'URL' && parent !== 'Autolink') add('url');
      // micromark leaves the line ending out.
      else if (name === 'HardBreak') add('hard-break', from + text.slice(from, to).search(/[\r\n]/));
    },
    leave: () => void parents.pop(),
  });
  return nodes.toSorted(byPlace);
}
