import { MAX_DOCUMENT_BYTES } from '../../shared/limits.ts';
import { Refusal } from '../errors.ts';

/** A document as it was submitted. */
export interface SubmittedDocument {
  /** Where it is in the request, for errors: `content` or `file[2]`. */
  path: string;
  filePath: string;
  /** Well-formed UTF-16. */
  content: string;
}

/** Says what is wrong with the size of a document; undefined when nothing is. The message follows the document's path. */
export function sizeProblem({ byteLength }: Uint8Array): string | undefined {
  if (byteLength <= MAX_DOCUMENT_BYTES) return undefined;
  return `is ${byteLength} bytes of UTF-8; a document has at most ${MAX_DOCUMENT_BYTES}`;
}

/**
 * Encodes a document as UTF-8.
 *
 * @throws {Refusal} `document-too-large`
 */
export function encodeDocument({ content, filePath, path }: SubmittedDocument): Uint8Array {
  const bytes = new TextEncoder().encode(content);
  const message = sizeProblem(bytes);
  if (message === undefined) return bytes;
  throw new Refusal('document-too-large', `${filePath} ${message}.`, [{ path, message }]);
}
