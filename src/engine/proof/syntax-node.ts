import { NODE_NAMES } from '../parser/node-kind.ts';
import type { SyntaxTree } from '../parser/syntax-tree.ts';

/** A node of a syntax tree that can be walked from parent to child and from sibling to sibling. */
export class SyntaxNode {
  readonly #tree: SyntaxTree;
  readonly #index: number;
  /** Index after the descendants of the parent. */
  readonly #end: number;

  private constructor(tree: SyntaxTree, index: number, end: number) {
    this.#tree = tree;
    this.#index = index;
    this.#end = end;
  }

  /** The document itself. */
  static root(tree: SyntaxTree): SyntaxNode {
    return new SyntaxNode(tree, 0, tree.length);
  }

  get name(): string {
    return NODE_NAMES[this.#tree.kind(this.#index)] ?? '';
  }

  get from(): number {
    return this.#tree.from(this.#index);
  }

  get to(): number {
    return this.#tree.to(this.#index);
  }

  get firstChild(): SyntaxNode | null {
    const after = this.#tree.after(this.#index);
    return this.#index + 1 < after ? new SyntaxNode(this.#tree, this.#index + 1, after) : null;
  }

  get nextSibling(): SyntaxNode | null {
    const next = this.#tree.after(this.#index);
    return next < this.#end ? new SyntaxNode(this.#tree, next, this.#end) : null;
  }

  /** The children of a kind. */
  getChildren(name: string): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let child = this.firstChild; child; child = child.nextSibling)
      if (child.name === name) found.push(child);
    return found;
  }

  /** The first child of a kind; null when there is none. */
  getChild(name: string): SyntaxNode | null {
    return this.getChildren(name)[0] ?? null;
  }
}
