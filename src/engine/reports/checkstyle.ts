import type { Issue } from '../../shared/things.ts';
import { problemsOf, runError, type ReportInput } from './report.ts';
import { escapeXml, xmlComment } from './xml.ts';

/** The version of Checkstyle's format, as other linters that write it name it. */
const FORMAT_VERSION = '4.3';

/**
 * Renders findings as the XML that Checkstyle writes and many tools read. The format has only start positions, and no
 * place for fixes or for a batch run as a whole. Columns count UTF-16 code units.
 *
 * @see https://checkstyle.org/config.html
 */
export function checkstyleReport(input: ReportInput): string {
  const { files, truncated, run } = input;
  const stopped = runError(run);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<checkstyle version="${FORMAT_VERSION}">`,
    ...(truncated === undefined ? [] : [`  ${xmlComment(truncated)}`]),
    ...(run && stopped !== undefined ? [toFile(run.workflow.name, [toProblem(stopped)])] : []),
    ...files.map(({ filePath, report }) => toFile(filePath, report.issues.map(toError))),
    ...problemsOf(input).map(({ filePath, problem }) =>
      toFile(filePath, [toProblem(`The file ${problem}.`)]),
    ),
    '</checkstyle>',
    '',
  ].join('\n');
}

function toFile(name: string, errors: readonly string[]): string {
  const start = `  <file name="${escapeXml(name)}"`;
  return errors.length === 0 ? `${start}/>` : [`${start}>`, ...errors, '  </file>'].join('\n');
}

function toError({ line, column, level, message, rule_id }: Issue): string {
  const text = `message="${escapeXml(message)}" source="${escapeXml(rule_id)}"`;
  return `    <error line="${line}" column="${column}" severity="${level}" ${text}/>`;
}

/** Readers require a line, so what concerns a whole file is at its first. */
function toProblem(message: string): string {
  return `    <error line="1" severity="error" message="${escapeXml(message)}"/>`;
}
