// An approximation of letters, digits and marks. `\p{L}` is three times slower, and phrases are compared in full
// anyway.
const WORD = String.raw`\w\u00C0-\u1FFF\u2C00-\uD7FF`;
const TOKEN = new RegExp(`\\s+|[${WORD}]+|[^\\s${WORD}]`, 'y');
const IS_WORD = new RegExp(`^[${WORD}]`);

/**
 * A node of the phrase trie. Its edges are the next word, another single character, or ' ' for white space of any
 * length.
 */
class Branch<T> {
  readonly next = new Map<string, Branch<T>>();
  /** The value of the phrase that ends at this node. */
  value: { of: T } | null = null;
}

/** A phrase found in a text, at `[start, end)`. */
export interface PhraseMatch<T> {
  start: number;
  end: number;
  value: T;
}

/**
 * Finds many phrases in a text at once. Matches whole words and ignores case and the amount of white space. Each word
 * of the text is looked up once and followed only if a phrase starts with it, so the time does not depend on the number
 * of phrases. If two phrases match at one position, the longer one wins.
 */
export class PhraseIndex<T> {
  readonly #root = new Branch<T>();
  readonly #starts: RegExp;

  constructor(phrases: Iterable<readonly [phrase: string, value: T]>) {
    for (const [phrase, value] of phrases) this.#add(fold(phrase).trim(), value);
    const symbols = [...this.#root.next.keys()].filter((token) => !IS_WORD.test(token));
    const others = symbols.map(codeUnitEscape).join('');
    this.#starts = new RegExp(`[${WORD}]+${others === '' ? '' : `|[${others}]`}`, 'g');
  }

  /** Yields the phrases in a text from left to right, without overlaps. */
  *findIn(text: string): Generator<PhraseMatch<T>> {
    const folded = fold(text);
    const starts = new RegExp(this.#starts);
    for (let match = starts.exec(folded); match; match = starts.exec(folded)) {
      const branch = this.#root.next.get(match[0]);
      const found = branch && longestFrom(branch, folded, starts.lastIndex);
      if (!found) continue;
      yield { start: match.index, ...found };
      starts.lastIndex = found.end;
    }
  }

  #add(phrase: string, value: T): void {
    let branch = this.#root;
    for (const token of tokensOf(phrase)) {
      let next = branch.next.get(token);
      if (!next) branch.next.set(token, (next = new Branch()));
      branch = next;
    }
    if (branch !== this.#root) branch.value = { of: value };
  }
}

function longestFrom<T>(start: Branch<T>, text: string, from: number): { end: number; value: T } | undefined {
  let branch: Branch<T> | undefined = start;
  let found: { end: number; value: T } | undefined;
  for (let at = from; branch;) {
    if (branch.value) found = { end: at, value: branch.value.of };
    if (branch.next.size === 0) break;
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) break;
    at += token.length;
    branch = branch.next.get(token.trim() === '' ? ' ' : token);
  }
  return found;
}

function* tokensOf(phrase: string): Generator<string> {
  for (let at = 0; at < phrase.length;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(phrase)?.[0] ?? phrase.charAt(at);
    at += token.length;
    yield token.trim() === '' ? ' ' : token;
  }
}

/** Lower-cases the text and straightens apostrophes without changing its length, so that offsets remain valid. */
export function fold(text: string): string {
  const straight = text.replaceAll('’', "'");
  const lower = straight.toLowerCase();
  if (lower.length === straight.length) return lower;
  // U+0130 (capital I with a dot) becomes longer in lower case.
  return Array.from(straight, (one) => {
    const small = one.toLowerCase();
    return small.length === one.length ? small : one;
  }).join('');
}

function codeUnitEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
