import { createColors } from 'picocolors';
import { totalCounts } from '../engine/reports/index.ts';
import type { Issue, Level } from '../shared/things.ts';
import type { CheckedFile } from './checked-file.ts';
import { MAX_COLUMNS, showLine, showText } from './source-line.ts';

type Checked = Extract<CheckedFile, { report: unknown }>;
type Colours = ReturnType<typeof createColors>;

/** The width of line numbers and positions, in columns. */
const PLACE_COLUMNS = 7;
/** From this number of findings on, the summary names the most frequent rules, and this many of them. */
const MANY_FINDINGS = 20;
const NAMED_RULES = 3;

/** Formats findings for a terminal. Under each is its line, with the match underlined, and advice. */
export function prettyReport(files: readonly Checked[], withColours: boolean): string {
  const colours = createColors(withColours);
  return files
    .filter(({ report }) => report.issues.length > 0)
    .map(({ filePath, text, report }) => {
      const said = new Set<string>();
      const issues = report.issues.map((issue) => {
        // Advice is shown once per file, not for each of fifty links.
        const { suggestion = '' } = issue;
        const advice = said.has(suggestion) ? '' : showText(suggestion);
        said.add(suggestion);
        return prettyIssue(issue, advice, text, colours);
      });
      return `${colours.underline(showText(filePath))}\n${issues.join('')}\n`;
    })
    .join('');
}

function prettyIssue(issue: Issue, advice: string, text: string, colours: Colours): string {
  const { line, column, level, message, rule_id, start, end, fixable } = issue;
  const colour = colourOf(level, colours);
  const place = `${line}:${column}`.padEnd(PLACE_COLUMNS);
  const fix = fixable === 'auto' ? colours.green(' fixable') : '';
  const head = `  ${place} ${colour(level.padEnd(7))} ${showText(message)}  ${colours.dim(rule_id)}${fix}\n`;
  const under = colours.dim(`  ${' '.repeat(PLACE_COLUMNS - 1)} | `);
  const lineStart = start - (column - 1);
  const content = lineFrom(text, lineStart);
  if (content.trim() === '') return advice === '' ? head : `${head}${under}${colours.dim(advice)}\n`;

  const from = column - 1;
  const to = Math.min(end - lineStart, content.length);
  const shown = showLine(content, from, Math.max(from, to));
  const gutter = colours.dim(`  ${String(line).padStart(PLACE_COLUMNS - 1)} | `);
  const marks = ' '.repeat(shown.before) + colour('^'.repeat(shown.width));
  const isShort = shown.before + shown.width + 1 + advice.length <= MAX_COLUMNS;
  const gap = isShort ? ' ' : `\n${under}`;
  return `${head}${gutter}${shown.text}\n${under}${marks}${advice === '' ? '' : gap + colours.dim(advice)}\n`;
}

/** The line that starts at an offset, without its ending. Few lines of a document are shown, so it is not divided into all. */
function lineFrom(text: string, start: number): string {
  const lineFeed = text.indexOf('\n', start);
  const line = text.slice(start, lineFeed === -1 ? text.length : lineFeed);
  const carriageReturn = line.indexOf('\r');
  return carriageReturn === -1 ? line : line.slice(0, carriageReturn);
}

function colourOf(level: Level, colours: Colours): (text: string) => string {
  return { error: colours.red, warning: colours.yellow, info: colours.blue }[level];
}

/** Formats the last lines: the totals, and what can be fixed. */
export function prettySummary(files: readonly Checked[], withColours: boolean): string {
  const colours = createColors(withColours);
  const { error, warning, info } = totalCounts(files);
  const issues = files.flatMap(({ report }) => report.issues);
  const known = files.reduce((sum, { report }) => sum + report.ignored, 0);
  const fixable = issues.filter((issue) => issue.fixable === 'auto').length;
  const fixed = files.reduce((sum, file) => sum + file.fixed, 0);
  const changed = files.filter((file) => file.fixed > 0).length;
  const lines = [
    fixed > 0 ? `${plural(fixed, 'edit')} made in ${plural(changed, 'file')}.` : '',
    error + warning + info === 0
      ? colours.green(`${plural(files.length, 'file')}, nothing found.`)
      : `${plural(files.length, 'file')}: ${plural(error, 'error')}, ${plural(warning, 'warning')}, ${info} info.`,
    issues.length >= MANY_FINDINGS ? `Most often: ${mostOften(issues)}.` : '',
    fixable > 0 ? `${plural(fixable, 'finding')} can be fixed by --fix.` : '',
    known > 0 ? `${plural(known, 'known issue')} not shown.` : '',
    flavorLine(files),
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

/** The flavors that were found in the tree, and by which files; empty when none was. */
function flavorLine(files: readonly Checked[]): string {
  const found = new Map<string, number>();
  for (const { flavor, flavorSign } of files) {
    if (flavorSign === null) continue;
    const name = `${flavor} (by ${flavorSign})`;
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  if (found.size === 0) return '';
  const names = [...found].map(([name, count]) =>
    count === files.length ? name : `${name} in ${plural(count, 'file')}`,
  );
  return `Flavor: ${names.join(', ')}.`;
}

function mostOften(issues: readonly Issue[]): string {
  const counts = new Map<string, number>();
  for (const { rule_id } of issues) counts.set(rule_id, (counts.get(rule_id) ?? 0) + 1);
  const sorted = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return sorted
    .slice(0, NAMED_RULES)
    .map(([id, count]) => `${id} (${count})`)
    .join(', ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
