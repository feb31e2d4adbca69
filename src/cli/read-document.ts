import { isAscii } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { MAX_DOCUMENT_BYTES } from '../shared/limits.ts';

/** The text of a document, or why it could not be read, to be shown after its path. */
export type ReadDocument = { text: string; bytes: Uint8Array } | { problem: string; isTooLarge?: boolean };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a file without changing it: the byte order mark and the line endings stay. */
export function readDocument(path: string): ReadDocument {
  const read = readBytes(path);
  return 'bytes' in read ? decodeDocument(read.bytes) : read;
}

/**
 * Reads the bytes of a document, which may be no UTF-8.
 *
 * @param into - what they may be read into: then they are there until the next call
 */
export function readBytes(
  path: string,
  into?: Buffer,
): { bytes: Uint8Array } | Exclude<ReadDocument, { text: string }> {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    // The size is checked before reading: a file can be larger than memory.
    const { size } = fstatSync(file);
    return size > MAX_DOCUMENT_BYTES ? tooLarge(size) : { bytes: readAll(file, size, into) };
  } catch (error) {
    return { problem: `can't be read: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Reads an open file in one go, or as `readFileSync` does when its size is not what it has. */
function readAll(file: number, size: number, into?: Buffer): Uint8Array {
  const bytes = (into ?? Buffer.allocUnsafeSlow(size)).subarray(0, size);
  const length = size === 0 ? 0 : readSync(file, bytes, 0, size, 0);
  return length === size && size > 0 ? bytes : readFileSync(file);
}

/** Decodes the bytes of a document as UTF-8. */
export function decodeDocument(bytes: Uint8Array): ReadDocument {
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) {
    return tooLarge(bytes.byteLength);
  }
  try {
    return { text: textOf(bytes), bytes };
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'is not UTF-8' };
    throw error;
  }
}

/** The text of bytes that are UTF-8. @throws {TypeError} when they are not */
export function textOf(bytes: Uint8Array): string {
  // Most documents are ASCII, which is read in a fraction of the time.
  return isAscii(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    : utf8.decode(bytes);
}

function tooLarge(bytes: number): ReadDocument {
  const problem = `is ${bytes} bytes; a document has at most ${MAX_DOCUMENT_BYTES}`;
  return { problem, isTooLarge: true };
}
