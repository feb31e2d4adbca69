import type { Counts, Issue, Outcome } from '../../shared/things.ts';
import { countsInWords, OUTCOMES_IN_WORDS, revealHidden, shownAddress } from './words.ts';
import { totalCounts, type ReportedFile, type ReportInput } from './report.ts';

/** A report for people, as Markdown: nothing of a document becomes markup of it. */
export function markdownReport({ files, title, truncated, problems = [] }: ReportInput): string {
  const found = files.filter(({ report }) => report.issues.length > 0);
  const parts = [
    `# ${escapeMarkdown(title ?? 'Validation report')}`,
    `${files.length} ${files.length === 1 ? 'document' : 'documents'}: ${countsInWords(totalCounts(files))}.`,
    ...(truncated === undefined ? [] : [`> ${escapeMarkdown(truncated)}`]),
    ...problems.map(({ filePath, problem }) => `**${escapeMarkdown(filePath)}** ${escapeMarkdown(problem)}.`),
    table(
      ['Document', 'Outcome', 'Errors', 'Warnings', 'Notes'],
      files.map(({ filePath, report: { outcome, counts } }) => [
        escapeMarkdown(filePath),
        outcomeOf(outcome),
        ...figures(counts),
      ]),
    ),
    ...found.flatMap(describeFile),
  ];
  return `${parts.join('\n\n')}\n`;
}

function describeFile({ filePath, report }: ReportedFile): string[] {
  return [
    `## ${escapeMarkdown(filePath)}`,
    table(['Place', 'Level', 'Rule', 'Finding'], report.issues.map(toRow)),
  ];
}

function toRow({ line, column, level, rule_id, docs_url, message, suggestion }: Issue): string[] {
  const rule = escapeMarkdown(rule_id);
  const address = shownAddress(docs_url);
  return [
    `${line}:${column}`,
    level === 'info' ? 'note' : level,
    address === null ? rule : `[${rule}](<${address.replaceAll(/[<>\s|\\]/g, encodeURIComponent)}>)`,
    escapeMarkdown(suggestion === undefined ? message : `${message} ${suggestion}`),
  ];
}

function outcomeOf(outcome: Outcome): string {
  return OUTCOMES_IN_WORDS[outcome];
}

function figures({ error, warning, info }: Counts): string[] {
  return [error, warning, info].map(String);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What could be markup within a line or a cell, addresses that become links of their own accord included. */
const MARKUP = /[\\`*_{}[\]<>&|~#!@]|:(?=\/\/)|(?<=www)\./gi;

/** Text that shows as it is: hidden characters spelt out, line breaks as spaces, markup as letters. */
function escapeMarkdown(text: string): string {
  const line = revealHidden(text.replaceAll(/\s+/g, ' ').trim());
  return line.replaceAll(MARKUP, (character) =>
    // An entity where a backslash would not do: addresses become links of their own accord by these.
    character === '<' ? '&lt;' : character === '>' ? '&gt;' : character === '&' ? '&amp;' : `\\${character}`,
  );
}
