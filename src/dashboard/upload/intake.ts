import type { RunDocumentInput } from '../../shared/api/runs.ts';
import { MAX_DOCUMENT_BYTES, MAX_WORKFLOW_DOCUMENTS } from '../../shared/limits.ts';
import { grouped } from '../parts/grouped.ts';

/** Maximum size of all files together, with archives unpacked, in bytes. Protects the page from archive bombs. */
export const MAX_UNPACKED_BYTES = 200_000_000;

const DOCUMENT = /\.(?:md|markdown|mdx|txt)$/i;
/** Folders that operating systems and package managers create. */
const FOREIGN = new Set(['__MACOSX', 'node_modules']);

/** Thrown when files cannot be read. None of them is then added. */
export class IntakeError extends Error {
  override readonly name = 'IntakeError';
}

/** Tells whether a file or folder is hidden, or belongs to the operating system or a package manager. */
export function isForeign(name: string): boolean {
  return name.startsWith('.') || FOREIGN.has(name);
}

/**
 * Normalises the path of a document.
 *
 * @returns null for files that are not documents, and for hidden or foreign ones
 */
export function documentPath(path: string): string | null {
  const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  return DOCUMENT.test(path) && !parts.some(isForeign) ? parts.join('/') : null;
}

/** Collects documents by path. A later document replaces an earlier one with the same path. */
export class Intake {
  readonly #documents = new Map<string, RunDocumentInput>();
  #leftOut = 0;
  #bytes = 0;

  get documents(): RunDocumentInput[] {
    return [...this.#documents.values()];
  }

  /** Number of files that are not documents. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /**
   * Starts a file.
   *
   * @param size - in bytes, if known
   * @returns the document to add its bytes to; null when the file is not a document
   * @throws {IntakeError} when there are too many documents
   */
  begin(path: string, size?: number): IncomingDocument | null {
    const file_path = documentPath(path);
    if (file_path === null) {
      this.#leftOut += 1;
      return null;
    }
    if (!this.#documents.has(file_path) && this.#documents.size >= MAX_WORKFLOW_DOCUMENTS) {
      throw new IntakeError(
        `There are more than ${grouped(MAX_WORKFLOW_DOCUMENTS)} documents, which is the most of a run.`,
      );
    }
    const incoming = new IncomingDocument(size, (result) => {
      this.#documents.set(file_path, { file_path, ...result });
    });
    // Keeps the order in which the files start.
    this.#documents.set(file_path, { file_path, problem: 'could not be read' });
    return incoming;
  }

  /** Counts bytes that were read or unpacked. @throws {IntakeError} when the limit is exceeded */
  spend(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= MAX_UNPACKED_BYTES) return;
    throw new IntakeError(
      `There is more than ${MAX_UNPACKED_BYTES / 1_000_000} MB in it. Make several runs, or leave out what is no document.`,
    );
  }
}

type Result = { content: string } | { problem: string };
/** Keeps the byte order mark, because offsets include it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A document that is read in parts. The parts of a document that is too large are dropped. */
export class IncomingDocument {
  readonly #size: number | undefined;
  readonly #done: (result: Result) => void;
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor(size: number | undefined, done: (result: Result) => void) {
    this.#size = size;
    this.#done = done;
  }

  /** Whether the document exceeds the size limit; further parts are then ignored. */
  get isTooLarge(): boolean {
    return Math.max(this.#bytes, this.#size ?? 0) > MAX_DOCUMENT_BYTES;
  }

  add(part: Uint8Array): void {
    this.#bytes += part.byteLength;
    if (this.isTooLarge) this.#parts = [];
    else this.#parts.push(part);
  }

  end(): void {
    this.#done(
      this.isTooLarge ? { problem: tooLarge(this.#size) } : decode(joined(this.#parts, this.#bytes)),
    );
    this.#parts = [];
  }

  fail(problem: string): void {
    this.#done({ problem });
  }
}

function tooLarge(size: number | undefined): string {
  const most = grouped(MAX_DOCUMENT_BYTES);
  return size === undefined || size <= MAX_DOCUMENT_BYTES
    ? `has more than ${most} bytes, which is the most of a document`
    : `is ${grouped(size)} bytes; a document has at most ${most}`;
}

function decode(bytes: Uint8Array): Result {
  try {
    return { content: utf8.decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'is not UTF-8' };
    throw error;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
