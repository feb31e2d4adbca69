/**
 * Makes the file of an export from its pages. The pages have rows as they were when they were read, and then those that have
 * changed since; the file has each row once, as it was at the end.
 */
import * as v from 'valibot';
import { exportEndSchema, exportHeaderSchema, type ExportHeader } from '../shared/api/backup.ts';

/** Lines without their ends. */
export type Lines = Iterable<string> | AsyncIterable<string>;

/** Works out a SHA-256, such as `createHash('sha256')` of Node. */
export interface Digest {
  update: (text: string) => unknown;
  digest: (encoding: 'hex') => string;
}

/** The beginning of a line, as the service writes it. */
const BEGINNING = /^\{("changed":true,)?"table":"(\w+)","rowid":(-?\d+),/;

/** Where a line of an export belongs. */
export interface LinePlace {
  /** Whether it is a row that has changed since its table was read. */
  isChange: boolean;
  table: string;
  rowid: number;
}

/** Finds out where a line belongs. @returns undefined for a line that is no row */
export function placeOf(line: string): LinePlace | undefined {
  const [, changed, table, rowid] = BEGINNING.exec(line) ?? [];
  if (table === undefined) return undefined;
  return { isChange: changed !== undefined, table, rowid: Number(rowid) };
}

/** Rows that have changed, by table and rowid; null for those that are gone. */
type Changes = Map<string, Map<number, string | null>>;

/**
 * Yields the lines of the file, with their ends.
 *
 * @param read - reads the lines of all pages from the beginning; it is called twice
 * @param digest - of the lines before the last one
 * @throws {Error} when the pages are not those of a whole export
 */
export async function* toExportFile(read: () => Lines, digest: Digest): AsyncGenerator<string> {
  const { header, changes, position } = await readChanges(read());
  let rows = 0;
  const tell = (line: string): string => {
    digest.update(`${line}\n`);
    return `${line}\n`;
  };
  const rest = header.tables.map(({ name }) => name);
  yield tell(JSON.stringify(header));
  /** Yields rows that were not there when their table was read, up to that of a table. */
  function* newRows(table?: string): Generator<string> {
    while (rest.length > 0 && rest[0] !== table) {
      const left = [...(changes.get(rest[0] ?? '')?.values() ?? [])].filter((line) => line !== null);
      rows += left.length;
      for (const line of left) yield tell(line);
      rest.shift();
    }
  }
  for await (const line of read()) {
    const place = placeOf(line);
    if (!place || place.isChange) continue;
    yield* newRows(place.table);
    const ofTable = changes.get(place.table);
    const changed = ofTable?.get(place.rowid);
    ofTable?.delete(place.rowid);
    if (changed === null) continue;
    rows += 1;
    yield tell(changed ?? line);
  }
  yield* newRows();
  yield `${JSON.stringify({ end: { position, rows, sha256: digest.digest('hex') } })}\n`;
}

async function readChanges(
  lines: Lines,
): Promise<{ header: ExportHeader; changes: Changes; position: number }> {
  const changes: Changes = new Map();
  let header: ExportHeader | undefined;
  let last = '';
  for await (const line of lines) {
    header ??= v.parse(v.pipe(v.string(), v.parseJson(), exportHeaderSchema), line);
    last = line;
    const place = placeOf(line);
    if (!place?.isChange) continue;
    const ofTable = changes.get(place.table) ?? new Map<number, string | null>();
    changes.set(place.table, ofTable);
    // What changed again counts as it was the last time.
    ofTable.delete(place.rowid);
    ofTable.set(place.rowid, line.endsWith('"row":null}') ? null : line.replace('"changed":true,', ''));
  }
  const end = v.safeParse(v.pipe(v.string(), v.parseJson(), exportEndSchema), last);
  if (!header || !end.success) throw new Error('the pages of the export are not complete');
  return { header, changes, position: end.output.end.position };
}
