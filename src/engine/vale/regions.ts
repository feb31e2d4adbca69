import { lowerBound } from '../../shared/lower-bound.ts';
import type { ProseBlock } from '../document/prose.ts';
import type { Region } from './region.ts';
import { parseSelector, selects } from './scope.ts';
import { sentencesOf } from './sentences.ts';

/** The parts of a document that styles examine. */
export interface StyledDocument {
  text: string;
  blocks: readonly ProseBlock[];
}

/** The regions of a document by scope. Each scope is computed once. */
export class Regions {
  readonly #document: StyledDocument;
  readonly #byScope = new Map<string, readonly Region[]>();

  constructor(document: StyledDocument) {
    this.#document = document;
  }

  /** Paragraphs and list items, from which text statistics are computed. */
  get paragraphs(): readonly Region[] {
    return this.#document.blocks.filter(({ kind }) => kind === 'paragraph');
  }

  /** @param scope - alternatives, of which a text must match one; empty for all text */
  in(scope: readonly string[]): readonly Region[] {
    const key = scope.join('\n');
    const known = this.#byScope.get(key);
    if (known) return known;
    const found = scope.length <= 1 ? this.#read(scope[0] ?? 'text') : this.#merged(scope);
    this.#byScope.set(key, found);
    return found;
  }

  /** The union of several scopes, without duplicates. */
  #merged(scope: readonly string[]): Region[] {
    const seen = new Set<Region>();
    for (const one of scope) for (const region of this.in([one])) seen.add(region);
    return [...seen];
  }

  #read(scope: string): readonly Region[] {
    const selector = parseSelector(scope);
    if (!selector || selector.isForeign) return [];
    const { text, blocks } = this.#document;
    if (selector.unit === 'raw') return [{ text, offsetAt: (index) => index, endAt: (index) => index }];
    const matching = blocks.filter((block) => selects(selector, block));
    if (selector.unit === 'sentence') return matching.flatMap(sentencesOf);
    return selector.unit === 'summary' && matching.length > 0 ? [joined(matching)] : matching;
  }
}

/** Separator between blocks that are read as one text. */
const BREAK = '\n\n';

/** Joins blocks into one region. */
function joined(blocks: readonly Region[]): Region {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of blocks) {
    starts.push(length);
    length += text.length + BREAK.length;
  }
  /** Finds the block at or before `index`, and the position in it. A separator maps to the end of its block. */
  const locate = (index: number): { block: Region | undefined; within: number } => {
    const after = lowerBound(starts.length, (at) => (starts[at] ?? 0) <= index);
    const found = Math.max(0, after - 1);
    const block = blocks[found];
    return { block, within: Math.min(index - (starts[found] ?? 0), block?.text.length ?? 0) };
  };
  return {
    text: blocks.map(({ text }) => text).join(BREAK),
    offsetAt(index) {
      const { block, within } = locate(index);
      return block?.offsetAt(within) ?? 0;
    },
    endAt(index) {
      const { block, within } = locate(Math.max(0, index - 1));
      return block?.endAt(index === 0 ? 0 : Math.min(within + 1, block.text.length)) ?? 0;
    },
  };
}
