/** Splits the documents of a run into requests of acceptable size. */
import * as v from 'valibot';
import { filePathSchema } from '../shared/api/fields.ts';
import type { RunDocumentInput } from '../shared/api/runs.ts';
import { revealHidden } from '../shared/reveal-hidden.ts';
import {
  MAX_DOCUMENTS_PER_CHUNK,
  MAX_FILE_PATH_LENGTH,
  MAX_PROBLEM_LENGTH,
  MAX_REQUEST_BYTES,
} from '../shared/limits.ts';

/**
 * Most JSON of a chunk, in bytes of UTF-8; only a single larger document exceeds it. It is far below the limit of a
 * request, so that progress is visible and little is repeated after a failure.
 */
export const MAX_CHUNK_BYTES = 1_000_000;
/** The bytes of a request that one document can have, beside the JSON around it. */
const MAX_DOCUMENT_JSON_BYTES = MAX_REQUEST_BYTES - 1_000;

/**
 * Splits documents into chunks, in their order. Each chunk is one request, and no request is refused because of a
 * single document: a document that does not fit is replaced by its path and the problem, and counts as failed.
 *
 * @example
 * ```ts
 * for (const chunk of chunksOf(documents)) await api.addDocuments(id, chunk);
 * ```
 */
export function chunksOf(documents: readonly RunDocumentInput[]): RunDocumentInput[][] {
  const chunks: RunDocumentInput[][] = [];
  let bytes = Infinity;
  for (const document of documents) {
    const [sendable, size] = asSendable(document);
    let chunk = chunks.at(-1);
    if (!chunk || chunk.length >= MAX_DOCUMENTS_PER_CHUNK || bytes + size > MAX_CHUNK_BYTES) {
      chunk = [];
      chunks.push(chunk);
      bytes = 0;
    }
    chunk.push(sendable);
    bytes += size;
  }
  return chunks;
}

/** Returns the document as it can be sent, and its size in bytes. */
function asSendable(document: RunDocumentInput): [RunDocumentInput, number] {
  const named = withName(document);
  const size = jsonBytes(named);
  if (size <= MAX_DOCUMENT_JSON_BYTES) return [named, size];
  // Escapes can make a text six times as long.
  const problem = `takes ${size.toLocaleString('en')} bytes as JSON; a request has at most ${MAX_REQUEST_BYTES.toLocaleString('en')}`;
  const failed = { file_path: named.file_path, problem };
  return [failed, jsonBytes(failed)];
}

/** Replaces a path that the service would refuse by a readable form of it, so that the document is still named. */
function withName(document: RunDocumentInput): RunDocumentInput {
  const parsed = v.safeParse(filePathSchema, document.file_path);
  if (parsed.success) {
    if (!('problem' in document)) return document;
    return { ...document, problem: document.problem.slice(0, MAX_PROBLEM_LENGTH) || 'could not be read' };
  }
  const shown = revealHidden(document.file_path.toWellFormed()).trim();
  return {
    // The file name is at the end.
    file_path: shown.slice(-MAX_FILE_PATH_LENGTH).toWellFormed().trim() || '(no name)',
    problem: `has a path that can't be kept: it ${parsed.issues[0].message}`.slice(0, MAX_PROBLEM_LENGTH),
  };
}

const utf8 = new TextEncoder();
const COMMA = 1;

function jsonBytes(document: RunDocumentInput): number {
  return utf8.encode(JSON.stringify(document)).byteLength + COMMA;
}
