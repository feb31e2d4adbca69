/** The documents of a run, cut into requests that the service takes. */
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
 * Most JSON of a chunk, in bytes of UTF-8; only a document that has more alone makes a larger one. Far below what a
 * request may have: progress is seen, and what is sent again after a failure is little.
 */
export const MAX_CHUNK_BYTES = 1_000_000;
/** What is left of a request for one document, beside what stands around it. */
const MAX_DOCUMENT_JSON_BYTES = MAX_REQUEST_BYTES - 1_000;

/**
 * Cuts documents into chunks, in their order: each is one request, and none is refused because of a single document.
 * What no request can carry goes by its name, with what is wrong with it: the service counts it as failed.
 *
 * @example for (const chunk of chunksOf(documents)) await api.addDocuments(id, chunk);
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

/** The document as it can be sent, and the bytes that it takes. */
function asSendable(document: RunDocumentInput): [RunDocumentInput, number] {
  const named = withName(document);
  const size = jsonBytes(named);
  if (size <= MAX_DOCUMENT_JSON_BYTES) return [named, size];
  // Escapes make a text up to six times as long.
  const problem = `takes ${size.toLocaleString('en')} bytes as JSON; a request has at most ${MAX_REQUEST_BYTES.toLocaleString('en')}`;
  const failed = { file_path: named.file_path, problem };
  return [failed, jsonBytes(failed)];
}

/** A path that the service would refuse is spelt out and cut, so that the document is still named. */
function withName(document: RunDocumentInput): RunDocumentInput {
  const parsed = v.safeParse(filePathSchema, document.file_path);
  if (parsed.success) {
    if (!('problem' in document)) return document;
    return { ...document, problem: document.problem.slice(0, MAX_PROBLEM_LENGTH) || 'could not be read' };
  }
  const shown = revealHidden(document.file_path.toWellFormed()).trim();
  return {
    // The name is at the end.
    file_path: shown.slice(-MAX_FILE_PATH_LENGTH).toWellFormed().trim() || '(no name)',
    problem: `has a path that can't be kept: it ${parsed.issues[0].message}`.slice(0, MAX_PROBLEM_LENGTH),
  };
}

const utf8 = new TextEncoder();
const COMMA = 1;

function jsonBytes(document: RunDocumentInput): number {
  return utf8.encode(JSON.stringify(document)).byteLength + COMMA;
}
