import type { Issue } from '../../shared/things.ts';
import { escapeMarkdown, ruleInMarkdown, table } from './markdown-text.ts';
import { problemsOf, totalCounts, type ReportedFile, type ReportInput } from './report.ts';
import { runInMarkdown } from './run-markdown.ts';
import { counted, countsInWords, levelFigures, levelInWords, OUTCOMES_IN_WORDS } from './words.ts';

/** Renders a report for people as Markdown. No text of a document becomes markup. */
export function markdownReport(input: ReportInput): string {
  const { files, title, truncated, run, rules } = input;
  const found = files.filter(({ report }) => report.issues.length > 0);
  const problems = problemsOf(input);
  const whole =
    run === undefined
      ? [
          `${counted(files.length, 'document')}: ${countsInWords(totalCounts(files))}.`,
          ...truncation(truncated),
          ...problems.map(
            ({ filePath, problem }) => `**${escapeMarkdown(filePath)}** ${escapeMarkdown(problem)}.`,
          ),
        ]
      : [...truncation(truncated), ...runInMarkdown(run, problems, rules), '## Documents'];
  const parts = [
    `# ${escapeMarkdown(title ?? run?.workflow.name ?? 'Validation report')}`,
    ...whole,
    table(
      ['Document', 'Outcome', 'Errors', 'Warnings', 'Notes'],
      files.map(({ filePath, report: { outcome, counts } }) => [
        escapeMarkdown(filePath),
        OUTCOMES_IN_WORDS[outcome],
        ...levelFigures(counts),
      ]),
    ),
    ...found.flatMap(describeFile),
  ];
  return `${parts.join('\n\n')}\n`;
}

function truncation(truncated: string | undefined): string[] {
  return truncated === undefined ? [] : [`> ${escapeMarkdown(truncated)}`];
}

function describeFile({ filePath, report }: ReportedFile): string[] {
  return [
    `## ${escapeMarkdown(filePath)}`,
    table(['Place', 'Level', 'Rule', 'Finding'], report.issues.map(toRow)),
  ];
}

function toRow({ line, column, level, rule_id, docs_url, message, suggestion }: Issue): string[] {
  return [
    `${line}:${column}`,
    levelInWords(level),
    ruleInMarkdown(rule_id, docs_url),
    escapeMarkdown(suggestion === undefined ? message : `${message} ${suggestion}`),
  ];
}
