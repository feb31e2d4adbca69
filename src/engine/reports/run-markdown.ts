import type { RunChanges, RunIssue, RunSummary } from '../../shared/api/runs.ts';
import { escapeMarkdown, ruleInMarkdown, table } from './markdown-text.ts';
import type { ReportInput, ReportProblem } from './report.ts';
import { changesInWords, comparedWith, moreInWords } from './run-changes.ts';
import { factsInWords } from './run-facts.ts';
import { countsInWords, figure, levelFigures, levelInWords, OUTCOMES_IN_WORDS } from './words.ts';

type Rules = ReportInput['rules'];

/**
 * Returns the Markdown blocks about a batch run.
 *
 * @param problems - all documents that could not be validated
 */
export function runInMarkdown(run: RunSummary, problems: readonly ReportProblem[], rules: Rules): string[] {
  return [
    table(
      ['Batch run', escapeMarkdown(run.workflow.name)],
      [
        ['Findings', countsInWords(run.workflow.counts)],
        ...factsInWords(run).map(({ label, text }) => [label, escapeMarkdown(text)]),
      ],
    ),
    ...describeProblems(run, problems),
    ...(run.changes === null ? [] : describeChanges(run.changes, rules)),
    ...describeWorst(run),
    ...describeRules(run, rules),
  ];
}

function describeProblems({ workflow }: RunSummary, problems: readonly ReportProblem[]): string[] {
  if (problems.length === 0) return [];
  const lines = problems.map(
    ({ filePath, problem }) => `- **${escapeMarkdown(filePath)}** ${escapeMarkdown(problem)}.`,
  );
  return ['## Could not be validated', lines.join('\n'), ...more(workflow.failed, problems.length)];
}

function describeChanges(changes: RunChanges, rules: Rules): string[] {
  const { new_issues, resolved_issues, resolved } = changes;
  return [
    '## Since the last run',
    `${escapeMarkdown(comparedWith(changes))}: ${changesInWords(changes)}.`,
    ...describeIssues('New', changes.new, new_issues, rules),
    ...describeIssues('Resolved', resolved, resolved_issues, rules),
  ];
}

function describeIssues(title: string, total: number, issues: readonly RunIssue[], rules: Rules): string[] {
  if (total === 0) return [];
  const rows = issues.map(({ file_path, line, column, level, rule_id, message }) => [
    escapeMarkdown(file_path),
    `${line}:${column}`,
    levelInWords(level),
    ruleInMarkdown(rule_id, rules.get(rule_id)?.docsUrl),
    escapeMarkdown(message),
  ]);
  return [
    `### ${title}: ${figure(total)}`,
    ...(rows.length === 0 ? [] : [table(['Document', 'Place', 'Level', 'Rule', 'Finding'], rows)]),
    ...more(total, issues.length),
  ];
}

function describeWorst({ worst_files }: RunSummary): string[] {
  if (worst_files.length === 0) return [];
  const rows = worst_files.map(({ file_path, outcome, counts }) => [
    escapeMarkdown(file_path),
    OUTCOMES_IN_WORDS[outcome],
    ...levelFigures(counts),
  ]);
  return [
    '## Documents with most findings',
    table(['Document', 'Outcome', 'Errors', 'Warnings', 'Notes'], rows),
  ];
}

function describeRules({ rules }: RunSummary, known: Rules): string[] {
  if (rules.length === 0) return [];
  const rows = rules.map(({ rule_id, level, count, files }) => [
    ruleInMarkdown(rule_id, known.get(rule_id)?.docsUrl),
    levelInWords(level),
    figure(count),
    figure(files),
  ]);
  return ['## Rules by how often they spoke', table(['Rule', 'Level', 'Findings', 'Documents'], rows)];
}

function more(total: number, listed: number): string[] {
  const sentence = moreInWords(total, listed);
  return sentence === undefined ? [] : [sentence];
}
