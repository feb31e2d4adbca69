import {
  Code,
  isAlpha,
  isAlphanumeric,
  isBlank,
  isControl,
  isLineEnding,
  isPunctuation,
  isWhitespace,
} from './characters.ts';
import { NextFinder } from './next-finder.ts';

const NEVER = Number.MAX_SAFE_INTEGER;

/** Finds addresses that stand in a text without angle brackets, as GFM's extension "Autolinks" does. */
export class LiteralAutolinks {
  #text = '';
  #start = 0;
  #end = 0;
  readonly #signs = new NextFinder('@');
  /** Where the text before the next `@` starts that may be an address; a great number for none. */
  emailFrom = NEVER;
  /** Where a domain ended that is none: what starts inside it ends there too. */
  #failedDomainEnd = -1;
  /** Punctuation up to here is followed by text. */
  #followedUpTo = -1;

  start(text: string, start: number, end: number, isOn: boolean): void {
    this.#text = text;
    this.#start = start;
    this.#end = end;
    this.#failedDomainEnd = -1;
    this.#followedUpTo = -1;
    this.emailFrom = NEVER;
    if (isOn) this.#findEmail(start, start);
  }

  #findEmail(from: number, lowest: number): void {
    const text = this.#text;
    let at = this.#signs.find(text, from, this.#end);
    let floor = lowest;
    while (at !== -1) {
      let to = at;
      while (to > floor && isLocalPart(text.charCodeAt(to - 1))) to -= 1;
      const before = to > this.#start ? text.charCodeAt(to - 1) : Code.Space;
      if (to < at && before !== Code.Slash && !isLocalPart(before)) {
        this.emailFrom = to;
        return;
      }
      floor = at + 1;
      at = this.#signs.find(text, at + 1, this.#end);
    }
    this.emailFrom = NEVER;
  }

  /** End of the e-mail address at `at`, where `emailFrom` is at or before; -1 for none. */
  emailEnd(at: number, isInBrackets: boolean): number {
    const from = this.emailFrom;
    const text = this.#text;
    const sign = text.indexOf('@', from);
    this.#findEmail(Math.max(sign + 1, at), Math.max(sign + 1, at));
    if (at !== from || isInBrackets) return -1;
    return this.#mailDomainEnd(sign + 1);
  }

  #mailDomainEnd(from: number): number {
    const text = this.#text;
    const end = this.#end;
    let to = from;
    let hasDot = false;
    let hasLabel = false;
    for (; to < end; to += 1) {
      const code = text.charCodeAt(to);
      if (code === Code.Dot) {
        if (to + 1 >= end || !isAlphanumeric(text.charCodeAt(to + 1))) break;
        hasDot = true;
      } else if (code === Code.Hyphen || code === Code.Underscore || isAlphanumeric(code)) hasLabel = true;
      else break;
    }
    return hasLabel && hasDot && isAlpha(text.charCodeAt(to - 1)) ? to : -1;
  }

  /**
   * Reads the address whose `http:` or `www.` ends with the code unit at `at`.
   *
   * @param plainFrom - where the plain text before starts: an address starts nowhere else
   */
  read(at: number, plainFrom: number): { from: number; to: number } | null {
    const text = this.#text;
    if (text.charCodeAt(at) === Code.Dot) {
      const from = at - 3;
      if (from < plainFrom || !/^www$/i.test(text.slice(from, at)) || at + 1 >= this.#end) return null;
      if (from > this.#start && !mayPrecedeWww(text.charCodeAt(from - 1))) return null;
      return this.#addressFrom(from, from);
    }
    if (!text.startsWith('//', at + 1)) return null;
    const length = /https?$/i.exec(text.slice(Math.max(plainFrom, at - 5), at))?.[0].length ?? 0;
    const from = at - length;
    if (length === 0 || (from > this.#start && isAlpha(text.charCodeAt(from - 1)))) return null;
    const domain = at + 3;
    const first = domain < this.#end ? text.charCodeAt(domain) : Code.Space;
    if (isControl(first) || isWhitespace(first) || isPunctuation(first)) return null;
    return this.#addressFrom(from, domain);
  }

  #addressFrom(from: number, domain: number): { from: number; to: number } | null {
    const end = this.#domainEnd(domain);
    return end === -1 ? null : { from, to: this.#pathEnd(end) };
  }

  #domainEnd(from: number): number {
    const text = this.#text;
    if (from < this.#failedDomainEnd) return -1;
    let underscoreInLast = false;
    let underscoreBefore = false;
    let hasText = false;
    let to = from;
    for (; to < this.#end; to += 1) {
      // Code units, not code points: symbols like emoji may stand in a domain.
      const code = text.charCodeAt(to);
      if (code === Code.Dot || code === Code.Underscore) {
        if (this.#isTrail(to)) break;
        if (code === Code.Underscore) underscoreInLast = true;
        else {
          underscoreBefore = underscoreInLast;
          underscoreInLast = false;
        }
        continue;
      }
      if (isWhitespace(code) || (code !== Code.Hyphen && isPunctuation(code))) break;
      hasText = true;
    }
    if (hasText && !underscoreInLast && !underscoreBefore) return to;
    this.#failedDomainEnd = to;
    return -1;
  }

  #pathEnd(from: number): number {
    const text = this.#text;
    let opened = 0;
    let closed = 0;
    let to = from;
    for (; to < this.#end; to += 1) {
      const code = text.charCodeAt(to);
      if (code === Code.ParenOpen) opened += 1;
      else if (code === Code.ParenClose && closed < opened) closed += 1;
      else if (isTrailStart(code)) {
        if (this.#isTrail(to)) return to;
        if (code === Code.ParenClose) closed += 1;
      } else if (isWhitespace(code)) return to;
    }
    return to;
  }

  /** Whether nothing but punctuation follows up to the end of a word: it is no part of an address. */
  #isTrail(from: number): boolean {
    if (from < this.#followedUpTo) return false;
    const end = this.#trailEnd(from);
    if (end !== -1) this.#followedUpTo = end;
    return end === -1;
  }

  /** Where text follows the punctuation from `from` on; -1 when none does. */
  #trailEnd(from: number): number {
    const text = this.#text;
    let at = from;
    while (at < this.#end) {
      const code = text.charCodeAt(at);
      if (isTrailMark(code)) at += 1;
      else if (code === Code.Ampersand) {
        let to = at + 1;
        while (to < this.#end && isAlpha(text.charCodeAt(to))) to += 1;
        if (to === at + 1 || to >= this.#end || text.charCodeAt(to) !== Code.Semicolon) return at + 1;
        at = to + 1;
      } else if (code === Code.BracketClose) {
        at += 1;
        if (at >= this.#end) return -1;
        const next = text.charCodeAt(at);
        if (next === Code.ParenOpen || next === Code.BracketOpen || isWhitespace(next)) return -1;
      } else return code === Code.Less || isWhitespace(code) ? -1 : at;
    }
    return -1;
  }
}

function isLocalPart(code: number): boolean {
  return (
    isAlphanumeric(code) ||
    code === Code.Plus ||
    code === Code.Hyphen ||
    code === Code.Dot ||
    code === Code.Underscore
  );
}

function mayPrecedeWww(code: number): boolean {
  return (
    code === Code.ParenOpen ||
    code === Code.Asterisk ||
    code === Code.Underscore ||
    code === Code.BracketOpen ||
    code === Code.BracketClose ||
    code === Code.Tilde ||
    isBlank(code) ||
    isLineEnding(code)
  );
}

const TRAIL_MARKS = new Set(Array.from(`!"'),*.:;?_~`, (character) => character.charCodeAt(0)));

function isTrailMark(code: number): boolean {
  return code < 128 && TRAIL_MARKS.has(code);
}

function isTrailStart(code: number): boolean {
  return isTrailMark(code) || code === Code.Ampersand || code === Code.Less || code === Code.BracketClose;
}
