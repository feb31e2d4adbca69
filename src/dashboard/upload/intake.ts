import type { RunDocumentInput } from '../../shared/api/runs.ts';
import { MAX_DOCUMENT_BYTES, MAX_WORKFLOW_DOCUMENTS } from '../../shared/limits.ts';

/** Most bytes that are read at a time, archives unpacked: more of them would be a trap, or no longer fit into a page. */
export const MAX_UNPACKED_BYTES = 200_000_000;

const DOCUMENT = /\.(?:md|markdown|mdx|txt)$/i;
/** Folders that systems and packages put beside one's own. */
const FOREIGN = new Set(['__MACOSX', 'node_modules']);

/** Files that can't be taken in: all of them, or none. */
export class IntakeError extends Error {
  override readonly name = 'IntakeError';
}

/** Whether a file or folder of this name is hidden, or someone else's. */
export function isForeign(name: string): boolean {
  return name.startsWith('.') || FOREIGN.has(name);
}

/**
 * The path of a document, as it is kept.
 *
 * @returns null for what is no document: other kinds of files, and what is hidden or someone else's
 */
export function documentPath(path: string): string | null {
  const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  return DOCUMENT.test(path) && !parts.some(isForeign) ? parts.join('/') : null;
}

/** Documents by their path; of one path the last. */
export class Intake {
  readonly #documents = new Map<string, RunDocumentInput>();
  #leftOut = 0;
  #bytes = 0;

  get documents(): RunDocumentInput[] {
    return [...this.#documents.values()];
  }

  /** How many files were no documents. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /**
   * Begins a file.
   *
   * @param size - in bytes, where it is known
   * @returns where its bytes go; null when they are not wanted
   */
  begin(path: string, size?: number): Incoming | null {
    const file_path = documentPath(path);
    if (file_path === null) {
      this.#leftOut += 1;
      return null;
    }
    if (!this.#documents.has(file_path) && this.#documents.size >= MAX_WORKFLOW_DOCUMENTS) {
      throw new IntakeError(
        `There are more than ${MAX_WORKFLOW_DOCUMENTS.toLocaleString('en')} documents, which is the most of a run.`,
      );
    }
    const incoming = new Incoming(size, (result) => {
      this.#documents.set(file_path, { file_path, ...result });
    });
    // Its place is that of its beginning.
    this.#documents.set(file_path, { file_path, problem: 'could not be read' });
    return incoming;
  }

  /** Counts bytes that were read or unpacked. @throws {IntakeError} when they are too many */
  spend(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= MAX_UNPACKED_BYTES) return;
    throw new IntakeError(
      `There is more than ${MAX_UNPACKED_BYTES / 1_000_000} MB in it. Make several runs, or leave out what is no document.`,
    );
  }
}

type Result = { content: string } | { problem: string };
/** Keeps the byte order mark: offsets count it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A document that comes in, part by part; of one that is too large no more is kept than that. */
export class Incoming {
  readonly #size: number | undefined;
  readonly #done: (result: Result) => void;
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor(size: number | undefined, done: (result: Result) => void) {
    this.#size = size;
    this.#done = done;
  }

  /** More of it changes nothing. */
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
  const most = MAX_DOCUMENT_BYTES.toLocaleString('en');
  return size === undefined || size <= MAX_DOCUMENT_BYTES
    ? `has more than ${most} bytes, which is the most of a document`
    : `is ${size.toLocaleString('en')} bytes; a document has at most ${most}`;
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
