/**
 * Reads the database in pages while others write to it. Triggers note which rows change from the first page on. When all
 * tables are read, the rows that changed are read again, until what is left of them fits into one page: that page and the
 * position of the log are of one transaction, so the whole is the database at that position.
 */
import { and, count, eq, lt, max, notExists, sql } from 'drizzle-orm';
import type { Cell } from '../shared/api/backup.ts';
import { EXPORT_CHANGES_PER_PAGE, EXPORT_PAGE_BYTES, EXPORT_ROWS_PER_QUERY } from '../shared/limits.ts';
import type { Database } from './database.ts';
import { EXPORTED_TABLES, type ExportedTable } from './exported-tables.ts';
import { exportChanges, exports, imports } from './schema.ts';

export interface StoredRow {
  rowid: number;
  row: Record<string, Cell>;
}
type RawRow = Record<string, Cell> & { galley_rowid: number; galley_size: number };

const quoted = (name: string) => `"${name}"`;
/** About the bytes of a row of JSON. SQLite knows the length of a text without reading it. */
const sizeOf = ({ columns, bytes }: ExportedTable, of: string) =>
  `(100 + ${columns.map((name) => `coalesce(${bytes.has(name) ? '2 * ' : ''}octet_length(${of}.${quoted(name)}), 0)`).join(' + ')})`;
const columnsOf = ({ columns, bytes }: ExportedTable, of: string) =>
  columns
    .map((name) =>
      bytes.has(name) ? `hex(${of}.${quoted(name)}) as ${quoted(name)}` : `${of}.${quoted(name)}`,
    )
    .join(', ');

function toStoredRow({ galley_rowid: rowid, galley_size: _size, ...row }: RawRow): StoredRow {
  return { rowid, row };
}

/** The name of the last migration. */
export async function readSchemaName(db: Database): Promise<string> {
  const name = await db.$client
    .prepare('select name from d1_migrations order by id desc limit 1')
    .first('name');
  return String(name);
}

/** The highest rowid of each exported table; 0 for one without rows. */
export async function readLastRowids(db: Database): Promise<number[]> {
  const results = await db.$client.batch<{ last: number | null }>(
    EXPORTED_TABLES.map(({ name }) => db.$client.prepare(`select max(rowid) as last from ${name}`)),
  );
  return results.map(({ results: [row] }) => row?.last ?? 0);
}

/** Begins an export. @returns the last change that was noted before, for earlier exports */
export async function beginExport(db: Database, started: typeof exports.$inferInsert): Promise<number> {
  const [, rows] = await db.batch([
    db.insert(exports).values(started),
    db.select({ seq: max(exportChanges.seq) }).from(exportChanges),
  ]);
  return rows[0]?.seq ?? 0;
}

/** Notes that an export is still read. @returns undefined when there is no such export any more */
export async function touchExport(db: Database, id: string, now: string) {
  const [row] = await db.update(exports).set({ read_at: now }).where(eq(exports.id, id)).returning();
  return row;
}

/** Ends an export. Nothing is noted any more when it was the last. */
export async function endExport(db: Database, id: string): Promise<void> {
  await db.delete(exports).where(eq(exports.id, id));
}

/** Ends exports that were not read since a time, and deletes what was noted for ended ones, at most `limit` rows of it. */
export async function sweepExports(db: Database, before: string, limit: number): Promise<void> {
  const oldest = db
    .select({ seq: exportChanges.seq })
    .from(exportChanges)
    .orderBy(exportChanges.seq)
    .limit(limit);
  await db.batch([
    db.delete(exports).where(lt(exports.read_at, before)),
    // While there is an export, its place in the list must not be given to others.
    db
      .delete(exportChanges)
      .where(
        and(sql`${exportChanges.seq} in ${oldest}`, notExists(db.select({ one: sql`1` }).from(exports))),
      ),
  ]);
}

/** Whether the database is being filled by an import. */
export async function isImporting(db: Database): Promise<boolean> {
  const [row] = await db
    .select({ n: count() })
    .from(imports)
    .where(sql`${imports.finished_at} is null`);
  return (row?.n ?? 0) > 0;
}

