/** Reports of what was found: of one validation, of a batch run, or of a filtered list. */
import { version } from '../../package.json';
import type { Rule } from '../content/index.ts';
import { HTML_REPORT_STYLE, REPORTS, type ReportedFile } from '../content/reports/index.ts';
import type { ReportFormat, ValidationFilters } from '../shared/api.ts';
import { MAX_REPORT_ISSUES, MAX_REPORT_VALIDATIONS } from '../shared/limits.ts';
import type { Issue, Validation } from '../shared/things.ts';
import { readMarked } from '../store/documents.ts';
import { readIssuesOf } from '../store/issues.ts';
import { readNewestValidations } from '../store/validation-list.ts';
import { readWorkflow } from '../store/workflows.ts';
import { found, getValidation } from './browse.ts';
import type { ServiceContext } from './context.ts';
import { readFamilies, tryRuleset } from './rulesets.ts';

export interface Report {
  mediaType: string;
  /** For when it is saved. */
  fileName: string;
  text: string;
  /** What a page is styled by; it is in the page. */
  stylesheet?: string;
}

/** @throws {Refusal} `not-found` */
export async function reportOfValidation(
  context: ServiceContext,
  id: string,
  format: ReportFormat,
): Promise<Report> {
  const { validation, issues } = await getValidation(context, id);
  return makeReport(context, format, {
    name: `validation-${id}`,
    title: validation.file_path,
    validations: [validation],
    issues: new Map([[id, issues]]),
  });
}

/** @throws {Refusal} `not-found` */
export async function reportOfWorkflow(
  context: ServiceContext,
  id: string,
  format: ReportFormat,
): Promise<Report> {
  const workflow = found(await readWorkflow(context.db, context.principal, id), 'workflow', id);
  return reportOf(context, { workflow_id: id }, format, { name: `workflow-${id}`, title: workflow.name });
}

/** The newest validations that a list with these filters would have. */
export async function reportOfList(
  context: ServiceContext,
  filters: ValidationFilters,
  format: ReportFormat,
): Promise<Report> {
  return reportOf(context, filters, format, { name: 'validations', title: 'Validations' });
}

async function reportOf(
  context: ServiceContext,
  filters: ValidationFilters,
  format: ReportFormat,
  names: { name: string; title: string },
): Promise<Report> {
  const { db, principal } = context;
  const newest = await readNewestValidations(db, principal, filters, MAX_REPORT_VALIDATIONS + 1);
  const validations = newest.slice(0, MAX_REPORT_VALIDATIONS);
  const ids = validations.map(({ id }) => id);
  const { issues, hasMore } = await readIssuesOf(db, ids, MAX_REPORT_ISSUES);
  const left = [
    newest.length > validations.length ? `all but the newest ${MAX_REPORT_VALIDATIONS} validations` : '',
    hasMore ? `findings beyond the first ${MAX_REPORT_ISSUES}` : '',
  ].filter(Boolean);
  const truncated = left.length === 0 ? undefined : `This report leaves out ${left.join(' and ')}.`;
  return makeReport(context, format, { ...names, validations, issues, ...(truncated && { truncated }) });
}

async function makeReport(
  { db }: ServiceContext,
  format: ReportFormat,
  content: {
    name: string;
    title: string;
    validations: readonly Validation[];
    issues: ReadonlyMap<string, readonly Issue[]>;
    truncated?: string;
  },
): Promise<Report> {
  const { name, title, validations, issues, truncated } = content;
  const families = await readFamilies(db);
  const rules = new Map<string, Rule>();
  for (const family of new Set(validations.map((one) => one.family))) {
    // What a family's pack no longer says, its reports do without.
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
              report: { outcome, counts, ruleset, issues: [...(issues.get(id) ?? [])] },
            },
          ],
  );
  const problems = validations
    .filter(({ outcome }) => outcome === null)
    .map(({ file_path }) => ({ filePath: file_path, problem: 'could not be validated' }));
  const { render, mediaType, extension } = REPORTS[format];
  return {
    mediaType,
    fileName: `${name}.${extension}`,
    text: render({ files, problems, rules, toolVersion: version, title, ...(truncated && { truncated }) }),
    ...(format === 'html' && { stylesheet: HTML_REPORT_STYLE }),
  };
}
