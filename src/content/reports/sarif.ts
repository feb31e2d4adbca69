import type { Fix, Invocation, Log, Notification, Region, ReportingDescriptor, Result } from 'sarif';
import type { Edit, Issue, Level } from '../../shared/things.ts';
import type { Rule } from '../rules/rule.ts';
import type { ReportedFile, ReportInput, ReportProblem } from './report.ts';

const LEVELS: Readonly<Record<Level, NonNullable<Result['level']>>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * A log in the Static Analysis Results Interchange Format 2.1.0, with fixes.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport({ files, rules, toolVersion, truncated, problems = [] }: ReportInput): string {
  const ids = [
    ...new Set(files.flatMap(({ report }) => report.issues.map(({ rule_id }) => rule_id))),
  ].toSorted();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Galley',
            version: toolVersion,
            rules: ids.map((id) => toDescriptor(id, rules.get(id))),
          },
        },
        ...((problems.length > 0 || truncated !== undefined) && {
          invocations: [toInvocation(problems, truncated)],
        }),
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        artifacts: files.map(({ filePath }) => ({
          location: { uri: toUri(filePath) },
          sourceLanguage: 'markdown',
        })),
        results: files.flatMap((file) => toResults(file, indexOf)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toDescriptor(id: string, rule: Rule | undefined): ReportingDescriptor {
  if (!rule) return { id };
  return {
    id,
    shortDescription: { text: rule.purpose },
    ...(rule.why !== undefined && { fullDescription: { text: rule.why } }),
    help: { text: rule.instruction },
    ...(rule.docsUrl !== undefined && { helpUri: rule.docsUrl }),
    defaultConfiguration: rule.level === 'off' ? { enabled: false } : { level: LEVELS[rule.level] },
    properties: { tags: [rule.type] },
  };
}

/** Documents that could not be validated: the run as a whole did not succeed. What is left out is said. */
function toInvocation(problems: readonly ReportProblem[], truncated: string | undefined): Invocation {
  return {
    executionSuccessful: problems.length === 0,
    toolExecutionNotifications: [
      ...problems.map(({ filePath, problem }): Notification => ({
        level: 'error',
        message: { text: `The file ${problem}.` },
        locations: [{ physicalLocation: { artifactLocation: { uri: toUri(filePath) } } }],
      })),
      ...(truncated === undefined ? [] : [{ level: 'warning' as const, message: { text: truncated } }]),
    ],
  };
}

function toResults(
  { filePath, report, hasByteOrderMark }: ReportedFile,
  indexOf: ReadonlyMap<string, number>,
): Result[] {
  const artifactLocation = { uri: toUri(filePath) };
  // Places in SARIF are those in the text after the mark (2.1.0, 3.30.2).
  const skipped = hasByteOrderMark ? 1 : 0;
  return report.issues.map((issue, index) => {
    const edits = report.issueEdits?.[index] ?? [];
    return {
      ruleId: issue.rule_id,
      ruleIndex: indexOf.get(issue.rule_id) ?? -1,
      level: LEVELS[issue.level],
      message: { text: issue.message },
      locations: [{ physicalLocation: { artifactLocation, region: toRegion(issue, skipped) } }],
      partialFingerprints: { 'galleyFingerprint/v1': issue.fingerprint },
      ...(edits.length > 0 && { fixes: [toFix(artifactLocation, issue, edits, skipped)] }),
    };
  });
}

function toRegion(issue: Issue, skipped: number): Region {
  const { start, end, line, column, end_line, end_column, snippet } = issue;
  const columnOf = (of: number, onLine: number): number => (onLine === 1 ? Math.max(1, of - skipped) : of);
  return {
    startLine: line,
    startColumn: columnOf(column, line),
    endLine: end_line,
    endColumn: columnOf(end_column, end_line),
    ...span(start, end, skipped),
    // A shortened one would not be what stands there.
    ...(snippet !== '' && snippet.length === end - start && { snippet: { text: snippet } }),
  };
}

function span(start: number, end: number, skipped: number): Pick<Region, 'charOffset' | 'charLength'> {
  const charOffset = Math.max(0, start - skipped);
  return { charOffset, charLength: Math.max(0, end - skipped) - charOffset };
}

function toFix(
  artifactLocation: { uri: string },
  { suggestion, message }: Issue,
  edits: readonly Edit[],
  skipped: number,
): Fix {
  const replacements = edits.map(({ start, end, text }) => ({
    deletedRegion: span(start, end, skipped),
    insertedContent: { text },
  }));
  return {
    description: { text: suggestion ?? message },
    artifactChanges: [{ artifactLocation, replacements }],
  };
}

/** A path as a relative reference (RFC 3986): each of its parts encoded. */
function toUri(filePath: string): string {
  return filePath
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}
