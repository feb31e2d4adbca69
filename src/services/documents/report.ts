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
import type { Issue, Validation } from '../../shared/things.ts';
import { ask } from '../../store/ask.ts';
import { askContent, askMarked } from '../../store/texts.ts';
import { askIssuesOf, issueOfRow } from '../../store/issues.ts';
import { askPackedIssuesOf, type PackedIssues } from '../../store/packed-findings.ts';
import { valuesOf } from '../../store/parameters.ts';
import { askRun } from '../../store/runs.ts';
import { askSummary, askWorstOfRun, readRunSummary, worstOfRun } from '../../store/run-summary.ts';
import { newestValidations } from '../../store/validation-list.ts';
import { askValidation, askValidations } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { found } from '../errors.ts';
import { readFamilies, tryRuleset, type Families } from '../families/rulesets.ts';

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
  const { db, principal } = context;
  const texts = REPORTS[format].needsText ? [askContent(db, principal, id)] : [];
  const [[issues, marked, packed, read, text], families] = await Promise.all([
    ask(db, ...askReported(db, valuesOf([id])), askValidation(db, principal, id), ...texts),
    readFamilies(db),
  ]);
  const validation = found(read, 'validation', id);
  const { file_path, outcome } = validation;
  return reportOf(
    format,
    { ...withPacked(issues, packed), marked, families },
    {
      ...(text !== undefined && { text }),
      name: `validation-${id}`,
      title: file_path,
      validations: [validation],
      left: [],
      problems: outcome === null ? [{ filePath: file_path, problem: 'could not be validated' }] : [],
    },
  );
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
  const { db, principal } = context;
  const [[issues, marked, packed, read, worst, ...parts], families] = await Promise.all([
    ask(
      db,
      ...askReported(db, worstOfRun(id, MAX_REPORT_VALIDATIONS)),
      askRun(db, principal, id),
      askWorstOfRun(db, id, MAX_REPORT_VALIDATIONS + 1),
      ...askSummary(db, id),
    ),
    readFamilies(db),
  ]);
  const { position: _position, ...workflow } = found(read, 'workflow', id);
  const run = await readRunSummary(db, workflow, parts);
  const problems = run.failures.map(({ file_path, message }) => ({ filePath: file_path, problem: message }));
  const hidden =
    workflow.failed > problems.length ? [`failed documents beyond the first ${problems.length}`] : [];
  return reportOf(
    format,
    { ...withPacked(issues, packed), marked, families },
    {
      name: `workflow-${id}`,
      title: workflow.name,
      validations: worst.slice(0, MAX_REPORT_VALIDATIONS).toSorted(byPath),
      left: [
        ...(worst.length > MAX_REPORT_VALIDATIONS
          ? [`all but the ${MAX_REPORT_VALIDATIONS} documents with most findings`]
          : []),
        ...hidden,
      ],
      problems,
      run,
    },
  );
}

/** Renders a report of the newest validations that pass the filters. */
export async function reportOfList(
  context: ServiceContext,
  filters: ValidationFilters,
  format: ReportFormat,
): Promise<RenderedReport> {
  const { db, principal } = context;
  const newestOf = (limit: number) => newestValidations(principal, filters, limit);
  const [[issues, marked, packed, newest], families] = await Promise.all([
    ask(
      db,
      ...askReported(db, newestOf(MAX_REPORT_VALIDATIONS)),
      askValidations(db, newestOf(MAX_REPORT_VALIDATIONS + 1)),
    ),
    readFamilies(db),
  ]);
  const validations = newest.slice(0, MAX_REPORT_VALIDATIONS);
  return reportOf(
    format,
    { ...withPacked(issues, packed), marked, families },
    {
      name: 'validations',
      title: 'Validations',
      validations,
      left:
        newest.length > validations.length
          ? [`all but the newest ${MAX_REPORT_VALIDATIONS} validations`]
          : [],
      problems: validations
        .filter(({ outcome }) => outcome === null)
        .map(({ file_path }) => ({ filePath: file_path, problem: 'could not be validated' })),
    },
  );
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

/** What a report says of its validations. */
interface Reported {
  issues: ReadonlyMap<string, readonly Issue[]>;
  hasMore: boolean;
  /** The hashes of texts that begin with a byte order mark. */
  marked: ReadonlySet<string>;
  families: Families;
}

/** Questions about the validations of a report, of which `ids` selects the ids. */
function askReported(db: ServiceContext['db'], ids: Parameters<typeof askMarked>[1]) {
  return [askIssuesOf(db, ids, MAX_REPORT_ISSUES), askMarked(db, ids), askPackedIssuesOf(db, ids)] as const;
}

/** The issues of a report, with those of superseded versions that are packed. */
function withPacked(
  { issues, hasMore }: Pick<Reported, 'issues' | 'hasMore'>,
  packed: PackedIssues,
): Pick<Reported, 'issues' | 'hasMore'> {
  const all = new Map(issues);
  let room = MAX_REPORT_ISSUES - [...issues.values()].reduce((sum, { length }) => sum + length, 0);
  let isCut = hasMore;
  for (const [id, rows] of packed) {
    const shown = rows.slice(0, Math.max(0, room)).map(issueOfRow);
    all.set(id, [...(all.get(id) ?? []), ...shown]);
    room -= shown.length;
    isCut ||= shown.length < rows.length;
  }
  return { issues: all, hasMore: isCut };
}

function byPath(a: Validation, b: Validation): number {
  return a.file_path < b.file_path ? -1 : 1;
}

function reportOf(
  format: ReportFormat,
  { issues, hasMore, marked, families }: Reported,
  { name, title, validations, left, problems, run, text }: Subject,
): RenderedReport {
  const out = [...left, ...(hasMore ? [`findings beyond the first ${MAX_REPORT_ISSUES}`] : [])];
  const truncated = out.length === 0 ? undefined : `This report leaves out ${out.join(' and ')}.`;
  const rules = new Map<string, Rule>();
  for (const family of new Set(validations.map((one) => one.family))) {
    // A rule that is no longer in the family's pack is reported without its description.
    const known = families.names.includes(family) ? tryRuleset(families, family).ruleset?.rules : undefined;
    for (const [id, rule] of known ?? []) rules.set(id, rule);
  }
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
