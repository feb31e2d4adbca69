import type { ProseBlock } from '../prose.ts';
import { sentencesOf } from './sentences.ts';

/** A piece of text that a rule looks at, which knows where it is in the document. */
export interface Region {
  text: string;
  offsetAt(index: number): number;
  endAt(index: number): number;
}

/** What a document has to look at. */
export interface StyledDocument {
  text: string;
  blocks: readonly ProseBlock[];
}

/** The regions of a document for a rule's scope, read once for all rules of the same one. */
export class Regions {
  readonly #document: StyledDocument;
  readonly #byScope = new Map<string, readonly Region[]>();

  constructor(document: StyledDocument) {
    this.#document = document;
  }

  in(scope: readonly string[]): readonly Region[] {
    const key = scope.join('\n');
    const known = this.#byScope.get(key);
    if (known) return known;
    const found = scope.length <= 1 ? this.#read(scope[0] ?? 'text') : this.#merged(scope);
    this.#byScope.set(key, found);
    return found;
  }

  /** A list of scopes: what is in any of them, once. */
  #merged(scope: readonly string[]): Region[] {
    const seen = new Set<Region>();
    for (const one of scope) for (const region of this.in([one])) seen.add(region);
    return [...seen];
  }

  #read(scope: string): readonly Region[] {
    const { text, blocks } = this.#document;
    if (scope === 'raw') return [{ text, offsetAt: (index) => index, endAt: (index) => index }];
    const parts = scope.split('&').map((part) => part.trim());
    const isSentence = parts.some((part) => part === 'sentence' || part.startsWith('sentence.'));
    const kinds = parts.filter((part) => part !== 'sentence');
    const matching = blocks.filter((block) => kinds.every((part) => isIn(block, part)));
    // A heading is no sentence.
    return isSentence ? matching.filter(({ kind }) => kind !== 'heading').flatMap(sentencesOf) : matching;
  }
}

/** Whether a block is in one part of a scope, e.g. `heading.h2` or `~list`. */
function isIn(block: ProseBlock, part: string): boolean {
  if (part.startsWith('~')) return !isIn(block, part.slice(1));
  const [name, detail] = part.split('.');
  switch (name) {
    case 'text':
      return true;
    case 'heading':
      return block.kind === 'heading' && (detail === undefined || detail === `h${block.level}`);
    case 'table':
      return block.kind === 'table-cell' && (detail === undefined || (detail === 'header') === block.header);
    case 'list':
      return block.list;
    case 'blockquote':
      return block.quote;
    case 'paragraph':
      return block.kind === 'paragraph' && !block.list && !block.quote;
    case 'summary':
      return block.kind === 'paragraph';
    case 'sentence':
      return true;
    default:
      return false;
  }
}
