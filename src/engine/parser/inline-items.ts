import type { InlineSource } from './inline-source.ts';
import { endOffsetAt, offsetAt } from './inline-source.ts';
import { NODE_KINDS, NodeKind } from './node-kind.ts';
import type { TreeBuilder } from './syntax-tree.ts';

const STRIDE = 3;

/** The inline nodes of one leaf block, collected in any order. They nest strictly. */
export class InlineItems {
  /** Kind, start and end of each, in positions of the source. */
  readonly #data: number[] = [];
  #isSorted = true;
  #last = 0;

  clear(): void {
    this.#data.length = 0;
    this.#isSorted = true;
    this.#last = 0;
  }

  add(kind: NodeKind, from: number, to: number): void {
    if (from < this.#last) this.#isSorted = false;
    this.#last = from;
    this.#data.push(kind, from, to);
  }

  /** Writes them into the tree in document order. */
  writeTo(builder: TreeBuilder, source: InlineSource): void {
    const data = this.#data;
    if (data.length === 0) return;
    const order = this.#isSorted ? null : this.#sort();
    const count = data.length / STRIDE;
    const open: number[] = [];
    const ends: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const at = (order ? (order[index] ?? 0) : index) * STRIDE;
      const from = data[at + 1] ?? 0;
      const to = data[at + 2] ?? 0;
      while (ends.length > 0 && (ends.at(-1) ?? 0) <= from) {
        ends.pop();
        builder.close(open.pop() ?? 0);
      }
      const kind = NODE_KINDS[data[at] ?? 0] ?? NodeKind.Document;
      open.push(
        source.lines
          ? builder.open(kind, offsetAt(source, from), endOffsetAt(source, to))
          : builder.open(kind, from, to),
      );
      ends.push(to);
    }
    for (let index = open.pop(); index !== undefined; index = open.pop()) builder.close(index);
  }

  /** Indexes by start; of two that start together the longer one comes first. */
  #sort(): number[] {
    const data = this.#data;
    const order = Array.from({ length: data.length / STRIDE }, (_, index) => index);
    return order.toSorted((a, b) => {
      const byStart = (data[a * STRIDE + 1] ?? 0) - (data[b * STRIDE + 1] ?? 0);
      return byStart === 0 ? (data[b * STRIDE + 2] ?? 0) - (data[a * STRIDE + 2] ?? 0) : byStart;
    });
  }
}
