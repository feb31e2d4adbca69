import type { Term } from './spellings.ts';
import { beginsName, collapse, endsName, type Mention } from './spellings.ts';
import { isAlike, similarity } from './near-miss.ts';

/** Minimum similarity of each word of a name. Names in one family share most of their letters but not each word. */
const MIN_WORD_SIMILARITY = 0.7;
/** Minimum similarity between one word and a whole name written without spaces. */
const MIN_RUN_SIMILARITY = 0.85;
/** Names with fewer letters resemble too many other words. */
const MIN_LETTERS = 7;
/** Maximum cached words, each with the names whose first word it resembles. */
const MAX_REMEMBERED = 5_000;

interface Word {
  start: number;
  end: number;
  text: string;
  folded: string;
}

interface NearName {
  name: string;
  words: readonly Word[];
  /** The words joined by single spaces, in lower case. */
  joined: string;
  /** The words joined without spaces, in lower case. */
  run: string;
}

/** A text that was probably meant to be a name. */
export interface ProbableName {
  start: number;
  end: number;
  name: string;
  /** 0 to 1. */
  similarity: number;
}

/** Finds near misses of the names that a pack knows. */
export class NearNames {
  readonly #names: readonly NearName[];
  readonly #packages: ReadonlySet<string>;
  readonly #scan: RegExp | null;
  readonly #byWord = new Map<string, readonly NearName[]>();

  /** @param packages - names of packages and namespaces, which are right however close to a name they are */
  constructor(terms: readonly Term[], packages: ReadonlySet<string>) {
    this.#packages = packages;
    this.#names = terms
      .filter(({ kind, near_misses }) => near_misses && (kind === 'product' || kind === 'platform'))
      .map(({ name }) => {
        const words = readWords(name, 0, Number.POSITIVE_INFINITY);
        return { name, words, joined: joinWords(words), run: words.map(({ folded }) => folded).join('') };
      })
      .filter(({ run }) => run.length >= MIN_LETTERS);
    const initials = [...new Set(this.#names.map(({ run }) => run[0] ?? ''))].filter((one) =>
      /[a-z]/.test(one),
    );
    this.#scan = initials.length === 0 ? null : new RegExp(`\\b[${initials.join('')}]\\w{3,}`, 'gi');
  }

  /**
   * @param mentions - the known spellings in the text, in order of position
   * @param minSimilarity - 0 to 1
   */
  find(text: string, mentions: readonly Mention[], minSimilarity: number): ProbableName[] {
    const found: ProbableName[] = [];
    const scan = this.#scan;
    if (!scan) return found;
    scan.lastIndex = 0;
    let next = 0;
    for (let match = scan.exec(text); match; match = scan.exec(text)) {
      const start = match.index;
      const names = this.#namesNear(match[0]);
      if (names.length === 0) continue;
      while ((mentions[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
      const mention = mentions[next];
      if (mention && mention.start < start) continue;
      const known = mention?.start === start ? mention : null;
      if (known && !(known.exact && known.spelling.text === known.spelling.right)) continue;
      if (!beginsName(text, start)) continue;
      const probable = this.#at(text, start, names, known, minSimilarity);
      if (!probable) continue;
      found.push(probable);
      scan.lastIndex = probable.end;
    }
    return found;
  }

  #namesNear(word: string): readonly NearName[] {
    let near = this.#byWord.get(word);
    if (near) return near;
    const folded = word.toLowerCase();
    near = this.#names.filter(
      ({ words, run }) =>
        isAlike(folded, words[0]?.folded ?? '', MIN_WORD_SIMILARITY) ||
        (words.length > 1 && isAlike(folded, run, MIN_WORD_SIMILARITY)),
    );
    if (this.#byWord.size >= MAX_REMEMBERED) this.#byWord.clear();
    this.#byWord.set(word, near);
    return near;
  }

  #at(
    text: string,
    start: number,
    names: readonly NearName[],
    known: Mention | null,
    minSimilarity: number,
  ): ProbableName | null {
    const longest = names.reduce((most, { words }) => Math.max(most, words.length), 1);
    const words = readWords(text, start, longest);
    const knownWords = known ? words.filter(({ end }) => end <= known.end).length : 0;
    let best: ProbableName | null = null;
    for (const name of names) {
      if (name.words.length <= knownWords) continue;
      const probable = compare(text, words, name, knownWords);
      if (!probable || probable.similarity < minSimilarity) continue;
      if (!endsName(text, probable.end)) continue;
      if (this.#packages.has(text.slice(start, probable.end))) return null;
      if (!best || isBetter(probable, best)) best = probable;
    }
    return best;
  }
}

function isBetter(one: ProbableName, other: ProbableName): boolean {
  return one.similarity > other.similarity || (one.similarity === other.similarity && one.end > other.end);
}

function compare(
  text: string,
  words: readonly Word[],
  name: NearName,
  knownWords: number,
): ProbableName | null {
  const [first] = words;
  if (!first) return null;
  const start = first.start;
  // The name is written as one word, e.g. "AsposeCell".
  const isOneWord = name.words.length > 1 && knownWords === 0 && first.folded !== name.words[0]?.folded;
  if (isOneWord && first.folded !== `${name.run}s` && isAlike(first.folded, name.run, MIN_RUN_SIMILARITY)) {
    const similar = closeness(text.slice(start, first.end), name.name, similarity(first.folded, name.run));
    return { start, end: first.end, name: name.name, similarity: similar };
  }
  if (words.length < name.words.length) return null;
  for (const [index, wanted] of name.words.entries()) {
    const word = words[index];
    if (!word) return null;
    if (index < knownWords ? word.folded !== wanted.folded : !isNear(word, wanted, index)) return null;
  }
  const used = words.slice(0, name.words.length);
  const last = used.at(-1) ?? first;
  // A plural or possessive of the name is not a slip.
  if (last.folded === `${name.words.at(-1)?.folded ?? ''}s`) return null;
  const similar = closeness(text.slice(start, last.end), name.name, similarity(joinWords(used), name.joined));
  return { start, end: last.end, name: name.name, similarity: similar };
}

/** Lowers the similarity of a name that differs only in case or in the characters between its words to below 1. */
function closeness(written: string, name: string, similar: number): number {
  if (similar < 1) return similar;
  return Math.min(0.99, similarity(collapse(written).toLowerCase(), name.toLowerCase()));
}

function isNear(word: Word, wanted: Word, index: number): boolean {
  const isCommonWord = index > 0 && /^[a-z]/.test(word.text) && /^[A-Z]/.test(wanted.text);
  return !isCommonWord && isAlike(word.folded, wanted.folded, MIN_WORD_SIMILARITY);
}

const WORD = /[\p{L}\p{N}]+(?:\+\+|#)?/uy;
/** What may separate the words of one name. */
const BETWEEN = /\s+\.?|[.-]/y;

function readWords(text: string, start: number, most: number): Word[] {
  const words: Word[] = [];
  let at = start + (text[start] === '.' ? 1 : 0);
  while (words.length < most) {
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) break;
    words.push({
      start: words.length === 0 ? start : at,
      end: at + word.length,
      text: word,
      folded: word.toLowerCase(),
    });
    BETWEEN.lastIndex = at + word.length;
    const between = BETWEEN.exec(text)?.[0];
    if (between === undefined) break;
    at += word.length + between.length;
  }
  return words;
}

function joinWords(words: readonly Word[]): string {
  return words.map(({ folded }) => folded).join(' ');
}
