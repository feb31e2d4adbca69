/** Counts documents by folder. */
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { FolderGroups, FolderGroupsQuery } from '../shared/api/documents.ts';
import { MAX_FOLDER_GROUPS } from '../shared/limits.ts';
import type { Database } from './database.ts';
import { inFolder } from './document-filters.ts';
import { selectHead, toPosition } from './events.ts';
import { documents } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

const sum = (what: SQL) => sql<number>`sum(${what})`;

/** Reads the folders directly in a folder, or at the top, with what is in them and below. */
export async function readFolderGroups(
  db: Database,
  principal: Principal,
  { ref, family, folder }: FolderGroupsQuery,
): Promise<FolderGroups> {
  const prefix = folder === undefined ? '' : `${folder.replace(/\/+$/, '')}/`;
  // What follows the prefix. SQLite counts code points, from 1.
  const rest = sql`substr(${documents.file_path}, ${Array.from(prefix).length + 1})`;
  const name = sql<string>`substr(${rest}, 1, instr(${rest}, '/') - 1)`.as('name');
  const [rows, head] = await db.batch([
    db
      .select({
        name,
        documents: sql<number>`count(*)`,
        findings: sum(sql`${documents.findings}`),
        failing: sum(sql`${documents.outcome} is 'fail'`),
        open: sum(sql`${documents.is_open}`),
      })
      .from(documents)
      .where(
        and(
          eq(documents.ref, ref),
          eq(documents.is_removed, 0),
          sql`instr(${rest}, '/') > 0`,
          folder === undefined ? undefined : inFolder(folder),
          family === undefined ? undefined : eq(documents.family, family),
          inVisibleFamily(principal, documents.family),
        ),
      )
      .groupBy(sql`name`)
      .orderBy(asc(sql`name`))
      .limit(MAX_FOLDER_GROUPS),
    selectHead(db),
  ]);
  return {
    results: rows.map(({ name: last, ...figures }) => ({ folder: prefix + last, ...figures })),
    position: toPosition(head),
  };
}
