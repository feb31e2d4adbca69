/** Reports of one validation, of a batch run, or of a filtered list. */
import { version } from '../../../package.json';
import type { Rule } from '../../engine/index.ts';
import {
  HTML_REPORT_STYLE,
  REPORTS,
  type ReportedFile,
  type ReportProblem,
} from '../../engine/reports/index.ts';
import type { ReportFormat, ValidationFilters } from '../../shared/api/reports.ts';
import type { RunSummary } from '../../shared/api/runs.ts';
import { MAX_REPORT_ISSUES, MAX_REPORT_VALIDATIONS } from '../../shared/limits.ts';
import type { Validation } from '../../shared/things.ts';
import { readContent, readMarked } from '../../store/texts.ts';
import { readIssuesOf } from '../../store/issues.ts';
import { readRunSummary, readWorstOfRun } from '../../store/run-summary.ts';
import { readNewestValidations } from '../../store/validation-list.ts';
import { getValidation } from './validations.ts';
import { findRun } from '../runs/find-run.ts';
import type { ServiceContext } from '../context.ts';
import { readFamilies, tryRuleset } from '../families/rulesets.ts';

export interface RenderedReport {
  mediaType: string;
  /** The file name for a download. */
  fileName: string;
  text: string;
  /** The stylesheet inside an HTML report, for its content security policy. */
  stylesheet?: string;
}

/**
 * Renders the report of one validation.
 *
 * @throws {Refusal} `not-found`
 */
export async function reportOfValidation(
  context: ServiceContext,
  id: string,
  format: ReportFormat,
): Promise<RenderedReport> {
  const { validation } = await getValidation(context, id);
  const { file_path, outcome } = validation;
  const text = REPORTS[format].needsText ? await readContent(context.db, context.principal, id) : undefined;
  return reportOf(context, format, {
    ...(text !== undefined && { text }),
    name: `validation-${id}`,
    title: file_path,
    validations: [validation],
    left: [],
    problems: outcome === null ? [{ filePath: file_path, problem: 'could not be validated' }] : [],
  });
}

/**
 * Renders the report of a run.
 *
 * @throws {Refusal} `not-found`
 */
export async function reportOfRun(
  context: ServiceContext,
  id: string,
  format: ReportFormat,
): Promise<RenderedReport> {
  const { db } = context;
  const { position: _position, ...workflow } = await findRun(context, id);
  const run = await readRunSummary(db, workflow);
  const worst = await readWorstOfRun(db, id, MAX_REPORT_VALIDATIONS + 1);
  const problems = run.failures.map(({ file_path, message }) => ({ filePath: file_path, problem: message }));
  const hidden =
    workflow.failed > problems.length ? [`failed documents beyond the first ${problems.length}`] : [];
  return reportOf(context, format, {
    name: `workflow-${id}`,
    title: workflow.name,
    validations: worst.slice(0, MAX_REPORT_VALIDATIONS),
    left: [
      ...(worst.length > MAX_REPORT_VALIDATIONS
        ? [`all but the ${MAX_REPORT_VALIDATIONS} documents with most findings`]
        : []),
      ...hidden,
    ],
    problems,
    run,
  });
}

/** Renders a report of the newest validations that pass the filters. */
export async function reportOfList(
  context: ServiceContext,
  filters: ValidationFilters,
  format: ReportFormat,
): Promise<RenderedReport> {
  const newest = await readNewestValidations(
    context.db,
    context.principal,
    filters,
    MAX_REPORT_VALIDATIONS + 1,
  );
  const validations = newest.slice(0, MAX_REPORT_VALIDATIONS);
  return reportOf(context, format, {
    name: 'validations',
    title: 'Validations',
    validations,
    left:
      newest.length > validations.length ? [`all but the newest ${MAX_REPORT_VALIDATIONS} validations`] : [],
    problems: validations
      .filter(({ outcome }) => outcome === null)
      .map(({ file_path }) => ({ filePath: file_path, problem: 'could not be validated' })),
  });
}

/** The content of a report, without the issues. */
interface Subject {
  name: string;
  title: string;
  validations: readonly Validation[];
  /** What the report leaves out, in words. */
  left: readonly string[];
  problems: readonly ReportProblem[];
  run?: RunSummary;
  /** The text of the document, if the report is about one and its format needs it. */
  text?: string;
}

async function reportOf(
  { db }: ServiceContext,
  format: ReportFormat,
  { name, title, validations, left, problems, run, text }: Subject,
): Promise<RenderedReport> {
  const ids = validations.map(({ id }) => id);
  const { issues, hasMore } = await readIssuesOf(db, ids, MAX_REPORT_ISSUES);
  const out = [...left, ...(hasMore ? [`findings beyond the first ${MAX_REPORT_ISSUES}`] : [])];
  const truncated = out.length === 0 ? undefined : `This report leaves out ${out.join(' and ')}.`;
  const families = await readFamilies(db);
  const rules = new Map<string, Rule>();
  for (const family of new Set(validations.map((one) => one.family))) {
    // A rule that is no longer in the family's pack is reported without its description.
    const known = families.names.includes(family) ? tryRuleset(families, family).ruleset?.rules : undefined;
    for (const [id, rule] of known ?? []) rules.set(id, rule);
  }
  const marked = await readMarked(
    db,
    validations.map(({ content_sha256 }) => content_sha256),
  );
  const files = validations.flatMap(
    ({ id, file_path, family, outcome, counts, ruleset, content_sha256 }): ReportedFile[] =>
      outcome === null
        ? []
        : [
            {
              filePath: file_path,
              validationId: id,
              family,
              hasByteOrderMark: marked.has(content_sha256),
              ...(text !== undefined && { text }),
              report: { outcome, counts, ruleset, issues: [...(issues.get(id) ?? [])] },
            },
          ],
  );
  const { render, mediaType, extension } = REPORTS[format];
  return {
    mediaType,
    fileName: `${name}.${extension}`,
    text: render({
      files,
      problems,
      rules,
      toolVersion: version,
      title,
      ...(truncated && { truncated }),
      ...(run && { run }),
    }),
    ...(format === 'html' && { stylesheet: HTML_REPORT_STYLE }),
  };
}