export interface RowsRead {
  rows: StoredRow[];
  bytes: number;
  /** Whether there may be more rows after these. */
  isMore: boolean;
}

/** Reads rows of a table in the order of their rowids, up to about `EXPORT_PAGE_BYTES` less `used`, at least one. */
export async function readRowsAfter(
  db: Database,
  table: ExportedTable,
  after: number,
  used: number,
): Promise<RowsRead> {
  const budget = EXPORT_PAGE_BYTES - used;
  const { results } = await db.$client
    .prepare(
      `with sized as (
        select t.rowid as at, ${sizeOf(table, 't')} as size from ${table.name} t where t.rowid > ?1
          order by t.rowid limit ?2
      ), cut as (select at, size, sum(size) over (order by at) - size as before from sized)
      select cut.at as galley_rowid, cut.size as galley_size, ${columnsOf(table, 't')}
        from cut join ${table.name} t on t.rowid = cut.at where cut.before < ?3 order by cut.at`,
    )
    .bind(after, EXPORT_ROWS_PER_QUERY, budget)
    .all<RawRow>();
  const bytes = results.reduce((sum, { galley_size: size }) => sum + size, 0);
  return {
    rows: results.map(toStoredRow),
    bytes,
    isMore: results.length === EXPORT_ROWS_PER_QUERY || bytes >= budget,
  };
}

export interface ChangesRead {
  /** Rows as they are now; null for those that are gone. */
  changes: { table: string; rowid: number; row: Record<string, Cell> | null }[];
  /** The last change that these include. */
  seq: number;
  /** The position of the log that the whole export is at; undefined when there are more changes. */
  position: number | undefined;
}

/** Reads the rows that changed after a change, up to about `EXPORT_PAGE_BYTES` of them, at least one. */
export async function readChangesAfter(db: Database, after: number): Promise<ChangesRead> {
  const upTo = await findPageOfChanges(db, after);
  const within = 'seq > ?1 and seq <= ?2';
  const [keys, newest, head, ...tables] = await db.$client.batch<Record<string, Cell>>([
    db.$client.prepare(`select distinct of_table, at from export_changes where ${within}`).bind(after, upTo),
    db.$client.prepare('select max(seq) as seq from export_changes'),
    db.$client.prepare("select seq from sqlite_sequence where name = 'events'"),
    ...EXPORTED_TABLES.map((table) =>
      db.$client
        .prepare(
          `select t.rowid as galley_rowid, 0 as galley_size, ${columnsOf(table, 't')} from ${table.name} t
            where t.rowid in (select at from export_changes where of_table = '${table.name}' and ${within})`,
        )
        .bind(after, upTo),
    ),
  ]);
  const found = new Map(
    tables.map(({ results }, index) => [
      EXPORTED_TABLES[index]?.name ?? '',
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as they were asked for above
      new Map((results as RawRow[]).map(toStoredRow).map(({ rowid, row }) => [rowid, row])),
    ]),
  );
  const isLast = Number(newest?.results[0]?.['seq'] ?? 0) <= upTo;
  return {
    changes: (keys?.results ?? []).map(({ of_table, at }) => ({
      table: String(of_table),
      rowid: Number(at),
      row: found.get(String(of_table))?.get(Number(at)) ?? null,
    })),
    seq: upTo,
    position: isLast ? Number(head?.results[0]?.['seq'] ?? 0) : undefined,
  };
}

/** @returns the last change of the next page */
async function findPageOfChanges(db: Database, after: number): Promise<number> {
  const size = EXPORTED_TABLES.map(
    (table) =>
      `when '${table.name}' then (select ${sizeOf(table, 't')} from ${table.name} t where t.rowid = c.at)`,
  ).join(' ');
  const { results } = await db.$client
    .prepare(
      `select seq, coalesce(case of_table ${size} end, 0) as size from (
        select seq, of_table, at from export_changes where seq > ?1 order by seq limit ?2
      ) c order by seq`,
    )
    .bind(after, EXPORT_CHANGES_PER_PAGE)
    .all<{ seq: number; size: number }>();
  let last = after;
  let bytes = 0;
  for (const change of results) {
    if (bytes >= EXPORT_PAGE_BYTES) break;
    bytes += change.size;
    last = change.seq;
  }
  return last;
}
