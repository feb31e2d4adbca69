/** Summarises a batch run, and compares it with the run before. */
import { and, asc, desc, eq, isNotNull, lt, sql, type SQL } from 'drizzle-orm';
import type { RunChanges, RunIssue, RunSummary } from '../shared/api/runs.ts';
import {
  MAX_SUMMARY_FAILURES,
  MAX_SUMMARY_FILES,
  MAX_SUMMARY_ISSUES,
  MAX_SUMMARY_RULES,
} from '../shared/limits.ts';
import type { Validation, Run } from '../shared/things.ts';
import type { Database } from './database.ts';
import { issues, validations, workflowDocuments, workflows } from './schema.ts';
import { toValidation } from './validations.ts';

/** Selects the completed results of a run, each with the validation that has its issues. */
const resultsOf = (workflowId: string) =>
  sql`select file_path, coalesce(issues_of, id) as owner from validations
    where workflow_id = ${workflowId} and status = 'completed'`;

/** The same, with the validation of the run itself. */
const validationsOf = (workflowId: string) =>
  sql`select id, file_path, coalesce(issues_of, id) as owner from validations
    where workflow_id = ${workflowId} and status = 'completed'`;

const pathsOf = (workflowId: string) =>
  sql`select file_path from validations where workflow_id = ${workflowId} and status = 'completed'`;

/** Selects the pairs of path and fingerprint of some results. */
const findingsIn = (results: SQL) =>
  sql`select distinct file_path, fingerprint from (${results}) result join issues on validation_id = owner`;

/**
 * Selects the findings that are here and not there. Results that are equal in both, those of unchanged documents,
 * cancel out, and their issues are not read.
 */
const onlyIn = (here: SQL, there: SQL) =>
  sql`${findingsIn(sql`${here} except ${there}`)} except ${findingsIn(sql`${there} except ${here}`)}`;

/** Most errors first, then warnings, then infos. */
const worstFirst = [
  desc(validations.counts_error),
  desc(validations.counts_warning),
  desc(validations.counts_info),
  asc(validations.file_path),
];

/** @param since - the run to compare with; by default the last one of the same name and family */
export async function readRunSummary(
  db: Database,
  workflow: Run,
  since?: Pick<Run, 'id' | 'finished_at'>,
): Promise<RunSummary> {
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
    changes: await readChanges(db, workflow, since),
  };
}

/** Reads the results with the most findings, ordered by path. */
export async function readWorstOfRun(db: Database, workflowId: string, limit: number): Promise<Validation[]> {
  const rows = await db
    .select()
    .from(validations)
    .where(and(eq(validations.workflow_id, workflowId), eq(validations.status, 'completed')))
    .orderBy(...worstFirst)
    .limit(limit);
  return rows.map(toValidation).toSorted((a, b) => (a.file_path < b.file_path ? -1 : 1));
}

/** Compares a run with another one. A run that is not completed is not compared. */
async function readChanges(
  db: Database,
  workflow: Run,
  wanted: Pick<Run, 'id' | 'finished_at'> | undefined,
): Promise<RunChanges | null> {
  const { id, state } = workflow;
  if (state !== 'completed') return null;
  const { id: sinceId, finished_at } = wanted ?? (await readRunBefore(db, workflow)) ?? {};
  if (sinceId === undefined || !finished_at) return null;
  const now = resultsOf(id);
  const before = resultsOf(sinceId);
  const [[figures], newIssues, resolvedIssues] = await db.batch([
    selectFigures(db, id, sinceId),
    selectIssues(db, validationsOf(id), onlyIn(now, before)),
    selectIssues(db, validationsOf(sinceId), onlyIn(before, now)),
  ]);
  if (!figures) return null;
  return {
    since: { id: sinceId, finished_at },
    new: figures.new,
    resolved: figures.resolved,
    persisting: figures.all - figures.new,
    new_issues: newIssues,
    resolved_issues: resolvedIssues,
    added_files: figures.added,
    removed_files: figures.removed,
  };
}

/** The last completed run of the same name and family that was made before. */
async function readRunBefore(db: Database, { id, name, family }: Run) {
  const rowid = sql`${workflows}.rowid`;
  const [before] = await db
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
  return before;
}

const figure = (name: string) => sql<number>`${sql.identifier(name)}`.as(name);

/** Statement: counts findings (pairs of path and fingerprint) and paths in one run, in the other, and in both. */
function selectFigures(db: Database, id: string, sinceId: string) {
  const now = resultsOf(id);
  const before = resultsOf(sinceId);
  const same = sql`${now} intersect ${before}`;
  const figures = sql`(
    with fresh as materialized (${onlyIn(now, before)}),
    gone as materialized (${onlyIn(before, now)}),
    here as materialized (${findingsIn(sql`${now} except ${before}`)}),
    unchanged as materialized (${findingsIn(same)})
    select (select count(*) from fresh) as fresh, (select count(*) from gone) as gone,
      (select count(*) from here) + (select count(*) from unchanged) as everything,
      (select count(*) from (${pathsOf(id)} except ${pathsOf(sinceId)})) as added,
      (select count(*) from (${pathsOf(sinceId)} except ${pathsOf(id)})) as removed
  ) figures`;
  return db
    .select({
      new: figure('fresh'),
      resolved: figure('gone'),
      all: figure('everything'),
      added: figure('added'),
      removed: figure('removed'),
    })
    .from(figures);
}

/**
 * @param results - a select of the run that has the issues
 * @param wanted - a select of (file_path, fingerprint)
 */
function selectIssues(db: Database, results: SQL, wanted: SQL) {
  const { rule_id, level, message, line, column, fingerprint } = issues;
  return db
    .select({
      file_path: sql<RunIssue['file_path']>`result.file_path`,
      validation_id: sql<string>`result.id`,
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
