/** Fills an empty database from an export. Each part is one transaction, which also says how many lines are stored. */
import type { ExportRow } from '../shared/api/backup.ts';
import type { Database } from './database.ts';
import { EXPORTED_TABLES, REFILLED, type ExportedTable } from './exported-tables.ts';
import { unpack } from './packing.ts';
import { toParameters } from './parameters.ts';
import { imports } from './schema.ts';

/** Reads the import of this database. @returns undefined when there was none */
export async function readImport(db: Database) {
  const [row] = await db.select().from(imports).limit(1);
  return row;
}

/**
 * Begins an import if the database is empty.
 *
 * @returns whether it was
 */
export async function beginImport(db: Database, { id, now }: { id: string; now: string }): Promise<boolean> {
  // Counters are of the service itself, and count before there is anything.
  const isEmpty = EXPORTED_TABLES.filter(({ name }) => name !== 'counters')
    .map(({ name }) => `not exists (select 1 from ${name})`)
    .join(' and ');
  const begun = await db.$client
    .prepare(
      `insert into imports (id, lines, rank, started_at, is_writing) select ?1, 1, 0, ?2, 0
        where ${isEmpty} and not exists (select 1 from imports)
          and not exists (select 1 from sqlite_sequence where name = 'events' and seq > 0) returning id`,
    )
    .bind(id, now)
    .all();
  return begun.results.length > 0;
}

/** A part of an import. */
export interface ImportPart {
  id: string;
  /** The number of lines that were stored before. */
  after: number;
  /** The number of lines of this part. */
  lines: number;
  /** Ordered by the rank of their tables. */
  rows: readonly ExportRow[];
  /** How far the part before was in the list of tables. */
  rank: number;
  /** What the import ends with. */
  end?: { position: number; now: string };
}

/**
 * Stores a part of an import.
 *
 * @returns false when the import is not where this part goes on: another request was there before
 */
export async function storePart(db: Database, part: ImportPart): Promise<boolean> {
  const { statements, rank } = fillTables(db, part);
  const { $client } = db;
  const progress = $client
    .prepare(
      `update imports set is_writing = 1, lines = ?3, rank = ?4
        where id = ?1 and lines = ?2 and finished_at is null`,
    )
    .bind(part.id, part.after, part.after + part.lines, rank);
  // Fails, and takes all of it back, when the statement before changed nothing.
  const guard = $client.prepare(
    `insert into imports select * from imports where changes() = 0
      union all select '', 0, 0, '', null, null where changes() = 0`,
  );
  try {
    await $client.batch([progress, guard, ...statements, ...endImport($client, part)]);
    return true;
  } catch (error) {
    if (error instanceof Error && /constraint failed: imports\./.test(error.message)) return false;
    throw error;
  }
}

function fillTables(
  { $client }: Database,
  { rows, rank: before, end }: ImportPart,
): { statements: D1PreparedStatement[]; rank: number } {
  const statements: D1PreparedStatement[] = [];
  let rank = before;
  const goTo = (next: number) => {
    for (; rank < next; rank += 1) {
      const name = EXPORTED_TABLES[rank]?.name ?? '';
      // What triggers made of the rows before.
      if (REFILLED.includes(name)) statements.push($client.prepare(`delete from ${name}`));
    }
  };
  EXPORTED_TABLES.forEach((table, index) => {
    const own = rows.filter((row) => row.table === table.name);
    if (own.length === 0) return;
    goTo(index + 1);
    statements.push(...insertRows($client, table, own));
    if (table.name === 'packed_texts') statements.push(...indexWords($client, own));
  });
  if (end) goTo(EXPORTED_TABLES.length);
  return { statements, rank };
}

function insertRows(
  client: D1Database,
  table: ExportedTable,
  rows: readonly ExportRow[],
): D1PreparedStatement[] {
  const names = [...(table.rowid === undefined ? ['rowid'] : []), ...table.columns];
  const into = `insert into ${table.name} (${names.map((name) => `"${name}"`).join(', ')})`;
  const stored = (name: string, value: string) => (table.bytes.has(name) ? `unhex(${value})` : value);
  const values = rows.map(({ rowid, row }) => names.map((name) => (name in row ? row[name] : rowid)));
  const { groups, tooLarge } = toParameters(values);
  return [
    ...groups.map((group) =>
      client
        .prepare(
          `${into} select ${names.map((name, n) => stored(name, `value->>${n}`)).join(', ')} from json_each(?1) order by key`,
        )
        .bind(group),
    ),
    ...tooLarge.map((row) =>
      client
        .prepare(`${into} values (${names.map((name, n) => stored(name, `?${n + 1}`)).join(', ')})`)
        .bind(...row),
    ),
  ];
}

/** The trigger that indexes the words of a validation has found no text to index. */
function indexWords(client: D1Database, rows: readonly ExportRow[]): D1PreparedStatement[] {
  const packed = rows.map(({ rowid, row }) => ({ rowid, text: unpack(String(row['body'])) }));
  const { groups, tooLarge } = toParameters(packed);
  return [
    client
      .prepare('delete from validation_texts where rowid in (select value from json_each(?1))')
      .bind(JSON.stringify(packed.map(({ rowid }) => rowid))),
    ...groups.map((group) =>
      client
        .prepare(
          `insert into validation_texts (rowid, text)
            select value->>'rowid', value->>'text' from json_each(?1) order by key`,
        )
        .bind(group),
    ),
    ...tooLarge.map(({ rowid, text }) =>
      client.prepare('insert into validation_texts (rowid, text) values (?1, ?2)').bind(rowid, text),
    ),
  ];
}

/** The last statements of a part. The head of the log is the id of an event that was there for a moment. */
function endImport(client: D1Database, { id, end }: ImportPart): D1PreparedStatement[] {
  const written = client.prepare('update imports set is_writing = 0 where id = ?1').bind(id);
  if (!end) return [written];
  const head = client
    .prepare(
      `insert into events (id, type, timestamp, actor, payload) select ?1, '', '', '', '{}'
        where ?1 > coalesce((select seq from sqlite_sequence where name = 'events'), 0)`,
    )
    .bind(end.position);
  return [
    head,
    client.prepare("delete from events where type = ''"),
    client.prepare('update imports set finished_at = ?2 where id = ?1').bind(id, end.now),
    written,
  ];
}
