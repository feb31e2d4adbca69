/** The summary of a run for a terminal: failures, worst documents, new findings, and the totals last. */
import { createColors } from 'picocolors';
import { changesInWords, moreInWords } from '../engine/reports/run-changes.ts';
import { comparedInWords, durationOf, STATES_IN_WORDS } from '../engine/reports/run-facts.ts';
import { counted, countsInWords, durationInWords, figure, levelInWords } from '../engine/reports/words.ts';
import type { RunChanges, RunIssue, RunSummary } from '../shared/api/runs.ts';
import type { Counts, GateResult, Level } from '../shared/things.ts';
import { showText } from './source-line.ts';

type Colours = ReturnType<typeof createColors>;

/** Most lines of each list. The page of the run has all of them. */
const MAX_LINES = 10;
const LEVEL_COLUMNS = 7;

/**
 * Formats a summary.
 *
 * @param address - the address of the run's page
 */
export function prettyRunSummary(summary: RunSummary, address: string, withColours: boolean): string {
  const colours = createColors(withColours);
  const { workflow, worst_files, rules, failures, changes } = summary;
  const sections = [
    section(
      'Could not be validated',
      failures.map(({ file_path, message }) => `${showText(file_path)} ${colours.red(showText(message))}`),
      workflow.failed,
      colours,
    ),
    section(
      'Documents with most findings',
      inColumns(worst_files, ({ counts, file_path }) => [countColumns(counts), showText(file_path)]),
      Math.min(worst_files.length, MAX_LINES),
      colours,
    ),
    section(
      'Rules that spoke most',
      inColumns(rules, ({ rule_id, level, count, files }) => [
        [figure(count)],
        `${inColour(level, colours)} ${showText(rule_id)} ${colours.dim(`in ${counted(files, 'document')}`)}`,
      ]),
      Math.min(rules.length, MAX_LINES),
      colours,
    ),
    ...(changes === null ? [] : describeChanges(changes, colours)),
  ];
  return [...sections.filter(Boolean), `${figuresOf(summary, colours)}\n${address}\n`].join('\n');
}

function describeChanges(
  { new_issues, resolved_issues, ...changes }: RunChanges,
  colours: Colours,
): string[] {
  const describe = (issue: RunIssue) => describeIssue(issue, colours);
  return [
    section('New since the last run', new_issues.map(describe), changes.new, colours),
    section('Resolved since the last run', resolved_issues.map(describe), changes.resolved, colours),
  ];
}

function figuresOf({ workflow, changes }: RunSummary, colours: Colours): string {
  const { name, state, error, total, done, reused, failed, counts, compared, gate } = workflow;
  const duration = durationOf(workflow);
  const took = duration === undefined ? '' : ` in ${durationInWords(duration)}`;
  const documents = counted(total, 'document');
  const lines = [
    `${colours.bold(showText(name))}: ${STATES_IN_WORDS[state].toLowerCase()}${took}`,
    error === undefined ? '' : colours.red(showText(error)),
    `${done < total ? `${figure(done)} of ${documents}` : documents}, ${figure(reused)} reused, ${figure(failed)} could not be validated`,
    countsInWords(counts),
    changes === null ? '' : `Since the last run: ${changesInWords(changes)}`,
    compared ? `Against the main line: ${comparedInWords(compared)}` : '',
    ...(gate ? gateLines(gate, colours) : []),
  ];
  return lines.filter(Boolean).join('\n');
}

/** The verdict of the quality gate, with a line for each reason. */
export function gateLines({ passed, reasons }: GateResult, colours: Colours): string[] {
  if (passed) return [colours.green('Quality gate passed')];
  return [colours.red('Quality gate failed'), ...reasons.map((one) => `  ${showText(one.message)}`)];
}

function describeIssue(
  { file_path, line, column, level, message, rule_id }: RunIssue,
  colours: Colours,
): string {
  const place = `${showText(file_path)}:${line}:${column}`;
  return `${place} ${inColour(level, colours).trimEnd()} ${showText(message)}  ${colours.dim(rule_id)}`;
}

/** @param total - the total number, if not all are listed */
function section(title: string, lines: readonly string[], total: number, colours: Colours): string {
  if (lines.length === 0) return '';
  const shown = lines.slice(0, MAX_LINES);
  const more = moreInWords(total, shown.length);
  return [
    colours.bold(title),
    ...[...shown, ...(more === undefined ? [] : [colours.dim(more)])].map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function inColour(level: Level, colours: Colours): string {
  const colour = { error: colours.red, warning: colours.yellow, info: colours.blue }[level];
  return colour(levelInWords(level).padEnd(LEVEL_COLUMNS));
}

/** Zero counts are empty, so that they take no space. */
function countColumns({ error, warning, info }: Counts): string[] {
  return [
    error > 0 ? counted(error, 'error') : '',
    warning > 0 ? counted(warning, 'warning') : '',
    info > 0 ? counted(info, 'note') : '',
  ];
}

/** Formats one line per item: right-aligned columns, and the rest after them. */
function inColumns<T>(
  things: readonly T[],
  describe: (thing: T) => [columns: string[], rest: string],
): string[] {
  const rows = things.map(describe);
  const widths: number[] = [];
  for (const [columns] of rows) {
    for (const [at, { length }] of columns.entries()) widths[at] = Math.max(widths[at] ?? 0, length);
  }
  return rows.map(([columns, rest]) => {
    const aligned = columns.map((text, at) => text.padStart(widths[at] ?? 0));
    return [...aligned.filter((text) => text !== ''), rest].join('  ');
  });
}
