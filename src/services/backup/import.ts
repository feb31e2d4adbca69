/** Fills an empty service from an export. Admins only. */
import * as v from 'valibot';
import {
  exportFooterSchema,
  exportHeaderSchema,
  exportRowSchema,
  type ExportRow,
  type ImportState,
} from '../../shared/api/backup.ts';
import { MAX_IMPORTED_LINES, MAX_IMPORTED_VALIDATIONS } from '../../shared/limits.ts';
import { EXPORTED_TABLES } from '../../store/exported-tables.ts';
import { readSchemaName } from '../../store/exports.ts';
import { beginImport, readImport, storePart } from '../../store/imports.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { requireAdmin } from '../families/require-admin.ts';

/** Reads how far the import of this service is. */
export async function importState(context: ServiceContext): Promise<ImportState> {
  requireAdmin(context, 'import');
  const found = await readImport(context.db);
  if (!found) return { state: 'none', id: null, lines: 0 };
  const { id, lines, finished_at } = found;
  return { state: finished_at === null ? 'running' : 'finished', id, lines };
}

/**
 * Stores the next lines of an export. The first line is its header, and begins the import. Lines that are stored already are
 * not stored again: the answer says how far it is.
 *
 * @param line - the number of lines before these
 * @param lines - parsed
 * @throws {Refusal} `forbidden`, `invalid`, or `wrong-state` when the service is not empty or the import is not there yet
 */
export async function importLines(
  context: ServiceContext,
  line: number,
  lines: readonly unknown[],
): Promise<ImportState> {
  requireAdmin(context, 'import');
  if (line === 0) await begin(context, lines[0]);
  const found = await readImport(context.db);
  if (!found || found.lines < line) {
    const detail = `The import is at line ${found?.lines ?? 0}, not ${line}.`;
    throw new Refusal('wrong-state', detail, [], found ? 'running' : 'none');
  }
  const rest = lines.slice(found.lines - line);
  // A request that was answered before, or whose beginning was.
  if (found.finished_at !== null || rest.length === 0) return importState(context);
  const { rows, end } = readLines(rest, found.lines);
  const now = context.now().toISOString();
  await storePart(context.db, {
    id: found.id,
    after: found.lines,
    lines: rest.length,
    rank: found.rank,
    rows: checkOrder(rows, found.rank, found.lines),
    ...(end && { end: { position: end.position, now } }),
  });
  return importState(context);
}

async function begin(context: ServiceContext, first: unknown): Promise<void> {
  const { db, now } = context;
  const header = v.safeParse(exportHeaderSchema, first);
  if (!header.success) throw invalid(1, `is not the header of an export: ${header.issues[0].message}`);
  const { id, schema } = header.output;
  const own = await readSchemaName(db);
  if (schema !== own) {
    const way = `deploy the version that has ${schema} as its last migration, import there, and then deploy this one`;
    throw invalid(1, `is of the schema ${schema}, and this service has ${own}: ${way}`);
  }
  const before = await readImport(db);
  if (before?.id === id) return;
  if (before || !(await beginImport(db, { id, now: now().toISOString() }))) {
    throw new Refusal(
      'wrong-state',
      'Only an empty service takes an import, and this one is not.',
      [],
      'not-empty',
    );
  }
}

const rowOrEnd = v.union([exportRowSchema, exportFooterSchema]);

function readLines(
  lines: readonly unknown[],
  before: number,
): { rows: ExportRow[]; end?: { position: number } } {
  if (lines.length > MAX_IMPORTED_LINES) throw tooMany(`${MAX_IMPORTED_LINES} lines`);
  const rows: ExportRow[] = [];
  let end: { position: number; rows: number } | undefined;
  lines.forEach((line, index) => {
    const at = before + index + 1;
    const parsed = v.safeParse(rowOrEnd, line);
    if (!parsed.success) throw invalid(at, 'is no row of an export');
    if (end) throw invalid(at, 'comes after the end');
    if ('end' in parsed.output) ({ end } = parsed.output);
    else rows.push(checkColumns(parsed.output, at));
    // The header and the end are no rows.
    if (end && end.rows !== at - 2) throw invalid(at, `says ${end.rows} rows, and there were ${at - 2}`);
  });
  const ofValidations = rows.filter(({ table }) => table === 'validations').length;
  // The text of each is indexed.
  if (ofValidations > MAX_IMPORTED_VALIDATIONS)
    throw tooMany(`${MAX_IMPORTED_VALIDATIONS} rows of validations`);
  return { rows, ...(end && { end }) };
}

function checkColumns(row: ExportRow, line: number): ExportRow {
  const table = EXPORTED_TABLES.find(({ name }) => name === row.table);
  if (!table) throw invalid(line, `is of a table "${row.table.slice(0, 100)}" that is not known`);
  const names = Object.keys(row.row);
  if (names.length !== table.columns.length || !table.columns.every((name) => name in row.row)) {
    throw invalid(line, `must have the columns ${table.columns.join(', ')}`);
  }
  return row;
}

/** Rows of a table come after those of the tables before it. */
function checkOrder(rows: readonly ExportRow[], rank: number, before: number): readonly ExportRow[] {
  let last = rank - 1;
  rows.forEach(({ table }, index) => {
    const at = EXPORTED_TABLES.findIndex(({ name }) => name === table);
    if (at < last) throw invalid(before + index + 1, `is of the table ${table}, which comes earlier`);
    last = at;
  });
  return rows;
}

function invalid(line: number, message: string): Refusal {
  return new Refusal('invalid', `Line ${line} ${message}.`, [{ path: `line ${line}`, message }]);
}

function tooMany(most: string): Refusal {
  const message = `must have at most ${most}`;
  return new Refusal('invalid', `A part of an import has at most ${most}.`, [{ path: '', message }]);
}
