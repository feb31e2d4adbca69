import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { OUTCOMES, REVIEWS } from '../../shared/things.ts';
import type { SearchTable, Trigger } from './triggers.ts';
import { validations } from './validations.ts';

/**
 * What is true now: one row for each path of a family and ref, with its newest validation. It is written in the batch of
 * the validation: see src/store/documents.ts.
 */
export const documents = sqliteTable(
  'documents',
  {
    id: integer().primaryKey(),
    family: text().notNull(),
    /** Empty for the main line, so that the key below is unique. */
    ref: text().notNull(),
    file_path: text().notNull(),
    validation_id: text()
      .notNull()
      .references(() => validations.id),
    content_sha256: text().notNull(),
    /** null when the newest validation failed. */
    outcome: text({ enum: OUTCOMES }),
    review: text({ enum: REVIEWS }).notNull(),
    counts_error: integer().notNull(),
    counts_warning: integer().notNull(),
    counts_info: integer().notNull(),
    /** The number of proposed recommendations. A trigger updates it. */
    open: integer().notNull(),
    /** The validation that has the issues. */
    issues_of: text().notNull(),
    first_seen_at: text().notNull(),
    validated_at: text().notNull(),
    removed_at: text(),
    /** JSON array of names. */
    owners: text().notNull().default('[]'),
    /** As that of its newest validation. */
    compared: text(),
    findings: integer()
      .notNull()
      .generatedAlwaysAs(sql`counts_error + counts_warning + counts_info`, { mode: 'virtual' }),
    /** The id, for indexes: SQLite does not look for row values that end with a rowid in an index. */
    place: integer()
      .notNull()
      .generatedAlwaysAs(sql`id`, { mode: 'virtual' }),
    is_open: integer()
      .notNull()
      .generatedAlwaysAs(sql`open > 0`, { mode: 'virtual' }),
    is_removed: integer()
      .notNull()
      .generatedAlwaysAs(sql`removed_at is not null`, { mode: 'virtual' }),
  },
  (table) => {
    const facets = [table.ref, table.family, table.outcome, table.is_removed, table.is_open] as const;
    return [
      uniqueIndex('documents_key').on(table.family, table.ref, table.file_path),
      uniqueIndex('documents_validation').on(table.validation_id),
      index('documents_by_path').on(...facets, table.file_path, table.place),
      index('documents_by_time').on(...facets, table.validated_at, table.place),
      index('documents_by_findings').on(...facets, table.findings, table.place),
    ];
  },
);

/** Documents counted by what lists filter them by. Triggers update the counts: see src/store/facets.ts. */
export const documentTotals = sqliteTable(
  'document_totals',
  {
    ref: text().notNull(),
    family: text().notNull(),
    /** Empty for those whose newest validation failed. */
    outcome: text().notNull(),
    is_removed: integer().notNull(),
    is_open: integer().notNull(),
    n: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ref, table.family, table.outcome, table.is_removed, table.is_open] }),
  ],
);

/** What of a document never changes, so that indexes may begin a list by path with something else than the document. */
const placeOfDocument = () => ({
  document_id: integer().notNull(),
  ref: text().notNull(),
  family: text().notNull(),
  file_path: text().notNull(),
});

/** The rules that documents have findings of. Triggers keep it. */
export const documentRules = sqliteTable(
  'document_rules',
  {
    rule_id: text().notNull(),
    ...placeOfDocument(),
    /** The number of findings. */
    n: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.document_id, table.rule_id] }),
    index('document_rules_by_path').on(table.rule_id, table.ref, table.family, table.file_path),
  ],
);

/** The owners of documents. Triggers keep it. */
export const documentOwners = sqliteTable(
  'document_owners',
  {
    owner: text().notNull(),
    ...placeOfDocument(),
  },
  (table) => [
    primaryKey({ columns: [table.document_id, table.owner] }),
    index('document_owners_by_path').on(table.owner, table.ref, table.family, table.file_path),
  ],
);

/** As `document_totals`, by owner. A document of two owners is counted for each. */
export const ownerTotals = sqliteTable(
  'owner_totals',
  {
    ref: text().notNull(),
    owner: text().notNull(),
    family: text().notNull(),
    outcome: text().notNull(),
    is_removed: integer().notNull(),
    is_open: integer().notNull(),
    n: integer().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.ref, table.owner, table.family, table.outcome, table.is_removed, table.is_open],
    }),
  ],
);

export const documentSearchTables: readonly SearchTable[] = [
  // File paths, by any three characters. The rowid is the id of the document.
  { name: 'document_search', columns: ['file_path'], tokenize: 'trigram' },
];

export const documentTriggers: readonly Trigger[] = [
  {
    name: 'documents_inserted',
    on: 'documents',
    when: 'after insert',
    keeps: [
      'document_totals',
      'document_rules',
      'document_search',
      'quality_changes',
      'quality_part_changes',
      'document_owners',
      'owner_totals',
      'gate_limits',
    ],
  },
  {
    name: 'documents_counted',
    on: 'documents',
    when: 'after update of outcome, counts_error, counts_warning, counts_info, open, removed_at',
    keeps: ['quality_changes'],
  },
  {
    name: 'documents_moved',
    on: 'documents',
    when: 'after update of outcome, open, removed_at',
    keeps: ['document_totals'],
  },
  {
    name: 'documents_owners_moved',
    on: 'documents',
    when: 'after update of outcome, open, removed_at, owners',
    keeps: ['owner_totals'],
  },
  {
    name: 'documents_owned',
    on: 'documents',
    when: 'after update of owners',
    keeps: ['document_owners', 'quality_changes', 'quality_part_changes'],
  },
  {
    name: 'documents_superseded',
    on: 'documents',
    when: 'after update of validation_id',
    keeps: ['validations', 'recommendations'],
  },
  {
    name: 'documents_reread',
    on: 'documents',
    when: 'after update of issues_of, removed_at',
    keeps: ['gate_limits', 'quality_changes', 'quality_part_changes', 'document_rules'],
  },
  {
    name: 'documents_recounted',
    on: 'documents',
    when: 'after update of counts_error, counts_warning, counts_info, compared, removed_at',
    keeps: ['gate_limits'],
  },
  {
    name: 'documents_first_compared',
    on: 'documents',
    when: 'after insert',
    keeps: ['quality_comparisons'],
  },
  {
    name: 'documents_compared',
    on: 'documents',
    when: 'after update of validation_id',
    keeps: ['quality_comparisons'],
  },
  {
    name: 'documents_removed',
    on: 'documents',
    when: 'after update of removed_at',
    keeps: ['recommendations'],
  },
  {
    name: 'documents_deleted',
    on: 'documents',
    when: 'after delete',
    keeps: [
      'document_totals',
      'quality_changes',
      'quality_part_changes',
      'owner_totals',
      'gate_limits',
      'document_rules',
      'document_owners',
      'document_search',
    ],
  },
];
