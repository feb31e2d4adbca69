import { NODE_KINDS, NODE_NAMES, NodeKind } from './node-kind.ts';

/** Numbers that describe one node: kind, start, end, index of the first node after its descendants. */
const STRIDE = 4;
/** Few, since many texts that are parsed are no more than a tag or a paragraph. */
const INITIAL_NODES = 4;

/** A node as a visitor sees it. The object is reused: copy what must outlive the call. */
export interface TreeNode {
  /** Position in document order, from 0. */
  readonly index: number;
  readonly kind: NodeKind;
  /** The kind's name in {@link NodeKind}. */
  readonly name: string;
  /** Offset of its first code unit in the document. */
  readonly from: number;
  /** Offset after its last code unit. */
  readonly to: number;
}

export interface TreeVisitor {
  /** Return false to skip the descendants; `leave` is then not called for the node. */
  enter: (node: TreeNode) => boolean | void;
  leave?: (node: TreeNode) => void;
}

/** Brackets that read like a reference link, but whose label the document does not define. They render as text. */
export interface UndefinedReference {
  kind: 'link' | 'image';
  start: number;
  /** End of the last brackets. */
  end: number;
  textStart: number;
  textEnd: number;
  /** The second brackets, e.g. `[label]` or `[]`; null for `[text]` alone. */
  label: { start: number; end: number } | null;
}

/** What reads like markup, but is text. */
export interface TextRemains {
  readonly undefinedReferences: readonly UndefinedReference[];
  readonly looseMarks: readonly number[];
}

/**
 * Blocks and inlines of a document in document order. Offsets count UTF-16 code units from the start of the document.
 * Nodes nest strictly, and siblings do not overlap.
 */
export class SyntaxTree {
  readonly #data: Int32Array;
  /** Number of nodes. */
  readonly length: number;
  readonly undefinedReferences: readonly UndefinedReference[];
  /** Start and end of what is left of runs of `*` and `_` that are text, in turn, in no order. */
  readonly looseMarks: readonly number[];

  constructor(data: Int32Array, length: number, { undefinedReferences, looseMarks }: TextRemains) {
    this.#data = data;
    this.length = length;
    this.undefinedReferences = undefinedReferences;
    this.looseMarks = looseMarks;
  }

  kind(index: number): NodeKind {
    return NODE_KINDS[this.#data[index * STRIDE] ?? 0] ?? NodeKind.Document;
  }

  from(index: number): number {
    return this.#data[index * STRIDE + 1] ?? 0;
  }

  to(index: number): number {
    return this.#data[index * STRIDE + 2] ?? 0;
  }

  /** Index of the first node after the descendants of a node. A node without children has `index + 1`. */
  after(index: number): number {
    return this.#data[index * STRIDE + 3] ?? 0;
  }

  /** Visits all nodes depth first, in document order. */
  iterate({ enter, leave }: TreeVisitor): void {
    const open: number[] = [];
    const node = new Cursor(this);
    let index = 0;
    while (index < this.length) {
      node.moveTo(index);
      if (enter(node) === false) index = this.after(index);
      else {
        open.push(index);
        index += 1;
      }
      for (let top = open.at(-1); top !== undefined && this.after(top) <= index; top = open.at(-1)) {
        open.pop();
        node.moveTo(top);
        leave?.(node);
      }
    }
  }
}

class Cursor implements TreeNode {
  readonly #tree: SyntaxTree;
  index = 0;
  kind: NodeKind = 0;
  from = 0;
  to = 0;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
  }

  get name(): string {
    return NODE_NAMES[this.kind] ?? '';
  }

  moveTo(index: number): void {
    this.index = index;
    this.kind = this.#tree.kind(index);
    this.from = this.#tree.from(index);
    this.to = this.#tree.to(index);
  }
}

/**
 * Collects the nodes of a tree in document order. Quote marks are given beforehand: each becomes a child of the
 * innermost node that is open where it stands, because a quote mark may stand inside any node of several lines.
 */
export class TreeBuilder {
  #data = new Int32Array(INITIAL_NODES * STRIDE);
  #length = 0;
  readonly #quoteMarks: readonly number[];
  #nextMark: number;
  #mark = 0;
  readonly #quoteMarkKind: NodeKind;

  /**
   * @param quoteMarks - their offsets, ascending
   * @param quoteMarkKind - the kind of the nodes they become
   */
  constructor(quoteMarks: readonly number[], quoteMarkKind: NodeKind) {
    this.#quoteMarks = quoteMarks;
    this.#quoteMarkKind = quoteMarkKind;
    this.#nextMark = quoteMarks[0] ?? Number.MAX_SAFE_INTEGER;
  }

  /** Adds a node that stays open for children. @returns its index, for {@link close} */
  open(kind: NodeKind, from: number, to: number): number {
    if (this.#nextMark < from) this.#addMarks(from);
    return this.#add(kind, from, to);
  }

  close(index: number): void {
    const to = this.#data[index * STRIDE + 2] ?? 0;
    if (this.#nextMark < to) this.#addMarks(to);
    this.#data[index * STRIDE + 3] = this.#length;
  }

  /** Adds a node without children. */
  leaf(kind: NodeKind, from: number, to: number): void {
    this.close(this.open(kind, from, to));
  }

  finish(remains: TextRemains): SyntaxTree {
    return new SyntaxTree(this.#data.slice(0, this.#length * STRIDE), this.#length, remains);
  }

  #addMarks(before: number): void {
    while (this.#nextMark < before) {
      const index = this.#add(this.#quoteMarkKind, this.#nextMark, this.#nextMark + 1);
      this.#data[index * STRIDE + 3] = this.#length;
      this.#mark += 1;
      this.#nextMark = this.#quoteMarks[this.#mark] ?? Number.MAX_SAFE_INTEGER;
    }
  }

  #add(kind: NodeKind, from: number, to: number): number {
    const index = this.#length;
    let at = index * STRIDE;
    if (at + STRIDE > this.#data.length) {
      const grown = new Int32Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    const data = this.#data;
    data[at] = kind;
    data[(at += 1)] = from;
    data[(at += 1)] = to;
    data[at + 1] = index + 1;
    this.#length = index + 1;
    return index;
  }
}
