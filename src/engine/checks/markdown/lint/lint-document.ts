import { NODE_KINDS, NodeKind } from '../../../parser/node-kind.ts';
import { parseMarkdown } from '../../../parser/parse-markdown.ts';
import { GITHUB, type Syntax } from '../../../parser/syntax.ts';
import type { SyntaxTree } from '../../../parser/syntax-tree.ts';
import { LineIndex } from '../../../text/line-index.ts';
import { hideComments } from './hidden-comments.ts';
import { LintLines } from './lint-lines.ts';

/** What markdownlint takes for syntax: no strikethrough, no task items, no alerts, and any equal dollars are math. */
export const LINT_SYNTAX: Syntax = {
  ...GITHUB,
  strikethrough: false,
  taskItems: false,
  alerts: false,
  math: 'spans',
};
/** A tilde next to a mark of emphasis tells whether the mark is one, where there is strikethrough. */
const TILDE_AND_EMPHASIS = /~[*_]|[*_]~/;
/** What is read as it stands, whatever is syntax beside it. */
const NO_MATH: ReadonlySet<NodeKind> = new Set([
  NodeKind.CodeBlock,
  NodeKind.FencedCode,
  NodeKind.HTMLBlock,
  NodeKind.CommentBlock,
  NodeKind.InlineCode,
]);

export interface LintInput {
  readonly text: string;
  readonly lines: LineIndex;
  /** Offset of the first code unit that rules look at. */
  readonly start: number;
  /** The text before it that rules may read fields from. */
  readonly fields: string;
  /** The tree of the document, if it was parsed from the same place in all that GitHub renders. */
  readonly tree: SyntaxTree | null;
}

/**
 * A document as the rules of Markdown see it: its text, its lines and its tree, with indexes that are made once, on
 * demand. Offsets are those of the whole document.
 */
export class LintDocument {
  readonly text: string;
  /** The text with comments hidden, of the same length. */
  readonly source: string;
  readonly start: number;
  readonly lines: LintLines;
  readonly #fields: string;
  #fieldLines: readonly string[] | null = null;
  readonly #given: SyntaxTree | null;
  #tree: SyntaxTree | null = null;
  #byKind: number[][] | null = null;
  #parents = new Int32Array(0);
  readonly #merged = new Map<string, readonly number[]>();

  constructor({ text, lines, start, fields, tree }: LintInput) {
    this.text = text;
    this.start = start;
    this.source = hideComments(text);
    this.lines = new LintLines(lines, this.source, start);
    this.#fields = fields;
    this.#given = tree;
  }

  get tree(): SyntaxTree {
    return (this.#tree ??= this.#findTree());
  }

  /** The lines of the front matter, its delimiters included; none without one. */
  get fieldLines(): readonly string[] {
    if (this.#fieldLines) return this.#fieldLines;
    const lines = this.#fields.split(/\r\n?|\n/);
    if (lines.at(-1) === '') lines.pop();
    this.#fieldLines = lines;
    return lines;
  }

  get fields(): string {
    return this.#fields;
  }

  /** The indexes of all nodes of some kinds, in document order. */
  nodes(...kinds: readonly NodeKind[]): readonly number[] {
    const byKind = (this.#byKind ??= this.#index());
    const [only] = kinds;
    if (kinds.length === 1 && only !== undefined) return byKind[only] ?? [];
    const key = kinds.join();
    let merged = this.#merged.get(key);
    if (!merged) {
      merged = kinds.flatMap((kind) => byKind[kind] ?? []).toSorted((a, b) => a - b);
      this.#merged.set(key, merged);
    }
    return merged;
  }

  /** The index of a node's parent; -1 for the document. */
  parent(index: number): number {
    this.#byKind ??= this.#index();
    return this.#parents[index] ?? -1;
  }

  /** The nearest ancestor of one of some kinds; -1 for none. */
  ancestor(index: number, ...kinds: readonly NodeKind[]): number {
    let at = this.parent(index);
    while (at !== -1 && !kinds.includes(this.tree.kind(at))) at = this.parent(at);
    return at;
  }

  /** The children of a node. */
  *children(index: number): Generator<number> {
    const { tree } = this;
    const end = tree.after(index);
    for (let at = index + 1; at < end; at = tree.after(at)) yield at;
  }

  /** The first child of a kind; -1 for none. */
  child(index: number, kind: NodeKind): number {
    const { tree } = this;
    const end = tree.after(index);
    for (let at = index + 1; at < end; at = tree.after(at)) if (tree.kind(at) === kind) return at;
    return -1;
  }

  /** The line of a node's first code unit. */
  line(index: number): number {
    return this.lines.at(this.tree.from(index));
  }

  /** The line of a node's last code unit. */
  endLine(index: number): number {
    return this.lines.at(Math.max(this.tree.from(index), this.tree.to(index)));
  }

  /** The source text of a node, as it is written. */
  slice(index: number): string {
    return this.text.slice(this.tree.from(index), this.tree.to(index));
  }

  /** A part of the document, read in another way than the document. */
  inside(text: string, tree: SyntaxTree): LintDocument {
    const part = new LintDocument({ text, lines: new LineIndex(text), start: 0, fields: '', tree: null });
    part.#tree = tree;
    return part;
  }

  #findTree(): SyntaxTree {
    const given = this.#given;
    if (given && !this.#differs(given)) return given;
    return parseMarkdown(this.text, this.start, LINT_SYNTAX);
  }

  /** Whether a tree may differ from that of markdownlint's syntax. */
  #differs(tree: SyntaxTree): boolean {
    const { text } = this;
    const dollar = text.indexOf('$', this.start);
    if (dollar !== -1 && text.includes('$', dollar + 1) && this.#mayHaveMath(tree, dollar)) return true;
    if (!text.includes('~', this.start)) return false;
    if (TILDE_AND_EMPHASIS.test(text)) return true;
    for (let index = 0; index < tree.length; index += 1) {
      if (tree.kind(index) === NodeKind.Strikethrough) return true;
    }
    return false;
  }

  /** Whether a dollar is outside of code and HTML, where it may begin math. Most dollars are variables in code. */
  #mayHaveMath(tree: SyntaxTree, first: number): boolean {
    let dollar = first;
    for (let index = 0; index < tree.length && dollar !== -1; index += 1) {
      if (!NO_MATH.has(tree.kind(index))) continue;
      if (dollar < tree.from(index)) return true;
      if (dollar < tree.to(index)) dollar = this.text.indexOf('$', tree.to(index));
    }
    return dollar !== -1;
  }

  #index(): number[][] {
    const { tree } = this;
    const byKind: number[][] = NODE_KINDS.map(() => []);
    const parents = new Int32Array(tree.length).fill(-1);
    const open: number[] = [];
    let last = -1;
    let lastEnd = -1;
    for (let index = 0; index < tree.length; index += 1) {
      byKind[tree.kind(index)]?.push(index);
      while (last !== -1 && lastEnd <= index) {
        last = open.pop() ?? -1;
        lastEnd = last === -1 ? -1 : tree.after(last);
      }
      parents[index] = last;
      const after = tree.after(index);
      if (after > index + 1) {
        open.push(last);
        last = index;
        lastEnd = after;
      }
    }
    this.#parents = parents;
    return byKind;
  }
}
