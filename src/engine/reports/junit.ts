import type { RunSummary } from '../../shared/api/runs.ts';
import type { Issue } from '../../shared/things.ts';
import { problemsOf, runError, type ReportedFile, type ReportInput, type ReportProblem } from './report.ts';
import { changeFigures } from './run-changes.ts';
import { durationOf, gateInWords, workflowFacts } from './run-facts.ts';
import { escapeXml, xmlComment } from './xml.ts';

/**
 * Renders test results as JUnit XML: one suite per file, a failed test for each error and warning, and an error for a
 * file that could not be validated. A batch run is a separate suite at the start, since only suites can have
 * properties.
 */
export function junitReport(input: ReportInput): string {
  const { files, truncated, run } = input;
  const problems = problemsOf(input);
  const whole = run === undefined ? [] : [toRunSuite(run)];
  const suites = [...whole, ...files.map(toSuite), ...problems.map(toErrorSuite)];
  const broken = problems.length + (runError(run) === undefined ? 0 : 1);
  const tests = files.reduce((sum, file) => sum + testsOf(file), 0);
  const failures = files.reduce((sum, { report }) => sum + report.issues.filter(isFailure).length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="galley" tests="${tests + broken}" failures="${failures}" errors="${broken}">`,
    ...(truncated === undefined ? [] : [`  ${xmlComment(truncated)}`]),
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

/** The facts of a run. A run that could not finish is an error, since its findings are incomplete. */
function toRunSuite(run: RunSummary): string {
  const { workflow, changes } = run;
  const name = escapeXml(workflow.name);
  const { counts, compared, gate, ...facts } = workflowFacts(run);
  const duration = durationOf(workflow);
  // Uses the names of the API.
  const properties = {
    ...facts,
    ...namedAfter('counts', counts),
    ...(compared && {
      ...namedAfter('compared.new', compared.new),
      ...namedAfter('compared.resolved', compared.resolved),
    }),
    gate: gate && gateInWords(gate),
    duration_seconds: duration === undefined ? undefined : duration / 1_000,
    ...(changes && namedAfter('changes', { ...changeFigures(changes), since: changes.since.id })),
  };
  const stopped = runError(run);
  const error = `<error type="run" message="${escapeXml(stopped ?? '')}"/>`;
  const broken = stopped === undefined ? 0 : 1;
  return [
    `  <testsuite name="${name}" tests="${broken}" failures="0" errors="${broken}">`,
    '    <properties>',
    ...Object.entries(properties).flatMap(([key, value]) =>
      value === undefined ? [] : [`      <property name="${key}" value="${escapeXml(String(value))}"/>`],
    ),
    '    </properties>',
    ...(broken ? [`    <testcase name="${name}" classname="${name}">${error}</testcase>`] : []),
    '  </testsuite>',
  ].join('\n');
}

function namedAfter(group: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${group}.${key}`, value]));
}

function testsOf({ report }: ReportedFile): number {
  return Math.max(1, report.issues.filter(isFailure).length);
}

function isFailure({ level }: Issue): boolean {
  return level !== 'info';
}

function toSuite(file: ReportedFile): string {
  const { filePath, report } = file;
  const failed = report.issues.filter(isFailure);
  const remarks = report.issues.filter((issue) => !isFailure(issue)).map(describe);
  const name = escapeXml(filePath);
  const passed = `<testcase name="${name}" classname="${name}"/>`;
  return [
    `  <testsuite name="${name}" tests="${testsOf(file)}" failures="${failed.length}" errors="0">`,
    ...(failed.length === 0 ? [`    ${passed}`] : failed.map((issue) => toCase(name, issue))),
    ...(remarks.length === 0 ? [] : [`    <system-out>${escapeXml(remarks.join('\n'))}</system-out>`]),
    '  </testsuite>',
  ].join('\n');
}

function toErrorSuite({ filePath, problem }: ReportProblem): string {
  const name = escapeXml(filePath);
  const error = `<error type="unreadable" message="${escapeXml(`The file ${problem}.`)}"/>`;
  return [
    `  <testsuite name="${name}" tests="1" failures="0" errors="1">`,
    `    <testcase name="${name}" classname="${name}">${error}</testcase>`,
    '  </testsuite>',
  ].join('\n');
}

function toCase(classname: string, issue: Issue): string {
  const { rule_id, line, column, level, message } = issue;
  const name = escapeXml(`${rule_id} at ${line}:${column}`);
  const failure = `<failure type="${level}" message="${escapeXml(message)}">${escapeXml(describe(issue))}</failure>`;
  return `    <testcase name="${name}" classname="${classname}">${failure}</testcase>`;
}

function describe({ line, column, level, rule_id, message }: Issue): string {
  return `${line}:${column} ${level} ${rule_id}: ${message}`;
}
