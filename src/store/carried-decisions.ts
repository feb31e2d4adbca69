/** Decisions that outlast the version of the document in which they were made. */
import { sql } from 'drizzle-orm';
import { MAX_ISSUES_PER_DOCUMENT } from '../shared/limits.ts';
import type { Database } from './database.ts';
import { jsonParameters } from './parameters.ts';
import { decisions, events, recommendations } from './schema.ts';

/** A new version of a document, and the rules that its findings were looked for with. */
export interface CheckedVersion {
  /** The validation. */
  id: string;
  rules: readonly string[];
}

/**
 * Statements: mark approved recommendations as applied whose findings, as far as they have edits, are all gone in the next
 * version of their document. They follow the issues of the new version in the batch, and precede what makes it the newest.
 * A finding is gone only if the text has changed and was checked for it, and nobody ignores it.
 */
export function applyGone(db: Database, versions: readonly CheckedVersion[], now: string) {
  return jsonParameters(versions).map((parameter) => {
    // What it has no edit for was not approved with it: that may stay.
    const hasOld = sql`select 1 from issues i where i.validation_id = coalesce(o.issues_of, o.id)
      and i.rule_id = r.rule_id and (r.edits = '[]' or i.fixable <> 'none')`;
    // The limit keeps SQLite from joining the table that is updated first, which would read all of it.
    const gone = sql`(
      select r.id as id, v.id as version from json_each(${parameter}) one
        cross join validations v on v.id = one.value->>'id'
        cross join documents d on d.family = v.family and d.ref = v.ref and d.file_path = v.file_path
        cross join validations o on o.id = d.validation_id
        cross join recommendations r on r.validation_id = o.id
      where r.status = 'approved' and v.status = 'completed' and o.content_sha256 <> v.content_sha256
        and r.rule_id in (select value from json_each(one.value->'rules'))
        and v.counts_error + v.counts_warning + v.counts_info <= ${MAX_ISSUES_PER_DOCUMENT}
        and not exists (select value from json_each(o.validation_types)
          except select value from json_each(v.validation_types))
        and exists (${hasOld})
        and not exists (${hasOld} and i.fingerprint in (
          select fingerprint from issues where validation_id = coalesce(v.issues_of, v.id)
          union all select fingerprint from ignored_findings
            where family = v.family and file_path = v.file_path and (until is null or until > ${now})
        ))
      limit -1
    ) gone`;
    return db
      .update(recommendations)
      .set({ status: 'applied', updated_at: now, batch_id: sql`gone.version`, before: null })
      .from(gone)
      .where(sql`${recommendations.id} = gone.id`);
  });
}

/** The key of findings, and the one that they had under another path. */
export interface FormerKey {
  findings_key: string;
  former_key: string;
}

/**
 * Statements: let decisions about findings of a document count under its new path too. Of two decisions, the one about the
 * later version counts. They precede its recommendations in the batch.
 */
export function copyDecisions(db: Database, keys: readonly FormerKey[]) {
  return jsonParameters(keys).map((parameter) =>
    db
      .insert(decisions)
      .select(
        sql`select value->>'findings_key', d.status, d.recommendation_id, d.reviewer, d.notes, d.approved_edits, d.edits_key
          from json_each(${parameter}) cross join decisions d on d.findings_key = value->>'former_key' where true`,
      )
      .onConflictDoUpdate({
        target: decisions.findings_key,
        set: {
          status: sql`excluded.status`,
          recommendation_id: sql`excluded.recommendation_id`,
          reviewer: sql`excluded.reviewer`,
          notes: sql`excluded.notes`,
          approved_edits: sql`excluded.approved_edits`,
          edits_key: sql`excluded.edits_key`,
        },
        setWhere: sql`excluded.recommendation_id > ${decisions.recommendation_id}`,
      }),
  );
}

/** Statements: append the events of {@link applyGone}, which comes before them in the batch. */
export function appendGone(
  db: Database,
  versions: readonly CheckedVersion[],
  { actor, now }: { actor: string; now: string },
) {
  const ids = JSON.stringify(versions.map(({ id }) => id));
  // The unary plus keeps SQLite from the index on states, by which it would read all that was ever applied.
  const statement = db
    .insert(events)
    .select(
      sql`select null, 'recommendation_applied', ${now}, ${actor}, r.validation_id, r.id, o.workflow_id, r.family,
        json_object('title', title, 'status', 'applied',
          'before', case when approved_edits is null then json_object('status', 'approved')
            else json_object('status', 'approved', 'approved_edits', json(approved_edits)) end,
          'after', json_object('status', 'applied'))
        from recommendations r join validations o on o.id = r.validation_id
        where r.batch_id in (select value from json_each(${ids})) and +r.status = 'applied' order by r.rowid`,
    )
    .returning();
  return [statement];
}
