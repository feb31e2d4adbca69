import { readFileSync, statSync } from 'node:fs';
import { MAX_DOCUMENT_BYTES } from '../shared/limits.ts';

/** The text of a document, or why it could not be read, to be shown after its path. */
export type ReadDocument = { text: string; bytes: Uint8Array } | { problem: string; isTooLarge?: boolean };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a file without changing it: the byte order mark and the line endings stay. */
export function readDocument(path: string): ReadDocument {
  let bytes: Buffer;
  try {
    // The size is checked before reading: a file can be larger than memory.
    const { size } = statSync(path);
    if (size > MAX_DOCUMENT_BYTES) return tooLarge(size);
    bytes = readFileSync(path);
  } catch (error) {
    return { problem: `can't be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  return decodeDocument(bytes);
}

/** Decodes the bytes of a document as UTF-8. */
export function decodeDocument(bytes: Uint8Array): ReadDocument {
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) {
    return tooLarge(bytes.byteLength);
  }
  try {
    return { text: utf8.decode(bytes), bytes };
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'is not UTF-8' };
    throw error;
  }
}

function tooLarge(bytes: number): ReadDocument {
  const problem = `is ${bytes} bytes; a document has at most ${MAX_DOCUMENT_BYTES}`;
  return { problem, isTooLarge: true };
}
