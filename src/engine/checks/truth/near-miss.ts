import { distance } from 'fastest-levenshtein';

/** Longest word that is compared, in UTF-16 code units. Longer ones are not names. */
const MAX_WORD_LENGTH = 100;
/** Maximum cached words. */
const MAX_REMEMBERED = 5_000;

/** Returns the similarity of two texts, 0 to 1: 1 minus the edit distance divided by the longer length. */
export function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  // Two swapped letters are a single slip, although the edit distance is two.
  return 1 - (isSwap(a, b) ? 1 : distance(a, b)) / longest;
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return (
    at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
  );
}

/** Formats a similarity for messages, e.g. `92 %`. */
export function percent(similar: number): string {
  return `${Math.floor(similar * 100)} %`;
}

/** A known name that resembles a word. */
export interface NearMiss {
  name: string;
  /** 0 to 1. */
  similarity: number;
}

/**
 * Whether two texts are at least that similar. Most pairs are rejected without computing a distance, since a slip
 * hardly changes the length and keeps the first or the last letter.
 */
export function isAlike(a: string, b: string, minSimilarity: number): boolean {
  const most = Math.max(a.length, b.length) * (1 - minSimilarity);
  if (Math.abs(a.length - b.length) > most || !sharesAnEnd(a, b)) return false;
  return similarity(a, b) >= minSimilarity;
}

function sharesAnEnd(a: string, b: string): boolean {
  return a.charCodeAt(0) === b.charCodeAt(0) || a.charCodeAt(a.length - 1) === b.charCodeAt(b.length - 1);
}

/** Finds the known name that a word was probably meant to be. */
export class NearestName {
  readonly #byLength = new Map<number, string[]>();
  readonly #known = new Map<string, NearMiss | null>();
  /** The minimum similarity that the entries of `#known` were computed with. */
  #minSimilarity = 1;

  constructor(names: Iterable<string>) {
    for (const name of names) {
      const group = this.#byLength.get(name.length);
      if (group) group.push(name);
      else this.#byLength.set(name.length, [name]);
    }
  }

  /** Returns the known name nearest to a word, if it reaches the minimum similarity. */
  of(word: string, minSimilarity: number): NearMiss | null {
    if (word.length > MAX_WORD_LENGTH) return null;
    if (minSimilarity !== this.#minSimilarity || this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#minSimilarity = minSimilarity;
    let found = this.#known.get(word);
    if (found === undefined) {
      found = this.#search(word, minSimilarity);
      this.#known.set(word, found);
    }
    return found;
  }

  #search(word: string, minSimilarity: number): NearMiss | null {
    const spread = Math.floor(word.length / Math.max(minSimilarity, 0.5)) - word.length;
    let best: NearMiss | null = null;
    for (let length = word.length - spread; length <= word.length + spread; length += 1) {
      for (const name of this.#byLength.get(length) ?? []) {
        if (!isAlike(word, name, best?.similarity ?? minSimilarity)) continue;
        const similar = similarity(word, name);
        if (!best || similar > best.similarity) best = { name, similarity: similar };
      }
    }
    return best;
  }
}

/**
 * Whether two names differ only by a typical slip: two swapped letters, or one letter added or missing inside the name.
 * Larger differences, or differences at either end, may be distinct names, such as `FileFormat` and `FillFormat`,
 * `NSeries` and `Series`, or `Comment` and `Comments`.
 */
export function isTypingSlip(a: string, b: string): boolean {
  if (isSwap(a, b)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length !== short.length + 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const extra = long[at] ?? '';
  return at > 0 && at < short.length && /[a-rt-z]/.test(extra) && short.slice(at) === long.slice(at + 1);
}
