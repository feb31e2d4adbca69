import { InlineRendering, type Definitions, type Tolerance } from './inline-rendering.ts';
import { MAX_RENDERED_DEPTH } from './rendered-depth.ts';
import type { SyntaxNode } from './syntax-node.ts';

const HEADING = /^(?:ATX|Setext)Heading([1-6])$/;
/** In these, white space of an HTML block is seen or run. */
const PREFORMATTED = /<(?:pre|textarea|script|style|code)\b/i;
const BLANK_LINE = /\n[ \t>]*\r?\n/;

/** Renders blocks of one document as tokens: what is seen of them, and nothing of how they are written. */
export class BlockRendering {
  readonly #source: string;
  readonly #definitions: Definitions;
  readonly #tolerance: Tolerance;

  /** @param source - the text of the tree */
  constructor(source: string, definitions: Definitions, tolerance: Tolerance) {
    this.#source = source;
    this.#definitions = definitions;
    this.#tolerance = tolerance;
  }

  /** Adds the tokens of a block, and of all in it. */
  render(node: SyntaxNode, out: string[], depth = 0): void {
    const { name } = node;
    if (depth > MAX_RENDERED_DEPTH) {
      out.push(`source ${this.#source.slice(node.from, node.to)}`);
      return;
    }
    const level = HEADING.exec(name)?.[1];
    if (level !== undefined) {
      out.push(`heading ${level} ${this.#inline(node)}`);
      return;
    }
    switch (name) {
      case 'Paragraph':
        out.push(`text ${this.#inline(node)}`);
        break;
      case 'FencedCode':
      case 'CodeBlock':
      case 'MathBlock':
        out.push(`code ${name === 'MathBlock' ? 'math ' : ''}${this.#code(node)}`);
        break;
      case 'HTMLBlock':
      case 'CommentBlock':
      case 'ProcessingInstructionBlock':
        out.push(`html ${htmlOf(this.#source.slice(node.from, node.to))}`);
        break;
      case 'HorizontalRule':
        out.push('rule');
        break;
      case 'Blockquote':
        out.push('quote');
        this.#children(node, out, depth);
        out.push('end of quote');
        break;
      case 'FootnoteDefinition': {
        const label = node.getChild('FootnoteLabel');
        out.push(`footnote ${label ? this.#source.slice(label.from, label.to) : ''}`);
        this.#children(node, out, depth);
        out.push('end of footnote');
        break;
      }
      case 'BulletList':
      case 'OrderedList':
        this.#list(node, out, depth);
        break;
      case 'Table':
        this.#table(node, out);
        break;
      case 'LinkReference':
      case 'QuoteMark':
      case 'ListMark':
      case 'FootnoteMark':
      case 'FootnoteLabel':
        break;
      default:
        out.push(`${name} ${this.#source.slice(node.from, node.to)}`);
    }
  }

  #inline(node: SyntaxNode): string {
    return new InlineRendering(this.#source, this.#definitions, this.#tolerance).render(node);
  }

  #children(node: SyntaxNode, out: string[], depth: number): void {
    for (let child = node.firstChild; child; child = child.nextSibling) this.render(child, out, depth + 1);
  }

  #code(node: SyntaxNode): string {
    const info = node.getChild('CodeInfo');
    const pieces = node.getChildren('CodeText').map(({ from, to }) => this.#source.slice(from, to));
    return `${info ? this.#source.slice(info.from, info.to) : ''}\n${pieces.join('\n')}`;
  }

  #list(node: SyntaxNode, out: string[], depth: number): void {
    const start = node.name === 'OrderedList' ? this.#startOf(node) : '';
    out.push(`list ${start}${this.#isLoose(node) ? ' loose' : ''}`);
    for (let item = node.firstChild; item; item = item.nextSibling) {
      if (item.name !== 'ListItem') continue;
      out.push('item');
      this.#children(item, out, depth);
    }
    out.push('end of list');
  }

  #startOf(list: SyntaxNode): string {
    const mark = list.firstChild?.getChild('ListMark');
    return mark ? String(Number.parseInt(this.#source.slice(mark.from, mark.to), 10)) : '';
  }

  /** Loose lists have paragraphs: an empty line stands between items, or between the blocks of one. */
  #isLoose(list: SyntaxNode): boolean {
    let before = -1;
    for (let item = list.firstChild; item; item = item.nextSibling) {
      if (before !== -1 && this.#isBlankBetween(before, item.from)) return true;
      before = item.to;
      let end = -1;
      for (let child = item.firstChild; child; child = child.nextSibling) {
        if (child.name === 'ListMark' || child.name === 'QuoteMark') continue;
        if (end !== -1 && this.#isBlankBetween(end, child.from)) return true;
        end = child.to;
      }
    }
    return false;
  }

  #isBlankBetween(end: number, start: number): boolean {
    return BLANK_LINE.test(this.#source.slice(end, start));
  }

  #table(node: SyntaxNode, out: string[]): void {
    for (let row = node.firstChild; row; row = row.nextSibling) {
      if (row.name === 'TableDelimiter') {
        const source = this.#source.slice(row.from, row.to);
        const cells = source
          .split('|')
          .map((cell) => cell.trim())
          .filter(Boolean);
        out.push(`columns ${cells.map((cell) => cell.replace(/-+/, '-')).join(' ')}`);
      } else {
        out.push('row');
        for (let cell = row.firstChild; cell; cell = cell.nextSibling) {
          if (cell.name === 'TableCell') out.push(`cell ${this.#inline(cell)}`);
          // Empty cells are no nodes: what parts the cells is counted. Pipes at both ends are a matter of layout.
          else if (cell.from > row.from && cell.to < row.to) out.push('next cell');
        }
      }
    }
    out.push('end of table');
  }
}

function htmlOf(source: string): string {
  return PREFORMATTED.test(source) ? source : source.replaceAll(/\s+/g, ' ').trim();
}
