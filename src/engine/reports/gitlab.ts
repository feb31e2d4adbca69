import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Level } from '../../shared/things.ts';
import { problemsOf, runError, type ReportedFile, type ReportInput } from './report.ts';

const SEVERITIES = { error: 'major', warning: 'minor', info: 'info' } as const satisfies Record<
  Level,
  string
>;
const FINGERPRINT_DIGITS = 32;

/** The fields that GitLab reads. */
interface Violation {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: (typeof SEVERITIES)[Level];
  location: { path: string; lines: { begin: number; end?: number } };
}

/**
 * Renders findings as a code quality report of GitLab, which compares the reports of two branches by their fingerprints. What
 * concerns no line is at the first: GitLab leaves out what has no place.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabReport(input: ReportInput): string {
  const { files, truncated, run } = input;
  const stopped = runError(run);
  const violations = [
    ...(stopped === undefined ? [] : [toProblem('run', run?.workflow.name ?? '', stopped, 'error')]),
    ...(truncated === undefined ? [] : [toProblem('report', '.', truncated, 'warning')]),
    ...files.flatMap(toViolations),
    ...problemsOf(input).map(({ filePath, problem }) =>
      toProblem('file', filePath, `The file ${problem}.`, 'error'),
    ),
  ];
  return `${JSON.stringify(violations, null, 2)}\n`;
}

function toViolations({ filePath, report }: ReportedFile): Violation[] {
  // Findings that a rule sums up share a fingerprint, and GitLab shows one of each.
  const seen = new Map<string, number>();
  return report.issues.map(({ message, rule_id, level, line, end_line, fingerprint }) => {
    const count = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, count + 1);
    return {
      description: message,
      check_name: rule_id,
      fingerprint: fingerprintOf(filePath, fingerprint, count),
      severity: SEVERITIES[level],
      location: { path: filePath, lines: { begin: line, ...(end_line > line && { end: end_line }) } },
    };
  });
}

function toProblem(what: string, path: string, description: string, level: Level): Violation {
  return {
    description,
    check_name: `galley/${what}`,
    fingerprint: fingerprintOf(path, what, 0),
    severity: SEVERITIES[level],
    location: { path, lines: { begin: 1 } },
  };
}

/** Our fingerprints are unique in a document, those of GitLab in a report. */
function fingerprintOf(path: string, fingerprint: string, count: number): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([path, fingerprint, count])))).slice(
    0,
    FINGERPRINT_DIGITS,
  );
}
