/** Which tables an export has, and what becomes of the others. */
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as schema from './schema.ts';

/**
 * Tables that triggers fill while rows are imported. What they make of the rows is not what was there (quality over time is
 * made of changes, for one), so they are emptied when all that they are made of is in, and filled from the export.
 */
export const REFILLED: readonly string[] = ['quality_days', 'validation_minutes', 'counters'];

/** Tables that are no part of an export: triggers make the same of them again. */
export const DERIVED: readonly string[] = [
  'document_owners',
  'document_rules',
  'document_totals',
  'owner_totals',
  'quality_parts',
  'recommendation_totals',
  'validation_totals',
];

/**
 * Tables that are no part of an export: credentials of browsers, exports and imports themselves, what this deployment has
 * counted of its own work, and webhooks. Their keys are not in the database, and a copy of a service must not send what the
 * original sends.
 */
export const LEFT_OUT: readonly string[] = [
  'exports',
  'export_changes',
  'imports',
  'metric_buckets',
  'sessions',
  'tickets',
  'webhooks',
  'webhook_deliveries',
];

export interface ExportedTable {
  name: string;
  /** Its columns, except those that SQLite works out. */
  columns: readonly string[];
  /** The column that is the rowid, if there is one. */
  rowid: string | undefined;
  /** Columns of bytes, which are hexadecimal digits in an export. */
  bytes: ReadonlySet<string>;
}

const definitions = new Map(
  Object.values(schema)
    .filter(
      (value): value is Extract<typeof value, SQLiteTable> => typeof value === 'object' && 'getSQL' in value,
    )
    .map((table) => getTableConfig(table))
    .map((config) => [config.name, config]),
);

/** Every table of the schema, by name. */
export const TABLE_NAMES: readonly string[] = [...definitions.keys()];

/** The tables of an export, in their order. */
export const EXPORTED_TABLES: readonly ExportedTable[] = schema.EXPORTED_TABLE_NAMES.map((name) => {
  const columns = (definitions.get(name)?.columns ?? []).filter(({ generated }) => generated === undefined);
  return {
    name,
    columns: columns.map((column) => column.name),
    rowid: columns.find((column) => column.primary && column.getSQLType() === 'integer')?.name,
    bytes: new Set(columns.filter((column) => column.getSQLType() === 'blob').map((column) => column.name)),
  };
});
