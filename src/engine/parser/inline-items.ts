import type { InlineSource } from './inline-source.ts';
import { endOffsetAt, offsetAt } from './inline-source.ts';
import { NODE_KINDS, NodeKind } from './node-kind.ts';
import type { TreeBuilder } from './syntax-tree.ts';

const STRIDE = 3;
const INITIAL_ITEMS = 4;

/** The inline nodes of one leaf block, collected in any order. They nest strictly. */
export class InlineItems {
  /** Kind, start and end of each, in positions of the source. */
  #data = new Int32Array(INITIAL_ITEMS * STRIDE);
  #length = 0;
  #isSorted = true;
  #last = 0;

  clear(): void {
    this.#length = 0;
    this.#isSorted = true;
    this.#last = 0;
  }

  add(kind: NodeKind, from: number, to: number): void {
    if (from < this.#last) this.#isSorted = false;
    this.#last = from;
    const at = this.#length;
    if (at === this.#data.length) {
      const grown = new Int32Array(at * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[at] = kind;
    this.#data[at + 1] = from;
    this.#data[at + 2] = to;
    this.#length = at + STRIDE;
  }

  /** Writes them into the tree in document order. */
  writeTo(builder: TreeBuilder, source: InlineSource): void {
    const data = this.#data;
    if (this.#length === 0) return;
    const order = this.#isSorted ? null : this.#sort();
    const count = this.#length / STRIDE;
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

  /** Indexes by start; of two that start together the longer one comes first. Few start together, so this is linear. */
  #sort(): Int32Array {
    const data = this.#data;
    const count = this.#length / STRIDE;
    let first = Number.MAX_SAFE_INTEGER;
    let last = 0;
    for (let at = 1; at < this.#length; at += STRIDE) {
      const from = data[at] ?? 0;
      if (from < first) first = from;
      if (from > last) last = from;
    }
    // By start: the number of the first item, from 1; and by number, that of the next one.
    const heads = new Int32Array(last - first + 1);
    const next = new Int32Array(count + 1);
    for (let item = count; item > 0; item -= 1) {
      const at = (item - 1) * STRIDE;
      const start = (data[at + 1] ?? 0) - first;
      const to = data[at + 2] ?? 0;
      let before = 0;
      let after = heads[start] ?? 0;
      while (after !== 0 && (data[(after - 1) * STRIDE + 2] ?? 0) > to) {
        before = after;
        after = next[after] ?? 0;
      }
      next[item] = after;
      if (before === 0) heads[start] = item;
      else next[before] = item;
    }
    const order = new Int32Array(count);
    let length = 0;
    for (let start = 0; start < heads.length; start += 1) {
      for (let item = heads[start] ?? 0; item !== 0; item = next[item] ?? 0) {
        order[length] = item - 1;
        length += 1;
      }
    }
    return order;
  }
}
