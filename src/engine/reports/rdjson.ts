import type { Edit, Issue, Level } from '../../shared/things.ts';
import { BytePositions, type BytePosition } from './byte-positions.ts';
import { problemsOf, runError, type ReportedFile, type ReportInput } from './report.ts';
import { shownAddress } from './words.ts';

const SEVERITIES = { error: 'ERROR', warning: 'WARNING', info: 'INFO' } as const satisfies Record<
  Level,
  string
>;

interface Range {
  start: Partial<BytePosition>;
  /** Exclusive; inclusive if neither position has a column. */
  end?: Partial<BytePosition>;
}

/** The fields of the format that are used here. */
interface Diagnostic {
  message: string;
  location?: { path: string; range?: Range };
  severity: (typeof SEVERITIES)[Level];
  code?: { value: string; url?: string };
  suggestions?: { range: Range; text: string }[];
}

/**
 * Renders findings in the Reviewdog Diagnostic Format, as one JSON object, with fixes as suggestions.
 *
 * Its columns count bytes of UTF-8. They can be computed only if the text of the document is known; without it the
 * report has lines alone, and no suggestions.
 *
 * @see https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export function rdjsonReport(input: ReportInput): string {
  const { files, truncated, run } = input;
  const stopped = runError(run);
  const diagnostics: Diagnostic[] = [
    ...(stopped === undefined ? [] : [{ message: stopped, severity: SEVERITIES.error }]),
    ...(truncated === undefined ? [] : [{ message: truncated, severity: SEVERITIES.warning }]),
    ...files.flatMap(toDiagnostics),
    ...problemsOf(input).map(({ filePath, problem }) => ({
      message: `The file ${problem}.`,
      location: { path: filePath },
      severity: SEVERITIES.error,
    })),
  ];
  return `${JSON.stringify({ source: { name: 'galley' }, diagnostics }, null, 2)}\n`;
}

function toDiagnostics({ filePath, text, report }: ReportedFile): Diagnostic[] {
  const positions = text === undefined ? null : new BytePositions(text);
  return report.issues.map((issue, index) => {
    const { message, level, rule_id, docs_url } = issue;
    const url = shownAddress(docs_url);
    const edits = report.issueEdits?.[index] ?? [];
    const suggestion = text === undefined || !positions ? null : toSuggestion(text, edits, positions);
    return {
      message,
      location: { path: filePath, range: toRange(issue, positions) },
      severity: SEVERITIES[level],
      code: { value: rule_id, ...(url !== null && { url }) },
      ...(suggestion && { suggestions: [suggestion] }),
    };
  });
}

function toRange({ start, end, line, end_line }: Issue, positions: BytePositions | null): Range {
  return positions
    ? { start: positions.at(start), end: positions.at(end) }
    : { start: { line }, end: { line: end_line } };
}

/**
 * Several suggestions would be alternatives, so the edits of a finding become one: it replaces all text from the first
 * to the last of them.
 */
function toSuggestion(
  text: string,
  edits: readonly Edit[],
  positions: BytePositions,
): { range: Range; text: string } | null {
  const [first] = edits;
  const last = edits.at(-1);
  if (!first || !last) return null;
  let replacement = '';
  let at = first.start;
  for (const edit of edits) {
    replacement += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { range: { start: positions.at(first.start), end: positions.at(last.end) }, text: replacement };
}
