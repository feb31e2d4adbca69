/** Exports and imports: NDJSON, of which docs/backup.md describes each line. */
import * as v from 'valibot';
import { integer } from './fields.ts';
import { looseObject, record, strictObject } from '../objects.ts';

/** The version of the format. It changes when an older service could not read it. */
export const EXPORT_FORMAT = 1;

const id = v.pipe(v.string(), v.uuid());

/** A value of a row, as SQLite has it. */
export type Cell = string | number | null;

/** The first line. */
export const exportHeaderSchema = strictObject({
  galley_export: v.literal(EXPORT_FORMAT, `must be ${EXPORT_FORMAT}: the export is of another version`),
  id,
  /** The name of the last migration of the database. */
  schema: v.string(),
  started_at: v.string(),
  /** The tables in their order, with the highest rowid of each when the export began. */
  tables: v.array(strictObject({ name: v.string(), last: v.number() })),
});
export type ExportHeader = v.InferOutput<typeof exportHeaderSchema>;

/** A row. */
export const exportRowSchema = strictObject({
  table: v.string(),
  rowid: v.pipe(v.number(), v.safeInteger()),
  row: record(v.string(), v.nullable(v.union([v.string(), v.number()]))),
});
export type ExportRow = v.InferOutput<typeof exportRowSchema>;

/** What a page of GET /api/export ends with: there are more pages, or all that changed meanwhile is told. */
export const exportCursorSchema = strictObject({ cursor: v.string() });
export const exportEndSchema = strictObject({ end: looseObject({ position: v.number() }) });

/** The last line of a file. */
export const exportFooterSchema = strictObject({
  end: strictObject({
    /** The position of the log that all of it is at. */
    position: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** The number of rows. */
    rows: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** SHA-256 of all lines before this one, in hexadecimal digits. */
    sha256: v.string(),
  }),
});

export const exportQuerySchema = strictObject({
  cursor: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(/^[\da-f-]{36}\.\d{1,3}\.\d{1,16}\.\d{1,16}$/, 'must be the cursor of a page'),
    ),
  ),
});
export type ExportQuery = v.InferOutput<typeof exportQuerySchema>;

export const importQuerySchema = strictObject({
  /** The number of lines that were sent before. */
  line: integer(0, Number.MAX_SAFE_INTEGER),
});

/** GET and POST /api/import: how far an import is. */
export interface ImportState {
  state: 'none' | 'running' | 'finished';
  /** The id of the export. */
  id: string | null;
  /** Lines of the file that are stored. */
  lines: number;
}
