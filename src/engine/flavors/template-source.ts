import type { Flavor, FlavorTraits } from './flavor.ts';

/** A document whose templates are being read. */
export interface TemplateSource {
  text: string;
  flavor: Flavor;
  traits: FlavorTraits;
  /** Finds closing marks. */
  next: NextOccurrence;
  /** Pays for what is looked for in vain. */
  budget: SearchBudget;
}

/** Bounds the text that is read in vain, in a document full of templates that nothing closes. */
export class SearchBudget {
  #left: number;

  /** @param length - of the document; so many times of it may be read in vain */
  constructor(length: number, times = 6) {
    this.#left = length * times;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Takes what a search has cost, in UTF-16 code units. */
  pay(cost: number): void {
    this.#left -= cost;
  }
}

/** What was recognised; it begins where it was looked for. */
export interface Recognised {
  end: number;
  /** Of what stands on its own lines; inside a line it is always hidden as text. */
  mask?: 'text' | 'blank' | 'container';
  ids?: readonly string[];
  includes?: boolean;
}

/** Finds marks from ascending offsets in linear time in all: each stretch of the text is searched once for each mark. */
export class NextOccurrence {
  readonly #text: string;
  readonly #found = new Map<string, { from: number; at: number }>();

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns the offset of the next `mark` at or after `from`; -1 when there is none */
  of(mark: string, from: number): number {
    const known = this.#found.get(mark);
    if (known && known.from <= from && (known.at === -1 || known.at >= from)) return known.at;
    const at = this.#text.indexOf(mark, from);
    this.#found.set(mark, { from, at });
    return at;
  }
}

/** The offset of the line ending that follows, or the length of the text. */
export function lineEndAfter(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** Whether a stretch of text has an empty line in it. */
export function hasBlankLine(text: string): boolean {
  return /\n[ \t]*\r?\n/.test(text);
}
