import type { Invocation, Log, Notification, PropertyBag, ReportingDescriptor } from 'sarif';
import type { RunSummary } from '../../shared/api/runs.ts';
import type { Rule } from '../rules/rule.ts';
import { problemsOf, runError, type ReportInput } from './report.ts';
import { changeFigures, sinceLastRun } from './run-changes.ts';
import { workflowFacts } from './run-facts.ts';
import { SARIF_LEVELS, toAbsentResults, toResults, toUri } from './sarif-results.ts';

/**
 * Renders a log in the Static Analysis Results Interchange Format 2.1.0, with fixes.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(input: ReportInput): string {
  const { files, rules, toolVersion, run } = input;
  const resolved = run?.changes?.resolved_issues ?? [];
  const ids = [
    ...new Set([...files.flatMap(({ report }) => report.issues), ...resolved].map(({ rule_id }) => rule_id)),
  ].toSorted();
  const since = sinceLastRun(run);
  const invocation = toInvocation(input);
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
        ...(invocation && { invocations: [invocation] }),
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        // The format requires unique artifacts, but a report may have several validations of one document.
        artifacts: [...new Set(files.map(({ filePath }) => toUri(filePath)))].map((uri) => ({
          location: { uri },
          sourceLanguage: 'markdown',
        })),
        results: [
          ...files.flatMap((file) => toResults(file, indexOf, since)),
          ...toAbsentResults(resolved, indexOf),
        ],
        ...(run && { properties: toProperties(run) }),
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
    defaultConfiguration: rule.level === 'off' ? { enabled: false } : { level: SARIF_LEVELS[rule.level] },
    properties: { tags: [rule.type] },
  };
}

/**
 * Describes how the run went, if there is anything to say: documents that could not be validated, a batch run that
 * failed, or omitted findings. Either of the first two makes the execution unsuccessful.
 */
function toInvocation(input: ReportInput): Invocation | undefined {
  const { truncated, run } = input;
  const problems = problemsOf(input);
  if (problems.length === 0 && truncated === undefined && run === undefined) return undefined;
  const { started_at, finished_at } = run?.workflow ?? {};
  const stopped = runError(run);
  const notifications: Notification[] = [
    ...(stopped === undefined ? [] : [{ level: 'error' as const, message: { text: stopped } }]),
    ...problems.map(({ filePath, problem }): Notification => ({
      level: 'error',
      message: { text: `The file ${problem}.` },
      locations: [{ physicalLocation: { artifactLocation: { uri: toUri(filePath) } } }],
    })),
    ...(truncated === undefined ? [] : [{ level: 'warning' as const, message: { text: truncated } }]),
  ];
  return {
    executionSuccessful: problems.length === 0 && stopped === undefined,
    ...(started_at !== undefined && { startTimeUtc: started_at }),
    ...(finished_at !== undefined && { endTimeUtc: finished_at }),
    toolExecutionNotifications: notifications,
  };
}

/** The batch run under the API's field names. Its ids are not GUIDs, so SARIF's own fields cannot hold them. */
function toProperties(run: RunSummary): PropertyBag {
  return {
    workflow: workflowFacts(run),
    ...(run.changes && { changes: changeFigures(run.changes) }),
  };
}
