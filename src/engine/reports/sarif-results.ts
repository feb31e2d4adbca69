/** Findings as SARIF results, with their locations and fixes. */
import type { Fix, Region, Result } from 'sarif';
import type { RunIssue } from '../../shared/api/runs.ts';
import type { Edit, Issue, Level } from '../../shared/things.ts';
import { LineIndex } from '../text/line-index.ts';
import type { ReportedFile } from './report.ts';
import type { SinceLastRun } from './run-changes.ts';

/** Galley levels as SARIF levels. */
export const SARIF_LEVELS: Readonly<Record<Level, NonNullable<Result['level']>>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * Converts a document's findings.
 *
 * @param indexOf - index of each rule in `tool.driver.rules`, by id
 * @param since - whether a finding is new in this run
 */
export function toResults(
  { filePath, report, hasByteOrderMark, text }: ReportedFile,
  indexOf: ReadonlyMap<string, number>,
  since: SinceLastRun,
): Result[] {
  const artifactLocation = { uri: toUri(filePath) };
  // SARIF positions do not count the byte order mark (2.1.0, 3.30.2).
  const skipped = hasByteOrderMark ? 1 : 0;
  const lines = text === undefined ? null : new LineIndex(text);
  return report.issues.map((issue, index) => {
    const edits = report.issueEdits?.[index] ?? [];
    const state = since(filePath, issue.fingerprint);
    return {
      ruleId: issue.rule_id,
      ruleIndex: indexOf.get(issue.rule_id) ?? -1,
      level: SARIF_LEVELS[issue.level],
      message: { text: issue.message },
      locations: [{ physicalLocation: { artifactLocation, region: toRegion(issue, skipped) } }],
      partialFingerprints: toFingerprints(issue),
      ...(state && { baselineState: state === 'new' ? 'new' : 'unchanged' }),
      ...(edits.length > 0 && { fixes: [toFix(artifactLocation, issue, edits, lines, skipped)] }),
    };
  });
}

/** Findings of the last run that are resolved. Their positions refer to the text at that time. */
export function toAbsentResults(issues: readonly RunIssue[], indexOf: ReadonlyMap<string, number>): Result[] {
  return issues.map((issue) => {
    const { rule_id, level, message, file_path, line, column } = issue;
    // Whether that text started with a byte order mark is unknown, so columns on line 1 are omitted.
    const region = { startLine: line, ...(line > 1 && { startColumn: column }) };
    return {
      ruleId: rule_id,
      ruleIndex: indexOf.get(rule_id) ?? -1,
      level: SARIF_LEVELS[level],
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation: { uri: toUri(file_path) }, region } }],
      partialFingerprints: toFingerprints(issue),
      baselineState: 'absent',
    };
  });
}

function toFingerprints({ fingerprint }: Pick<Issue, 'fingerprint'>): Record<string, string> {
  return { 'galleyFingerprint/v1': fingerprint };
}

function toRegion(issue: Issue, skipped: number): Region {
  const { start, end, line, column, end_line, end_column, snippet } = issue;
  return {
    ...lineSpan({ line, column }, { line: end_line, column: end_column }, skipped),
    ...offsetSpan(start, end, skipped),
    // A shortened snippet would not equal the text of the region.
    ...(snippet !== '' && snippet.length === end - start && { snippet: { text: snippet } }),
  };
}

interface Position {
  line: number;
  column: number;
}

function lineSpan(start: Position, end: Position, skipped: number): Region {
  const columnOf = ({ line, column }: Position): number =>
    line === 1 ? Math.max(1, column - skipped) : column;
  return {
    startLine: start.line,
    startColumn: columnOf(start),
    endLine: end.line,
    endColumn: columnOf(end),
  };
}

function offsetSpan(start: number, end: number, skipped: number): Region {
  const charOffset = Math.max(0, start - skipped);
  return { charOffset, charLength: Math.max(0, end - skipped) - charOffset };
}

/** @param lines - of the document; without them the fix has offsets alone, which many readers do not support */
function toFix(
  artifactLocation: { uri: string },
  { suggestion, message }: Issue,
  edits: readonly Edit[],
  lines: LineIndex | null,
  skipped: number,
): Fix {
  const replacements = edits.map(({ start, end, text }) => ({
    deletedRegion: {
      ...(lines && lineSpan(lines.positionAt(start), lines.positionAt(end), skipped)),
      ...offsetSpan(start, end, skipped),
    },
    insertedContent: { text },
  }));
  return {
    description: { text: suggestion ?? message },
    artifactChanges: [{ artifactLocation, replacements }],
  };
}

/** Encodes each part of a path to make it a relative reference (RFC 3986). */
export function toUri(filePath: string): string {
  return filePath
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}
