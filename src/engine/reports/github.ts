import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { Level } from '../../shared/things.ts';
import { problemsOf, type ReportInput } from './report.ts';
import { runInWords } from './run-facts.ts';

const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Renders annotations for a GitHub Actions log: one workflow command for the batch run, if any, then one per finding.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubReport(input: ReportInput): string {
  const { files, truncated, run } = input;
  const whole = run === undefined ? [] : [command('notice', {}, revealHidden(runInWords(run)))];
  const lines = files.flatMap(({ filePath, report }) =>
    report.issues.map(({ level, line, column, end_line, end_column, rule_id, message }) => {
      const properties = {
        file: filePath,
        line,
        endLine: end_line,
        // GitHub supports columns only for findings within one line.
        ...(line === end_line && { col: column, endColumn: end_column }),
        title: rule_id,
      };
      return command(COMMANDS[level], properties, message);
    }),
  );
  const unread = problemsOf(input).map(({ filePath, problem }) =>
    command('error', { file: filePath }, `The file ${problem}.`),
  );
  const left = truncated === undefined ? [] : [command('warning', {}, truncated)];
  return [...whole, ...lines, ...unread, ...left].join('');
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${[name, list.join(',')].filter(Boolean).join(' ')}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
