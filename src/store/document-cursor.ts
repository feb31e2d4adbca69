/** Cursors of the list of documents: the place of a row in the order of the list, which outlasts changes of the row. */
import * as v from 'valibot';
import { DOCUMENT_SORTS, type DocumentSort } from '../shared/api/documents.ts';

const cursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictTuple([v.picklist(DOCUMENT_SORTS), v.union([v.string(), v.number()]), v.number()]),
);

/** A place: the value that the list is sorted by, and the id. */
export interface DocumentPlace {
  value: string | number;
  id: number;
}

export function toDocumentCursor(sort: DocumentSort, { value, id }: DocumentPlace): string {
  const bytes = new TextEncoder().encode(JSON.stringify([sort, value, id]));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @returns undefined for a cursor of another list */
export function readDocumentCursor(sort: DocumentSort, cursor: string): DocumentPlace | undefined {
  if (!/^[\w-]+$/.test(cursor) || cursor.length % 4 === 1) return undefined;
  const bytes = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
  const text = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.codePointAt(0) ?? 0));
  const parsed = v.safeParse(cursorSchema, text);
  if (!parsed.success || parsed.output[0] !== sort) return undefined;
  const [, value, id] = parsed.output;
  return { value, id };
}
