import { and, asc, desc, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { IgnoredPage, IgnoredQuery } from '../shared/api/ignored.ts';
import type { IgnoredFinding } from '../shared/things.ts';
import { ask, question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { selectBoundedCount, toPageOf } from './paging.ts';
import { jsonParameters } from './parameters.ts';
import { documents, ignoredFindings, validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** Whether findings are ignored at a time. Those whose time is over stay until the next maintenance. */
const isIgnoredAt = (now: string) =>
  sql`(${ignoredFindings.until} is null or ${ignoredFindings.until} > ${now})`;

/** Question: which fingerprints are ignored in some documents of a family? By path. */
export function askIgnoredIn(
  db: Database,
  { family, now }: { family: string; now: string },
  filePaths: readonly string[],
): Question<ReadonlyMap<string, ReadonlySet<string>>> {
  const { file_path, fingerprint } = ignoredFindings;
  return question(
    db
      .select({ file_path, fingerprint })
      .from(ignoredFindings)
      .where(
        and(
          eq(ignoredFindings.family, family),
          sql`${file_path} in (select value from json_each(${JSON.stringify(filePaths)}))`,
          isIgnoredAt(now),
        ),
      ),
    (rows) => {
      const byPath = Map.groupBy(rows, (row) => row.file_path);
      return new Map([...byPath].map(([path, some]) => [path, new Set(some.map((row) => row.fingerprint))]));
    },
  );
}

/** Question: which fingerprints are ignored in the documents of the validations that this holds for? By their ids. */
export function askIgnoredOf(
  db: Database,
  isWanted: SQL,
  now: string,
): Question<ReadonlyMap<string, ReadonlySet<string>>> {
  const { family, file_path, fingerprint } = ignoredFindings;
  return question(
    db
      .select({ id: validations.id, fingerprint })
      .from(validations)
      .innerJoin(ignoredFindings, and(eq(family, validations.family), eq(file_path, validations.file_path)))
      .where(and(isWanted, isIgnoredAt(now))),
    (rows) => {
      const byId = Map.groupBy(rows, ({ id }) => id);
      return new Map([...byId].map(([id, some]) => [id, new Set(some.map((row) => row.fingerprint))]));
    },
  );
}

/** Reads the ignored findings of one path, oldest first, in the families that the principal may see. */
export async function listIgnored(
  db: Database,
  principal: Principal,
  filePath: string,
  now: string,
): Promise<IgnoredFinding[]> {
  return (await ask(db, askIgnored(db, principal, filePath, now)))[0];
}

/** Question: as {@link listIgnored}. */
export function askIgnored(
  db: Database,
  principal: Principal,
  filePath: string | SQL,
  now: string,
): Question<IgnoredFinding[]> {
  return question(
    db
      .select()
      .from(ignoredFindings)
      .where(
        and(
          eq(ignoredFindings.file_path, filePath),
          inVisibleFamily(principal, ignoredFindings.family),
          isIgnoredAt(now),
        ),
      )
      .orderBy(asc(ignoredFindings.created_at), asc(ignoredFindings.fingerprint)),
    (rows) => rows.map(toIgnored),
  );
}

/**
 * Reads a page of the ignored findings of all documents, newest first, in the families that the principal may see.
 *
 * @returns undefined when the cursor belongs to another list
 */
export async function pageOfIgnored(
  db: Database,
  principal: Principal,
  { family, limit, cursor }: Pick<IgnoredQuery, 'family' | 'limit' | 'cursor'>,
  now: string,
): Promise<IgnoredPage | undefined> {
  const place = cursor === undefined ? undefined : /^(?<time>[\dT:.Z-]+)~(?<row>\d+)$/.exec(cursor)?.groups;
  if (cursor !== undefined && !place) return undefined;
  const rowid = sql<number>`${ignoredFindings}.rowid`;
  const wanted = and(
    inVisibleFamily(principal, ignoredFindings.family),
    isIgnoredAt(now),
    family === undefined ? undefined : eq(ignoredFindings.family, family),
  );
  const [rows, counted, head] = await db.batch([
    db
      .select({ ...getTableColumns(ignoredFindings), row: rowid, validation_id: documents.validation_id })
      .from(ignoredFindings)
      .leftJoin(
        documents,
        and(
          eq(documents.family, ignoredFindings.family),
          eq(documents.ref, ''),
          eq(documents.file_path, ignoredFindings.file_path),
        ),
      )
      .where(
        and(
          wanted,
          place &&
            sql`(${ignoredFindings.created_at}, ${rowid}) < (${place['time']}, ${Number(place['row'])})`,
        ),
      )
      .orderBy(desc(ignoredFindings.created_at), desc(rowid))
      .limit(limit + 1),
    selectBoundedCount(db, sql`select 1 from ${ignoredFindings} where ${wanted ?? sql`true`}`),
    selectHead(db),
  ]);
  return toPageOf(rows, {
    limit,
    counted: counted[0]?.n ?? 0,
    isExact: false,
    position: toPosition(head),
    show: ({ validation_id, ...row }) => ({
      ...toIgnored(row),
      ...(validation_id !== null && { validation_id }),
    }),
    cursorOf: ({ created_at, row }) => `${created_at}~${row}`,
  });
}

function toIgnored({ note, until, ...row }: typeof ignoredFindings.$inferSelect): IgnoredFinding {
  const { family, file_path, fingerprint, rule_id, message, ignored_by, created_at } = row;
  return {
    family,
    file_path,
    fingerprint,
    rule_id,
    message,
    ignored_by,
    created_at,
    ...(note !== null && { note }),
    ...(until !== null && { until }),
  };
}

/** Statements: ignore findings. Those that are already ignored stay as they are, unless their time is over. */
export function insertIgnored(db: Database, findings: readonly IgnoredFinding[]) {
  return jsonParameters(findings).map((rows) =>
    db
      .insert(ignoredFindings)
      .select(
        sql`select value->>'family', value->>'file_path', value->>'fingerprint', value->>'rule_id', value->>'message',
          value->>'note', value->>'ignored_by', value->>'created_at', value->>'until'
          from json_each(${rows}) where true`,
      )
      .onConflictDoUpdate({
        target: [ignoredFindings.family, ignoredFindings.file_path, ignoredFindings.fingerprint],
        set: {
          rule_id: sql`excluded.rule_id`,
          message: sql`excluded.message`,
          note: sql`excluded.note`,
          ignored_by: sql`excluded.ignored_by`,
          created_at: sql`excluded.created_at`,
          until: sql`excluded.until`,
        },
        setWhere: sql`${ignoredFindings.until} <= excluded.created_at`,
      }),
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
