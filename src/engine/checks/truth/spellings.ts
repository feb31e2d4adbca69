import type { Pack } from '../../packs/pack.ts';

/** A name in a pack, with its wrong spellings. */
export type Term = Pack['terms'][number];
/** A plugin or product in a pack. */
export type Plugin = Pack['plugins'][number];

/** One way to write a name. */
export interface Spelling {
  /** The spelling in the pack. */
  text: string;
  /** The characters after the first word, in lower case. A space stands for any white space. */
  rest: readonly string[];
  /** The correct spelling. Equals `text` if that is correct. */
  right: string;
  /** The pack entry behind this spelling; null for the name of a plugin that is not a term. */
  term: Term | null;
}

/** A name found in a text, at offsets in that text. */
export interface Mention {
  start: number;
  end: number;
  spelling: Spelling;
  /** Whether it is written exactly as in the pack. */
  exact: boolean;
}

/** With more first words than this, an alternation is slow, so each word of the text is looked up instead. */
const MAX_ALTERNATIVES = 200;

/** Finds the names that a pack knows in a text. Longer names take precedence. */
export class SpellingIndex {
  readonly #scan: RegExp | null;
  readonly #byFirstWord = new Map<string, Spelling[]>();

  constructor(terms: readonly Term[], plugins: readonly Plugin[]) {
    for (const term of terms) {
      this.#add(term.name, term.name, term);
      for (const wrong of term.wrong) this.#add(wrong, term.name, term);
    }
    const named = new Set(terms.map(({ name }) => name));
    for (const { name, aliases } of plugins) {
      for (const text of [name, ...aliases]) if (!named.has(text)) this.#add(text, text, null);
    }
    for (const group of this.#byFirstWord.values()) group.sort((a, b) => b.rest.length - a.rest.length);
    this.#scan = scannerOf([...this.#byFirstWord.keys()]);
  }

  #add(text: string, right: string, term: Term | null): void {
    const word = /^[^\p{L}\p{N}\s]*[\p{L}\p{N}]*/u.exec(text)?.[0] ?? '';
    if (word === '') return;
    const first = word.toLowerCase();
    const spelling = { text, rest: Array.from(collapse(text).slice(word.length), fold), right, term };
    const group = this.#byFirstWord.get(first);
    if (group) group.push(spelling);
    else this.#byFirstWord.set(first, [spelling]);
  }

  /** Returns the names in a text in order, without overlaps. */
  find(text: string): Mention[] {
    const found: Mention[] = [];
    const scan = this.#scan;
    if (!scan) return found;
    scan.lastIndex = 0;
    for (let match = scan.exec(text); match; match = scan.exec(text)) {
      const mention = beginsName(text, match.index) ? this.#at(text, match.index, match[0]) : null;
      if (!mention) continue;
      found.push(mention);
      scan.lastIndex = mention.end;
    }
    return found;
  }

  #at(text: string, start: number, first: string): Mention | null {
    let best: Mention | null = null;
    for (const spelling of this.#byFirstWord.get(first.toLowerCase()) ?? []) {
      if (best && spelling.rest.length < best.spelling.rest.length) break;
      const end = matchEnd(text, start + first.length, spelling);
      if (end < 0 || !endsName(text, end)) continue;
      const exact = collapse(text.slice(start, end)) === spelling.text;
      const isRight = spelling.text === spelling.right;
      // If several spellings match, prefer an exact correct one, then one listed as wrong.
      if (!best || (exact && isRight)) best = { start, end, spelling, exact };
      if (exact && isRight) break;
    }
    return best;
  }
}

function scannerOf(firstWords: readonly string[]): RegExp | null {
  if (firstWords.length === 0) return null;
  if (firstWords.length > MAX_ALTERNATIVES) return /[^\p{L}\p{N}\s]?[\p{L}\p{N}]+/gu;
  // Of two words with a common prefix, the longer must be tried first.
  const longestFirst = firstWords.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return new RegExp(longestFirst.map(escape).join('|'), 'gi');
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, '\\$&');
}

/** Collapses white space to single spaces, since names may wrap across lines. */
export function collapse(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** Lower-cases a character. A character that becomes longer in lower case is kept, so that offsets remain valid. */
function fold(this: void, character: string): string {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}

/** Returns the end of a spelling whose first word ends at `start`, or -1 if it does not match. */
function matchEnd(text: string, start: number, { rest }: Spelling): number {
  let at = start;
  for (const wanted of rest) {
    if (wanted === ' ') {
      const before = at;
      while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
      if (at === before) return -1;
      continue;
    }
    const given = wanted.length === 1 ? (text[at] ?? '') : text.slice(at, at + wanted.length);
    if (given !== wanted && fold(given) !== wanted) return -1;
    at += wanted.length;
  }
  return at;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

const NAME_CHARACTER = /[\p{L}\p{N}_]/u;

/** Whether a name may start here, i.e. not inside a word, a longer name, a path or an address. */
export function beginsName(text: string, start: number): boolean {
  const before = text[start - 1];
  return before === undefined || !(NAME_CHARACTER.test(before) || './\\@$#:&=-'.includes(before));
}

/** Whether a name may end here, i.e. what follows does not extend it, as `.dll`, `-examples` or `::Cells` would. */
export function endsName(text: string, end: number): boolean {
  const next = text[end];
  if (next === undefined) return true;
  if (NAME_CHARACTER.test(next) || next === '\\' || next === '@') return false;
  if (next === '+' || next === '#') return false;
  const after = text[end + 1] ?? '';
  if (next === '.' || next === '-') return !NAME_CHARACTER.test(after);
  return !(next === ':' && after === ':');
}
