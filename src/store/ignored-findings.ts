import { and, asc, eq, sql } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { IgnoredFinding } from '../shared/things.ts';
import type { Database } from './database.ts';
import { jsonParameters } from './parameters.ts';
import { ignoredFindings } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** Reads the fingerprints that are ignored in some documents of a family, by path. */
export async function readIgnored(
  db: Database,
  family: string,
  filePaths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { file_path, fingerprint } = ignoredFindings;
  const rows = await db
    .select({ file_path, fingerprint })
    .from(ignoredFindings)
    .where(
      and(
        eq(ignoredFindings.family, family),
        sql`${file_path} in (select value from json_each(${JSON.stringify(filePaths)}))`,
      ),
    );
  const byPath = new Map<string, Set<string>>();
  for (const row of rows) {
    const known = byPath.get(row.file_path);
    if (known) known.add(row.fingerprint);
    else byPath.set(row.file_path, new Set([row.fingerprint]));
  }
  return byPath;
}

/** Reads the ignored findings of one path, oldest first, in the families that the principal may see. */
export async function listIgnored(
  db: Database,
  principal: Principal,
  filePath: string,
): Promise<IgnoredFinding[]> {
  const rows = await db
    .select()
    .from(ignoredFindings)
    .where(and(eq(ignoredFindings.file_path, filePath), inVisibleFamily(principal, ignoredFindings.family)))
    .orderBy(asc(ignoredFindings.created_at), asc(ignoredFindings.fingerprint));
  return rows.map((row) => ({
    family: row.family,
    file_path: row.file_path,
    fingerprint: row.fingerprint,
    rule_id: row.rule_id,
    message: row.message,
    ignored_by: row.ignored_by,
    created_at: row.created_at,
    ...(row.note !== null && { note: row.note }),
  }));
}

/** Statements: ignore findings. Those that are already ignored stay as they are. */
export function insertIgnored(db: Database, findings: readonly IgnoredFinding[]) {
  return jsonParameters(findings).map((rows) =>
    db
      .insert(ignoredFindings)
      .select(
        sql`select value->>'family', value->>'file_path', value->>'fingerprint', value->>'rule_id', value->>'message',
          value->>'note', value->>'ignored_by', value->>'created_at' from json_each(${rows}) where true`,
      )
      .onConflictDoNothing(),
  );
}

/** Statement: stops ignoring findings of a document. */
export function deleteIgnored(
  db: Database,
  family: string,
  filePath: string,
  fingerprints: readonly string[],
) {
  return db
    .delete(ignoredFindings)
    .where(
      and(
        eq(ignoredFindings.family, family),
        eq(ignoredFindings.file_path, filePath),
        sql`${ignoredFindings.fingerprint} in (select value from json_each(${JSON.stringify(fingerprints)}))`,
      ),
    );
}
