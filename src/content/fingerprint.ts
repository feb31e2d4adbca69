import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Finding } from './finding.ts';
import type { LineIndex } from './line-index.ts';

/** Hex digits of a fingerprint. */
const FINGERPRINT_LENGTH = 32;
/** Most of a match, and of each line around it, that goes into a fingerprint, in UTF-16 code units. */
const MAX_MATCH_LENGTH = 400;
const MAX_CONTEXT_LENGTH = 200;
/** How many lines are looked at for one with words, each way. */
const CONTEXT_REACH_LINES = 20;

/**
 * Makes the fingerprints of one document's findings, in the order of the document.
 *
 * A fingerprint is of the rule, the matched text, the nearest lines with words around it, and the place among findings
 * that agree in all of these: it survives moves, and is unique in the document.
 */
export class Fingerprinter {
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #seen = new Map<string, number>();

  constructor(text: string, lines: LineIndex) {
    this.#text = text;
    this.#lines = lines;
  }

  of(finding: Finding): string {
    const { start, end } = finding;
    const first = this.#lines.lineAt(start);
    const last = this.#lines.lineAt(end);
    const match = this.#text.slice(start, Math.min(end, start + MAX_MATCH_LENGTH));
    const key = [
      finding.ruleId,
      normalise(match),
      this.#wordsNear(first, -1),
      normalise(this.#lineText(first)),
      this.#wordsNear(last, 1),
    ].join('\n');
    const ordinal = this.#seen.get(key) ?? 0;
    this.#seen.set(key, ordinal + 1);
    return bytesToHex(sha256(utf8ToBytes(`${key}\n${ordinal}`))).slice(0, FINGERPRINT_LENGTH);
  }

  #wordsNear(line: number, step: 1 | -1): string {
    for (let reach = 1; reach <= CONTEXT_REACH_LINES; reach += 1) {
      const near = line + step * reach;
      if (near < 1 || near > this.#lines.count) return '';
      const words = normalise(this.#lineText(near));
      if (words !== '') return words;
    }
    return '';
  }

  #lineText(line: number): string {
    const start = this.#lines.start(line);
    return this.#text.slice(start, Math.min(this.#lines.contentEnd(line), start + MAX_CONTEXT_LENGTH));
  }
}

function normalise(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
