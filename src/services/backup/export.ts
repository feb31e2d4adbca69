/** Reads everything that is stored, in pages that are consistent at one position of the log. Admins only. */
import { v7 as newId } from 'uuid';
import { EXPORT_FORMAT, type ExportHeader, type ExportQuery } from '../../shared/api/backup.ts';
import { EXPORT_PAGE_BYTES } from '../../shared/limits.ts';
import { EXPORTED_TABLES } from '../../store/exported-tables.ts';
import {
  beginExport,
  endExport,
  isImporting,
  readChangesAfter,
  readLastRowids,
  readRowsAfter,
  readSchemaName,
  touchExport,
} from '../../store/exports.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { requireAdmin } from '../families/require-admin.ts';

/** Where an export is. In its cursor: the id, the rank of the table, the last rowid, and the last change. */
interface Place {
  id: string;
  /** After the last table come the changes. */
  rank: number;
  rowid: number;
  /** The last change that was noted before the export, or that it has told. */
  seq: number;
}

/**
 * Reads a page of an export: lines of NDJSON. The last line has the cursor of the next page, or says that this was the last
 * one. A page can be read again with its cursor, until the export is ended.
 *
 * @throws {Refusal} `forbidden`, `wrong-state` while the database is filled by an import, or `not-found` when the export of
 *   the cursor has ended
 */
export async function exportPage(context: ServiceContext, { cursor }: ExportQuery): Promise<string> {
  requireAdmin(context, 'export');
  const lines: unknown[] = [];
  const place = cursor === undefined ? await begin(context, lines) : await goOn(context, cursor);
  if (place.rank < EXPORTED_TABLES.length) await readTables(context, place, lines);
  else await readChanges(context, place, lines);
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Ends an export, whether or not all of it was read. */
export async function finishExport(context: ServiceContext, id: string): Promise<void> {
  requireAdmin(context, 'end an export');
  await endExport(context.db, id);
}

async function begin({ db, now }: ServiceContext, lines: unknown[]): Promise<Place> {
  if (await isImporting(db)) {
    throw new Refusal('wrong-state', 'This service is being filled by an import.', [], 'importing');
  }
  const started_at = now().toISOString();
  const schema = await readSchemaName(db);
  const id = newId();
  const seq = await beginExport(db, { id, schema, started_at, read_at: started_at });
  const last = await readLastRowids(db);
  lines.push({
    galley_export: EXPORT_FORMAT,
    id,
    schema,
    started_at,
    tables: EXPORTED_TABLES.map(({ name }, index) => ({ name, last: last[index] ?? 0 })),
  } satisfies ExportHeader);
  return { id, rank: 0, rowid: 0, seq };
}

async function goOn({ db, now }: ServiceContext, cursor: string): Promise<Place> {
  const [id = '', ...numbers] = cursor.split('.');
  const [rank = 0, rowid = 0, seq = 0] = numbers.map(Number);
  const found = await touchExport(db, id, now().toISOString());
  if (!found) throw new Refusal('not-found', 'This export has ended: begin another one.');
  if (found.schema !== (await readSchemaName(db))) {
    throw new Refusal('not-found', 'The database was migrated since this export began: begin another one.');
  }
  return { id, rank, rowid, seq };
}

async function readTables({ db }: ServiceContext, place: Place, lines: unknown[]): Promise<void> {
  let used = 0;
  while (used < EXPORT_PAGE_BYTES) {
    const table = EXPORTED_TABLES[place.rank];
    if (!table) break;
    const { rows, bytes, isMore } = await readRowsAfter(db, table, place.rowid, used);
    lines.push(...rows.map((row) => ({ table: table.name, ...row })));
    used += bytes;
    place.rowid = isMore ? (rows.at(-1)?.rowid ?? place.rowid) : 0;
    if (!isMore) place.rank += 1;
  }
  lines.push(cursorLine(place));
}

async function readChanges({ db }: ServiceContext, place: Place, lines: unknown[]): Promise<void> {
  const { changes, seq, position } = await readChangesAfter(db, place.seq);
  lines.push(...changes.map((change) => ({ changed: true, ...change })));
  lines.push(position === undefined ? cursorLine({ ...place, seq }) : { end: { position } });
}

const cursorLine = ({ id, rank, rowid, seq }: Place) => ({ cursor: `${id}.${rank}.${rowid}.${seq}` });
