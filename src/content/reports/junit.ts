import type { Issue } from '../../shared/things.ts';
import type { ReportedFile, ReportInput, ReportProblem } from './report.ts';

/**
 * Test results in JUnit's XML: a suite a file, a failed test for each error and warning, and an error for a file that
 * could not be validated.
 */
export function junitReport({ files, truncated, problems = [] }: ReportInput): string {
  const suites = [...files.map(toSuite), ...problems.map(toErrorSuite)];
  const tests = files.reduce((sum, file) => sum + testsOf(file), 0);
  const failures = files.reduce((sum, { report }) => sum + report.issues.filter(isFailure).length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="galley" tests="${tests + problems.length}" failures="${failures}" errors="${problems.length}">`,
    // The format has no place for it but a comment, in which no two hyphens may follow each other.
    ...(truncated === undefined ? [] : [`  <!-- ${truncated.replaceAll(/-(?=-)/g, '- ')} -->`]),
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
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

/** What XML 1.0 has no place for, not even escaped: it is spelt out. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function escapeXml(text: string): string {
  return text
    .replaceAll(FORBIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}
