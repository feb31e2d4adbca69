import { lowerBound } from '../../shared/lower-bound.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Finding } from '../rules/finding.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Heading } from '../document/outline.ts';

/** Length of a fingerprint, in hex digits. */
const FINGERPRINT_LENGTH = 32;
/** How much of a match, of its line, and of the heading above goes into a fingerprint, in UTF-16 code units. */
const MAX_MATCH_LENGTH = 400;
const MAX_LINE_LENGTH = 200;

/**
 * Makes the fingerprints of a document's findings. Call it in document order.
 *
 * A fingerprint is a hash of the rule, the matched text, its line, the heading of its section, and the number of earlier
 * findings that are equal in all of these. It is unique in the document, and stays the same when the text moves or the text
 * around it changes.
 */
export class Fingerprinter {
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #headings: readonly Heading[];
  readonly #seen = new Map<string, number>();

  /** @param headings - in document order */
  constructor(text: string, lines: LineIndex, headings: readonly Heading[]) {
    this.#text = text;
    this.#lines = lines;
    this.#headings = headings;
  }

  /** The fingerprint of all findings of a rule together. It stays the same whatever is edited, until none is left. */
  static ofRule(ruleId: string): string {
    return hashOf(`${ruleId}\nall of the document`);
  }

  of({ ruleId, start, end }: Finding): string {
    const match = this.#text.slice(start, Math.min(end, start + MAX_MATCH_LENGTH));
    const lineStart = this.#lines.start(this.#lines.lineAt(start));
    const lineEnd = Math.min(this.#lines.contentEnd(this.#lines.lineAt(start)), lineStart + MAX_LINE_LENGTH);
    const key = [
      ruleId,
      normalise(match),
      normalise(this.#text.slice(lineStart, lineEnd)),
      normalise(this.#sectionOf(start).slice(0, MAX_LINE_LENGTH)),
    ]
      .join('\n')
      // A cut text may end in half a surrogate pair, which has no encoding in UTF-8.
      .toWellFormed();
    const ordinal = this.#seen.get(key) ?? 0;
    this.#seen.set(key, ordinal + 1);
    return hashOf(`${key}\n${ordinal}`);
  }

  /** The text of the last heading before an offset. */
  #sectionOf(offset: number): string {
    const next = lowerBound(this.#headings.length, (index) => (this.#headings[index]?.start ?? 0) < offset);
    return this.#headings[next - 1]?.text ?? '';
  }
}

function hashOf(key: string): string {
  return bytesToHex(sha256(utf8ToBytes(key))).slice(0, FINGERPRINT_LENGTH);
}

function normalise(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
