/** Summarises a batch run, and compares it with the run before. */
import { and, asc, desc, eq, isNotNull, lt, sql, type SQL } from 'drizzle-orm';
import type { RunChanges, RunIssue, RunSummary } from '../shared/api/runs.ts';
import {
  MAX_SUMMARY_FAILURES,
  MAX_SUMMARY_FILES,
  MAX_SUMMARY_ISSUES,
  MAX_SUMMARY_RULES,
} from '../shared/limits.ts';
import type { Run, Validation } from '../shared/things.ts';
import { question, type Answers, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { issues, validations, workflowDocuments, workflows } from './schema.ts';
import { isOpen, isResultOf } from './run-documents.ts';
import { toValidation } from './validations.ts';

/** Selects the completed results of a run, each with the validation that has its issues. */
const resultsOf = (workflowId: string) =>
  sql`select file_path, coalesce(issues_of, id) as owner from validations
    where ${isResultOf(workflowId)} and status = 'completed'`;

/** The same, with the validation of the run itself. */
const validationsOf = (workflowId: string) =>
  sql`select id, file_path, coalesce(issues_of, id) as owner from validations
    where ${isResultOf(workflowId)} and status = 'completed'`;

const pathsOf = (workflowId: string) =>
  sql`select file_path from validations where ${isResultOf(workflowId)} and status = 'completed'`;

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

/**
 * Questions about a run. Put the answers together with {@link readRunSummary}.
 *
 * @param since - the run to compare it with; by default the last one of its name and family before it
 */
export function askSummary(db: Database, id: string, since?: string) {
  const { file_path, outcome, counts_error: error, counts_warning: warning, counts_info: info } = validations;
  const files = db
    .select({ file_path, validation_id: validations.id, outcome, error, warning, info })
    .from(validations)
    .where(and(isResultOf(id), isNotNull(outcome), sql`${error} + ${warning} + ${info} > 0`))
    .orderBy(...worstFirst)
    .limit(MAX_SUMMARY_FILES);
  const rules = db
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
    .limit(MAX_SUMMARY_RULES);
  const failures = db
    .select({ file_path: workflowDocuments.file_path, message: workflowDocuments.error })
    .from(workflowDocuments)
    .where(and(eq(workflowDocuments.workflow_id, id), eq(workflowDocuments.state, 'failed'), isOpen))
    .orderBy(asc(workflowDocuments.file_path))
    .limit(MAX_SUMMARY_FAILURES);
  return [
    question(files, (rows) =>
      rows.flatMap(({ outcome: verdict, error: errors, warning: warnings, info: notes, ...file }) =>
        verdict === null
          ? []
          : [{ ...file, outcome: verdict, counts: { error: errors, warning: warnings, info: notes } }],
      ),
    ),
    question(rules, (rows) => rows),
    question(failures, (rows) => rows.map(({ message, ...file }) => ({ ...file, message: message ?? '' }))),
    since === undefined ? askRunBefore(db, id) : askRunOfFamily(db, id, since),
  ] as const;
}

/** Summarises a run. Where there is a run to compare it with, it is compared with that. */
export async function readRunSummary(
  db: Database,
  workflow: Run,
  [worst_files, rules, failures, before]: Answers<ReturnType<typeof askSummary>>,
): Promise<RunSummary> {
  const changes = workflow.state === 'completed' && before ? await readChanges(db, workflow, before) : null;
  return { workflow, worst_files, rules, failures, changes };
}

/** Selects the ids of the results with the most findings. */
export function worstOfRun(workflowId: string, limit: number): SQL {
  return sql`select id from ${validations}
    where ${isResultOf(workflowId)} and ${eq(validations.status, 'completed')}
    order by ${sql.join(worstFirst, sql`, `)} limit ${limit}`;
}

/** Question: which results have the most findings? Those come first. */
export function askWorstOfRun(db: Database, workflowId: string, limit: number): Question<Validation[]> {
  return question(
    db
      .select()
      .from(validations)
      .where(and(isResultOf(workflowId), eq(validations.status, 'completed')))
      .orderBy(...worstFirst)
      .limit(limit),
    (rows) => rows.map(toValidation),
  );
}

/** The run that another one is compared with. */
interface RunBefore {
  id: string;
  finished_at: string;
}

/** Question: which is the last completed run before a run with the same name and family? */
function askRunBefore(db: Database, id: string): Question<RunBefore | undefined> {
  const rowid = sql`${workflows}.rowid`;
  const own = (column: 'name' | 'family' | 'rowid') =>
    sql`(select ${sql.raw(column)} from workflows where id = ${id})`;
  return question(
    db
      .select({ id: workflows.id, finished_at: workflows.finished_at })
      .from(workflows)
      .where(
        and(
          eq(workflows.name, own('name')),
          eq(workflows.family, own('family')),
          eq(workflows.state, 'completed'),
          lt(rowid, own('rowid')),
        ),
      )
      .orderBy(desc(rowid))
      .limit(1),
    ([row]) => (row && row.finished_at !== null ? { id: row.id, finished_at: row.finished_at } : undefined),
  );
}

/** Question: which run is it, if it is a completed one of the same family as another? */
function askRunOfFamily(db: Database, id: string, since: string): Question<RunBefore | undefined> {
  return question(
    db
      .select({ id: workflows.id, finished_at: workflows.finished_at })
      .from(workflows)
      .where(
        and(
          eq(workflows.id, since),
          eq(workflows.family, sql`(select family from workflows where id = ${id})`),
          eq(workflows.state, 'completed'),
        ),
      ),
    ([row]) => (row && row.finished_at !== null ? { id: row.id, finished_at: row.finished_at } : undefined),
  );
}

/** Compares a completed run with another one. */
async function readChanges(
  db: Database,
  { id }: Pick<Run, 'id'>,
  since: RunBefore,
): Promise<RunChanges | null> {
  const now = resultsOf(id);
  const before = resultsOf(since.id);
  const [[figures], newIssues, resolvedIssues] = await db.batch([
    selectFigures(db, id, since.id),
    selectIssues(db, validationsOf(id), onlyIn(now, before)),
    selectIssues(db, validationsOf(since.id), onlyIn(before, now)),
  ]);
  if (!figures) return null;
  return {
    since,
    new: figures.new,
    resolved: figures.resolved,
    persisting: figures.all - figures.new,
    new_issues: newIssues,
    resolved_issues: resolvedIssues,
    added_files: figures.added,
    removed_files: figures.removed,
  };
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
