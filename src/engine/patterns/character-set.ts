import type { Translated } from './translate.ts';

const ASCII = 128;

/** The set of characters that one element of a pattern matches, e.g. `a`, `\w` or `[^,]`. */
export class CharacterSet {
  readonly #native: RegExp;
  readonly #ascii: Uint8Array<ArrayBuffer> = new Uint8Array(ASCII);
  readonly #others = new Map<number, boolean>();

  /** @param raw - source of the element; the platform's own engine decides membership, so both engines always agree */
  constructor(raw: string, { ignoreCase, dotAll, unicode }: Translated) {
    const flags = `${ignoreCase ? 'i' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}`;
    this.#native = new RegExp(`^(?:${raw})$`, flags);
    for (let code = 0; code < ASCII; code += 1) {
      this.#ascii[code] = this.#native.test(String.fromCharCode(code)) ? 1 : 0;
    }
  }

  /** @param code - a UTF-16 code unit, or a code point in unicode mode */
  has(code: number): boolean {
    if (code < ASCII) return this.#ascii[code] === 1;
    const known = this.#others.get(code);
    if (known !== undefined) return known;
    const is = this.#native.test(String.fromCodePoint(code));
    this.#others.set(code, is);
    return is;
  }
}
