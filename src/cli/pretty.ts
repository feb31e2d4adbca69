import { createColors } from 'picocolors';
import { LineIndex } from '../content/line-index.ts';
import type { Counts, Issue, Level } from '../shared/things.ts';
import type { CheckedFile } from './check-file.ts';
import { showLine, showText } from './source-line.ts';

type Checked = Extract<CheckedFile, { report: unknown }>;
type Colours = ReturnType<typeof createColors>;

/** Findings for people: under each its line, with the match underlined. */
export function prettyReport(files: readonly Checked[], withColours: boolean): string {
  const colours = createColors(withColours);
  return files
    .filter(({ report }) => report.issues.length > 0)
    .map(({ filePath, text, report }) => {
      const lines = new LineIndex(text);
      const issues = report.issues.map((issue) => prettyIssue(issue, lines, colours));
      return `${colours.underline(showText(filePath))}\n${issues.join('')}\n`;
    })
    .join('');
}

function prettyIssue(issue: Issue, lines: LineIndex, colours: Colours): string {
  const { line, column, level, message, rule_id, start, end, fixable } = issue;
  const place = `${line}:${column}`.padEnd(7);
  const fix = fixable === 'auto' ? colours.green(' fixable') : '';
  const head = `  ${place} ${colourOf(level, colours)(level.padEnd(7))} ${showText(message)}  ${colours.dim(rule_id)}${fix}\n`;
  const content = lines.content(line);
  if (content.trim() === '') return head;
  const from = start - lines.start(line);
  const shown = showLine(
    content,
    from,
    Math.max(from, Math.min(end, lines.contentEnd(line)) - lines.start(line)),
  );
  const gutter = colours.dim(`  ${String(line).padStart(6)} | `);
  const under = colours.dim(`  ${' '.repeat(6)} | `);
  const marks = colourOf(level, colours)('^'.repeat(shown.width));
  return `${head}${gutter}${shown.text}\n${under}${' '.repeat(shown.before)}${marks}\n`;
}

function colourOf(level: Level, colours: Colours): (text: string) => string {
  return { error: colours.red, warning: colours.yellow, info: colours.blue }[level];
}

/** The last lines: what was found in all, and what can be done about it. */
export function prettySummary(
  files: readonly Checked[],
  counts: Counts,
  { known, withColours }: { known: number; withColours: boolean },
): string {
  const colours = createColors(withColours);
  const fixable = files.reduce(
    (sum, { report }) => sum + report.issues.filter((issue) => issue.fixable === 'auto').length,
    0,
  );
  const fixed = files.reduce((sum, file) => sum + file.fixed, 0);
  const changed = files.filter((file) => file.fixed > 0).length;
  const total = counts.error + counts.warning + counts.info;
  const lines = [
    fixed > 0 ? `${plural(fixed, 'edit')} made in ${plural(changed, 'file')}.` : '',
    total === 0
      ? colours.green(`${plural(files.length, 'file')}, nothing found.`)
      : `${plural(files.length, 'file')}: ${plural(counts.error, 'error')}, ${plural(counts.warning, 'warning')}, ${plural(counts.info, 'note')}.`,
    fixable > 0 ? `${plural(fixable, 'finding')} can be fixed by --fix.` : '',
    known > 0 ? `${plural(known, 'known issue')} not shown.` : '',
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
