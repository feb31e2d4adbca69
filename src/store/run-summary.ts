/** What is worth knowing of a batch run as a whole, and what has changed since the one before it. */
import { and, asc, desc, eq, isNotNull, lt, sql, type SQL } from 'drizzle-orm';
import type { RunChanges, RunIssue, RunSummary } from '../shared/api.ts';
import {
  MAX_SUMMARY_FAILURES,
  MAX_SUMMARY_FILES,
  MAX_SUMMARY_ISSUES,
  MAX_SUMMARY_RULES,
} from '../shared/limits.ts';
import type { Validation, Workflow } from '../shared/things.ts';
import type { Database } from './database.ts';
import { issues, validations, workflowDocuments, workflows } from './schema.ts';
import { toValidation } from './validations.ts';

/** The results of a run, and whose issues they have. */
const resultsOf = (workflowId: string) =>
  sql`select file_path, coalesce(issues_of, id) as owner from validations
    where workflow_id = ${workflowId} and status = 'completed'`;

const pathsOf = (workflowId: string) =>
  sql`select file_path from validations where workflow_id = ${workflowId} and status = 'completed'`;

/** What was found where, of results that are not the same in both: those have nothing new and nothing resolved. */
const differing = (these: SQL, those: SQL) =>
  sql`select file_path, fingerprint from (${these} except ${those}) result join issues on validation_id = owner`;

const count = (rows: SQL) => sql<number>`(select count(*) from (${rows}))`;

/** By errors, then warnings, then notes. */
const worstFirst = [
  desc(validations.counts_error),
  desc(validations.counts_warning),
  desc(validations.counts_info),
  asc(validations.file_path),
];

export async function readRunSummary(db: Database, workflow: Workflow): Promise<RunSummary> {
  const { id } = workflow;
  const { file_path, outcome, counts_error: error, counts_warning: warning, counts_info: info } = validations;
  const [files, rules, failures] = await db.batch([
    db
      .select({ file_path, validation_id: validations.id, outcome, error, warning, info })
      .from(validations)
      .where(
        and(eq(validations.workflow_id, id), isNotNull(outcome), sql`${error} + ${warning} + ${info} > 0`),
      )
      .orderBy(...worstFirst)
      .limit(MAX_SUMMARY_FILES),
    db
      .select({
        rule_id: issues.rule_id,
        level: issues.level,
        count: sql<number>`count(*)`.as('n'),
        files: sql<number>`count(distinct ${issues.validation_id})`,
      })
      .from(issues)
      .innerJoin(sql`(${resultsOf(id)}) result`, sql`${issues.validation_id} = result.owner`)
      .groupBy(issues.rule_id, issues.level)
      .orderBy(desc(sql`n`), asc(issues.rule_id))
      .limit(MAX_SUMMARY_RULES),
    db
      .select({ file_path: workflowDocuments.file_path, message: workflowDocuments.error })
      .from(workflowDocuments)
      .where(and(eq(workflowDocuments.workflow_id, id), eq(workflowDocuments.state, 'failed')))
      .orderBy(asc(workflowDocuments.file_path))
      .limit(MAX_SUMMARY_FAILURES),
  ]);
  return {
    workflow,
    worst_files: files.flatMap(
      ({ outcome: verdict, error: errors, warning: warnings, info: notes, ...file }) =>
        verdict === null
          ? []
          : [{ ...file, outcome: verdict, counts: { error: errors, warning: warnings, info: notes } }],
    ),
    rules,
    failures: failures.map(({ message, ...file }) => ({ ...file, message: message ?? '' })),
    changes: await readChanges(db, workflow),
  };
}

/** The results of a run with most findings, by path. */
export async function readWorstOfRun(db: Database, workflowId: string, limit: number): Promise<Validation[]> {
  const rows = await db
    .select()
    .from(validations)
    .where(and(eq(validations.workflow_id, workflowId), eq(validations.status, 'completed')))
    .orderBy(...worstFirst)
    .limit(limit);
  return rows.map(toValidation).toSorted((a, b) => (a.file_path < b.file_path ? -1 : 1));
}

/** Compared with the last completed run of the same name and family before this one. */
async function readChanges(db: Database, { id, name, family }: Workflow): Promise<RunChanges | null> {
  const rowid = sql`${workflows}.rowid`;
  const [since] = await db
    .select({ id: workflows.id, finished_at: workflows.finished_at })
    .from(workflows)
    .where(
      and(
        eq(workflows.name, name),
        eq(workflows.family, family),
        eq(workflows.state, 'completed'),
        lt(rowid, sql`(select rowid from workflows where id = ${id})`),
      ),
    )
    .orderBy(desc(rowid))
    .limit(1);
  if (!since || since.finished_at === null) return null;
  const now = resultsOf(id);
  const before = resultsOf(since.id);
  const fresh = sql`${differing(now, before)} except ${differing(before, now)}`;
  const gone = sql`${differing(before, now)} except ${differing(now, before)}`;
  const all = sql<number>`(select coalesce(sum(counts_error + counts_warning + counts_info), 0) from validations
    where workflow_id = ${id} and status = 'completed')`;
  const [[figures], newIssues, resolvedIssues] = await db.batch([
    // Named, since their texts are the same: the answer has one value a name.
    db
      .select({
        new: count(fresh).as('new'),
        resolved: count(gone).as('resolved'),
        all: all.as('all_of_them'),
        added: count(sql`${pathsOf(id)} except ${pathsOf(since.id)}`).as('added'),
        removed: count(sql`${pathsOf(since.id)} except ${pathsOf(id)}`).as('removed'),
      })
      .from(workflows)
      .where(eq(workflows.id, id)),
    selectIssues(db, now, fresh),
    selectIssues(db, before, gone),
  ]);
  if (!figures) return null;
  return {
    since: { id: since.id, finished_at: since.finished_at },
    new: figures.new,
    resolved: figures.resolved,
    persisting: figures.all - figures.new,
    new_issues: newIssues,
    resolved_issues: resolvedIssues,
    added_files: figures.added,
    removed_files: figures.removed,
  };
}

/**
 * @param results - of the run that has the issues
 * @param wanted - a select of (file_path, fingerprint)
 */
function selectIssues(db: Database, results: SQL, wanted: SQL) {
  const { rule_id, level, message, line, column, fingerprint } = issues;
  return db
    .select({
      file_path: sql<RunIssue['file_path']>`result.file_path`,
      rule_id,
      level,
      message,
      line,
      column,
      fingerprint,
    })
    .from(issues)
    .innerJoin(sql`(${results}) result`, sql`${issues.validation_id} = result.owner`)
    .where(sql`(result.file_path, ${fingerprint}) in (${wanted})`)
    .orderBy(sql`result.file_path`, asc(issues.ordinal))
    .limit(MAX_SUMMARY_ISSUES);
}
