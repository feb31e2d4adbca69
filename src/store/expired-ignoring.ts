/** Findings that were ignored until a time that is over. */
import { and, sql, type SQL } from 'drizzle-orm';
import type { ServedFamilies } from '../shared/served-families.ts';
import { commitWithEvents } from './commit.ts';
import type { Database } from './database.ts';
import type { EventRow } from './events.ts';
import { decisions, events, ignoredFindings } from './schema.ts';
import { inServedFamily } from './visibility.ts';

/** Up to so many of those whose time is over, the earliest first. */
export interface Expired {
  now: string;
  limit: number;
  /** Only those of families that the service serves. */
  served?: ServedFamilies | undefined;
}

const selectExpired = ({ now, limit, served }: Expired): SQL => {
  const isWanted = and(sql`until <= ${now}`, inServedFamily(served, sql`family`));
  return sql`select rowid from ignored_findings where ${isWanted} order by until, rowid limit ${limit}`;
};

/** Recommendations that were rejected along with ignoring the expired findings: by the same person, and not earlier. */
const selectRejected = (expired: Expired): SQL => sql`
  select r.id, r.findings_key, v.superseded_by from (${selectExpired(expired)}) e
    cross join ignored_findings i on i.rowid = e.rowid
    cross join validations v on v.file_path = i.file_path and v.family = i.family
    cross join recommendations r on r.validation_id = v.id and r.rule_id = i.rule_id
  where r.status = 'rejected' and r.reviewer = i.ignored_by and r.decided_at >= i.created_at`;

/** Reads which recommendations of newest versions were rejected along with ignoring the expired findings. Ids. */
export async function readRejectedWithExpired(db: Database, expired: Expired): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`select distinct id from (${selectRejected(expired)}) where superseded_by is null`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Stops ignoring the expired findings, with an event for each, which the newest validation of the document gets. The
 * rejections that came with ignoring them are forgotten, so that later versions propose the changes again.
 *
 * @returns the events
 */
export async function deleteExpired(
  db: Database,
  expired: Expired,
  { actor, note }: { actor: string; note: string },
): Promise<EventRow[]> {
  const told = db
    .insert(events)
    .select(
      sql`select null, 'issue_restored', ${expired.now}, ${actor}, d.validation_id, null, null, i.family,
        json_object('file_path', i.file_path, 'rule_id', i.rule_id, 'fingerprint', i.fingerprint,
          'message', i.message, 'note', ${note})
        from (${selectExpired(expired)}) e cross join ignored_findings i on i.rowid = e.rowid
          left join documents d on d.family = i.family and d.ref = '' and d.file_path = i.file_path`,
    )
    .returning();
  const rejections = sql`${decisions.status} = 'rejected'
    and ${decisions.findings_key} in (select findings_key from (${selectRejected(expired)}))`;
  return commitWithEvents(db, {
    before: [db.delete(decisions).where(rejections)],
    events: [told],
    after: [db.delete(ignoredFindings).where(sql`${ignoredFindings}.rowid in (${selectExpired(expired)})`)],
  });
}
