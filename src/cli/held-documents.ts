import type { ParsedDocument } from '../engine/index.ts';

/** Parsed documents that may be asked for again, by path. When they are too long together, the oldest are let go. */
export class HeldDocuments {
  readonly #maxLength: number;
  readonly #byPath = new Map<string, ParsedDocument>();
  #length = 0;

  /** @param maxLength - of their texts together, in UTF-16 code units; the last document stays however long it is */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get(path: string): ParsedDocument | undefined {
    return this.#byPath.get(path);
  }

  put(path: string, document: ParsedDocument): void {
    this.take(path);
    this.#byPath.set(path, document);
    this.#length += document.text.length;
    for (const oldest of this.#byPath.keys()) {
      if (this.#length <= this.#maxLength || oldest === path) break;
      this.take(oldest);
    }
  }

  /** Gives a document, and lets it go. */
  take(path: string): ParsedDocument | undefined {
    const document = this.#byPath.get(path);
    if (document && this.#byPath.delete(path)) this.#length -= document.text.length;
    return document;
  }
}
