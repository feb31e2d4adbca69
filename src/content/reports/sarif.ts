import type { Fix, Log, ReportingDescriptor, Result } from 'sarif';
import type { Edit, Issue, Level } from '../../shared/things.ts';
import type { Rule } from '../rules/rule.ts';
import type { ReportInput } from './report.ts';

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
export function sarifReport({ files, rules, toolVersion }: ReportInput): string {
  const ids = [
    ...new Set(files.flatMap(({ report }) => report.issues.map(({ rule_id }) => rule_id))),
  ].toSorted();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const results = files.flatMap(({ filePath, report: { issues, issueEdits } }) =>
    issues.map((issue, index) =>
      toResult(filePath, issue, issueEdits[index] ?? [], indexOf.get(issue.rule_id) ?? -1),
    ),
  );
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
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ filePath }) => ({
          location: { uri: toUri(filePath) },
          sourceLanguage: 'markdown',
        })),
        results,
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
  };
}

function toResult(filePath: string, issue: Issue, edits: readonly Edit[], ruleIndex: number): Result {
  const { start, end } = issue;
  return {
    ruleId: issue.rule_id,
    ruleIndex,
    level: LEVELS[issue.level],
    message: { text: issue.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(filePath) },
          region: {
            startLine: issue.line,
            startColumn: issue.column,
            endLine: issue.end_line,
            endColumn: issue.end_column,
            charOffset: start,
            charLength: end - start,
            ...(issue.snippet !== '' && { snippet: { text: issue.snippet } }),
          },
        },
      },
    ],
    partialFingerprints: { 'galleyFingerprint/v1': issue.fingerprint },
    ...(edits.length > 0 && { fixes: [toFix(filePath, issue, edits)] }),
  };
}

function toFix(filePath: string, { suggestion, message }: Issue, edits: readonly Edit[]): Fix {
  return {
    description: { text: suggestion ?? message },
    artifactChanges: [
      {
        artifactLocation: { uri: toUri(filePath) },
        replacements: edits.map(({ start, end, text }) => ({
          deletedRegion: { charOffset: start, charLength: end - start },
          insertedContent: { text },
        })),
      },
    ],
  };
}

/** A path as a relative reference (RFC 3986): each of its parts encoded. */
function toUri(filePath: string): string {
  return filePath
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}
