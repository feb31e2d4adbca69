/** CODEOWNERS files that came with runs. */
import { and, desc, eq, inArray, ne, sql, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { valuesOf } from './parameters.ts';
import { codeOwners, workflows } from './schema.ts';

export type NewCodeOwners = typeof codeOwners.$inferInsert;

/** Statements: keep files with a run. One of the same path is replaced. */
export function putCodeOwners(db: Database, files: readonly NewCodeOwners[]): BatchItem<'sqlite'>[] {
  return files.map((file) =>
    db
      .insert(codeOwners)
      .values(file)
      .onConflictDoUpdate({
        target: [codeOwners.workflow_id, codeOwners.file_path],
        set: { content: file.content },
      }),
  );
}

/** Statement: forgets what runs before this one brought of its family and ref, if this one brings some itself. */
export function forgetOlderCodeOwners(db: Database, run: { id: string; family: string; ref: string }) {
  return db.delete(codeOwners).where(
    and(
      eq(codeOwners.family, run.family),
      eq(codeOwners.ref, run.ref),
      ne(codeOwners.workflow_id, run.id),
      sql`exists (select 1 from code_owners where workflow_id = ${run.id})`,
      sql`exists (select 1 from workflows where id = ${codeOwners.workflow_id}
        and state in ('completed', 'failed', 'cancelled'))`,
    ),
  );
}

/** Reads the paths of the files that a run has brought. */
export async function codeOwnersPathsOf(db: Database, runId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ file_path: codeOwners.file_path })
    .from(codeOwners)
    .where(eq(codeOwners.workflow_id, runId));
  return new Set(rows.map(({ file_path }) => file_path));
}

/** The CODEOWNERS file of some documents, and where it is. */
export interface FoundCodeOwners {
  workflow_id: string;
  file_path: string;
  /** null if it is known. */
  content: string | null;
}

/**
 * Question: which CODEOWNERS file is that for documents of a family and ref? That of their run, else the newest one of the
 * ref, else that of the main line. Of several in a run, that where GitHub looks first.
 *
 * @param known - runs and paths, as `run/path`, of the files whose text need not be read
 */
export function askCodeOwners(
  db: Database,
  { family, ref, runId }: { family: string | SQL; ref: string | SQL; runId?: string },
  known: readonly string[],
): Question<FoundCodeOwners | undefined> {
  const { workflow_id, file_path } = codeOwners;
  const place = db
    .select({ workflow_id, file_path })
    .from(codeOwners)
    .innerJoin(workflows, eq(workflows.id, workflow_id))
    .where(
      and(
        eq(codeOwners.family, family),
        sql`${codeOwners.ref} in ('', ${ref})`,
        // What a run brings that has not started does not hold yet.
        inArray(workflows.state, ['running', 'paused', 'completed', 'failed']),
      ),
    )
    .orderBy(
      desc(sql`${workflow_id} = ${runId ?? ''}`),
      desc(sql`${codeOwners.ref} = ${ref}`),
      desc(workflow_id),
      desc(sql`${file_path} like '.github/%'`),
      desc(sql`${file_path} not like '%/%'`),
    )
    .limit(1)
    .as('place');
  // Columns of `place` would be written without its name here, and be those of `here`.
  const content = sql<string | null>`(select content from code_owners here
    where here.workflow_id = place.workflow_id and here.file_path = place.file_path
      and here.workflow_id || '/' || here.file_path not in (${valuesOf(known)}))`;
  return question(
    db
      .select({ workflow_id: place.workflow_id, file_path: place.file_path, content: content.as('content') })
      .from(place),
    ([row]) => row,
  );
}
