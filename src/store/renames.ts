/** Documents that a complete run has under another path. */
import { sql, type SQL } from 'drizzle-orm';
import { MAX_RENAME_CANDIDATES } from '../shared/limits.ts';
import type { Database } from './database.ts';
import type { CompleteRun } from './documents.ts';
import { ignoredFindings } from './schema.ts';

/** A path of a run that no document has, and the text that is there. */
export interface NewPath {
  file_path: string;
  content_sha256: string;
}

/** A document that the run does not have. */
export interface MissingDocument {
  file_path: string;
  content_sha256: string;
  byte_length: number;
}

/** A document that goes on under another path. */
export interface Rename {
  from: string;
  to: string;
}

/** Most paths at which one text is looked for, on average. */
const MAX_SAME_TEXTS = 20;

type OfRun = Omit<CompleteRun, 'actor'>;

/** Documents of a ref begin as those of the main line. */
const isOfLine = (ref: string) => sql`documents.ref in (${ref}, '')`;

/** That a document was there before the run, and is not in it. */
const isMissing = ({ id, family, ref, created_at }: OfRun): SQL => sql`documents.family = ${family}
  and ${isOfLine(ref)} and documents.removed_at is null and documents.validated_at < ${created_at}
  and not exists (select 1 from workflow_documents
    where workflow_id = ${id} and workflow_documents.file_path = documents.file_path)`;

/** Selects from some paths those that no document has. */
export async function readNewPaths(
  db: Database,
  { family, ref }: OfRun,
  filePaths: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ path: sql<string>`value` })
    .from(sql`json_each(${JSON.stringify(filePaths)})`)
    .where(
      sql`not exists (select 1 from documents where documents.family = ${family} and ${isOfLine(ref)}
        and documents.file_path = value and documents.removed_at is null)`,
    );
  return new Set(rows.map(({ path }) => path));
}

/** The first path, in their order, at which a text was validated. */
const firstPath = (sha256: SQL, more: SQL) =>
  sql`(select min(file_path) from validations where content_sha256 = ${sha256} ${more})`;

/**
 * Finds the missing documents that have the text of a new path. Of several, the one that was validated last counts.
 *
 * Goes from path to path in the index, since one text may have been validated every night.
 */
export async function readSameText(
  db: Database,
  run: OfRun,
  newPaths: readonly NewPath[],
): Promise<Rename[]> {
  const withText = sql`(
    with recursive paths (new_path, sha256, path) as (
      select value->>'file_path', value->>'content_sha256', ${firstPath(sql`value->>'content_sha256'`, sql``)}
        from json_each(${JSON.stringify(newPaths)})
      union all
      select new_path, sha256, ${firstPath(sql`sha256`, sql`and file_path > path`)} from paths where path is not null
      limit ${newPaths.length * MAX_SAME_TEXTS}
    )
    select * from paths where path is not null
  ) paths`;
  return db
    .select({ to: sql<string>`paths.new_path`, from: sql<string>`documents.file_path` })
    .from(
      sql`${withText} cross join documents on documents.family = ${run.family} and ${isOfLine(run.ref)}
        and documents.file_path = paths.path and documents.content_sha256 = paths.sha256`,
    )
    .where(isMissing(run))
    .orderBy(sql`documents.validated_at`);
}

/** Reads up to {@link MAX_RENAME_CANDIDATES} missing documents, from the index that has them in the order of time. */
export async function readMissing(db: Database, run: OfRun): Promise<MissingDocument[]> {
  const combinations = sql`select distinct ref, outcome, is_open from document_totals
    where family = ${run.family} and ref in (${run.ref}, '') and is_removed = 0 and n > 0`;
  return db
    .select({
      file_path: sql<string>`documents.file_path`,
      content_sha256: sql<string>`documents.content_sha256`,
      byte_length: sql<number>`texts.byte_length`,
    })
    .from(
      sql`(${combinations}) t cross join documents indexed by documents_by_time
        on documents.ref = t.ref and documents.family = ${run.family}
          and documents.outcome is nullif(t.outcome, '') and documents.is_removed = 0
          and documents.is_open = t.is_open
        cross join texts on texts.sha256 = documents.content_sha256`,
    )
    .where(isMissing(run))
    .limit(MAX_RENAME_CANDIDATES);
}

/** Statement: lets findings that are ignored under one path be ignored under another. */
export function copyIgnored(db: Database, family: string, renames: readonly Rename[]) {
  return db
    .insert(ignoredFindings)
    .select(
      sql`select family, value->>'to', fingerprint, rule_id, message, note, ignored_by, created_at, until
        from json_each(${JSON.stringify(renames)}) cross join ignored_findings
          on family = ${family} and file_path = value->>'from' where true`,
    )
    .onConflictDoNothing();
}
