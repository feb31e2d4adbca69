import type { Level } from '../../shared/things.ts';
import type { ReportInput } from './report.ts';

const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Annotations for a GitHub Actions log: one workflow command a finding.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubReport({ files }: ReportInput): string {
  const lines = files.flatMap(({ filePath, report }) =>
    report.issues.map(({ level, line, column, end_line, end_column, rule_id, message }) => {
      const properties = {
        file: filePath,
        line,
        endLine: end_line,
        // Columns are only understood within one line.
        ...(line === end_line && { col: column, endColumn: end_column }),
        title: rule_id,
      };
      const list = Object.entries(properties).map(
        ([name, value]) => `${name}=${escapeProperty(String(value))}`,
      );
      return `::${COMMANDS[level]} ${list.join(',')}::${escapeData(message)}\n`;
    }),
  );
  return lines.join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
