import { buffer } from 'node:stream/consumers';
import { relative, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import picocolors from 'picocolors';
import { PROFILES, type Profile, type Rule } from '../../engine/index.ts';
import { renderReport, totalCounts } from '../../engine/reports/index.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../shared/api/reports.ts';
import { readBaseline, updateBaseline } from '../baseline.ts';
import { checkText, type CheckOptions } from '../check-file.ts';
import type { CheckedFile } from '../checked-file.ts';
import { checkFiles } from '../check-files.ts';
import { readConfiguration, toRuleset } from '../configuration.ts';
import { EXIT_FINDINGS, EXIT_OK, EXIT_TROUBLE, UsageError } from '../exit-codes.ts';
import { findFiles, IGNORE_FILE } from '../find-files.ts';
import { folderLibrary } from '../library.ts';
import { prettyReport, prettySummary } from '../pretty.ts';
import { showText } from '../source-line.ts';
import { wholeNumber } from '../whole-number.ts';
import { writeOutput } from '../write-output.ts';

interface Options {
  format: ReportFormat | 'pretty';
  output?: string;
  fix?: true;
  diff?: true;
  profile?: Profile;
  family?: string;
  config?: string;
  style?: string[];
  baseline?: string;
  updateBaseline?: true;
  maxWarnings?: number;
  quiet?: true;
  color?: boolean;
  jobs?: number;
  stdinPath: string;
}

const EXIT_HELP = `
Exit codes:
  0  nothing at error level
  1  errors, or more warnings than --max-warnings; with --diff: a difference
  2  wrong usage, a configuration that can't be used, or files that can't be read

Folders are searched for *.md and *.markdown. What .galleyignore lists is left out.

Examples:
  galley check README.md docs
  galley check docs --fix
  galley check 'docs/**/*.md' --format sarif --output galley.sarif`;

/** `galley check` */
export function checkCommand(): Command {
  return new Command('check')
    .description('check Markdown files, without a server')
    .argument('<files...>', 'files, folders, globs, or - for standard input')
    .addOption(
      new Option('--format <format>', 'of the report')
        .choices(['pretty', ...REPORT_FORMATS])
        .default('pretty'),
    )
    .option('--output <file>', 'write the report to a file')
    .addOption(new Option('--fix', 'write the certain fixes to the files').conflicts('diff'))
    .option('--diff', 'show what --fix would change, and change nothing')
    .addOption(new Option('--profile <profile>', 'levels to start from').choices(PROFILES))
    .option('--family <name>', 'rule pack to use: default, cells, words, slides or pdf')
    .option('--config <file>', 'rule pack of the project (default: galley.yml here or above)')
    .option('--style <path>', 'Vale style, a folder or a .zip; may be repeated', collect)
    .option('--baseline <file>', 'leave out the findings in this file')
    .option('--update-baseline', 'take the findings of today for known')
    .option('--max-warnings <number>', 'fail when there are more warnings', wholeNumber)
    .option('--quiet', 'report errors only')
    .option('--color', 'colours, also when nobody watches')
    .option('--no-color', 'no colours')
    .option('--jobs <number>', 'threads (default: as many as pay)', wholeNumber)
    .option('--stdin-path <path>', 'path of what is read from standard input', 'stdin.md')
    .addHelpText('after', EXIT_HELP)
    .action(async (patterns: string[], options: Options) => {
      process.exitCode = await check(patterns, options);
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

async function check(patterns: readonly string[], options: Options): Promise<number> {
  const cwd = process.cwd();
  const { baseline, updateBaseline: isUpdate = false } = options;
  if (isUpdate && baseline === undefined) throw new UsageError('--update-baseline needs --baseline FILE.');
  const configuration = readConfiguration(options, cwd);
  const { root } = configuration;
  const ruleset = toRuleset(configuration);
  for (const remark of ruleset.remarks) console.error(`galley: ${remark}`);
  const work: CheckOptions = {
    cwd,
    root,
    mode: options.fix ? 'fix' : options.diff ? 'diff' : 'check',
    baseline: baseline === undefined || isUpdate ? new Map() : readBaseline(resolve(cwd, baseline), cwd),
  };

  let checked: CheckedFile[];
  if (patterns.includes('-')) {
    if (patterns.length > 1) throw new UsageError('Standard input (-) is checked alone.');
    const filePath = relative(cwd, resolve(cwd, options.stdinPath));
    checked = [checkText(await buffer(process.stdin), filePath, ruleset, folderLibrary(root), work)];
    if (options.fix) return printFixed(checked, options);
  } else {
    const { filePaths, ignored } = await findFiles(patterns, cwd);
    if (filePaths.length === 0) console.error(`galley: ${IGNORE_FILE} leaves out all ${ignored} files.`);
    const bar = startBar(filePaths.length);
    checked = await checkFiles(filePaths, { configuration, ruleset, options: work }, options.jobs, (done) =>
      bar?.update(done),
    );
    bar?.stop();
  }
  if (isUpdate && baseline !== undefined) {
    const count = updateBaseline(resolve(cwd, baseline), cwd, checked);
    console.error(`galley: ${baseline} has ${count} known issues of ${checked.length} files now.`);
    tellProblems(checked);
    return exitCodeOf(checked, false);
  }
  print(checked, ruleset.rules, options);
  tellProblems(checked);
  return exitCodeOf(checked, fails(checked, options));
}

/** The fixed text of standard input goes to standard output, and nothing else does. */
function printFixed(checked: readonly CheckedFile[], options: Options): number {
  for (const file of checked) if (!('problem' in file)) process.stdout.write(file.text);
  tellProblems(checked);
  return exitCodeOf(checked, fails(checked, options));
}

function startBar(total: number): SingleBar | null {
  if (!process.stderr.isTTY || total < 2) return null;
  const bar = new SingleBar({
    format: '{bar} {value}/{total} files',
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, 0);
  return bar;
}

function print(
  checked: readonly CheckedFile[],
  rules: ReadonlyMap<string, Rule>,
  { format, output, diff, quiet, color }: Options,
): void {
  const files = checked.filter(isChecked);
  const shown = quiet ? files.map(errorsOnly) : files;
  let text: string;
  if (diff) text = files.map((file) => file.diff).join('');
  else if (format === 'pretty') {
    // Picocolors knows NO_COLOR, FORCE_COLOR, CI and terminals.
    const withColours = color ?? (output === undefined && picocolors.isColorSupported);
    text = prettyReport(shown, withColours) + prettySummary(files, withColours);
  } else {
    const problems = checked.filter((file) => 'problem' in file);
    text = renderReport(format, { files: shown, rules, toolVersion: GALLEY_VERSION, problems });
  }
  if (output === undefined) process.stdout.write(text);
  else writeOutput(output, text);
}

function isChecked(file: CheckedFile): file is Extract<CheckedFile, { report: unknown }> {
  return 'report' in file;
}

function errorsOnly<T extends Extract<CheckedFile, { report: unknown }>>(file: T): T {
  const { issues, issueEdits } = file.report;
  const isError = issues.map(({ level }) => level === 'error');
  const report = {
    ...file.report,
    issues: issues.filter((_, index) => isError[index]),
    issueEdits: issueEdits.filter((_, index) => isError[index]),
  };
  return { ...file, report };
}

function fails(checked: readonly CheckedFile[], { diff, maxWarnings = Infinity }: Options): boolean {
  const files = checked.filter(isChecked);
  // Who asks for the difference sees no findings, and is told of no other.
  if (diff) return files.some((file) => file.diff !== '');
  const counts = totalCounts(files);
  return counts.error > 0 || counts.warning > maxWarnings;
}

function tellProblems(checked: readonly CheckedFile[]): void {
  for (const file of checked) {
    if ('problem' in file) console.error(`galley: ${showText(file.filePath)} ${showText(file.problem)}`);
    else if (file.refused !== undefined) {
      console.error(`galley: ${showText(file.filePath)} was not fixed: ${showText(file.refused)}`);
    }
  }
}

function exitCodeOf(checked: readonly CheckedFile[], hasFindings: boolean): number {
  if (checked.some((file) => 'problem' in file)) return EXIT_TROUBLE;
  return hasFindings ? EXIT_FINDINGS : EXIT_OK;
}
