import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { relative, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import picocolors from 'picocolors';
import { PROFILES, type Profile } from '../../content/index.ts';
import { renderReport, REPORT_FORMATS, totalCounts, type ReportFormat } from '../../content/reports/index.ts';
import { readBaseline, writeBaseline } from '../baseline.ts';
import { checkText, type CheckedFile, type CheckOptions } from '../check-file.ts';
import { checkFiles } from '../check-files.ts';
import { readConfiguration, toRuleset } from '../configuration.ts';
import { EXIT_FINDINGS, EXIT_OK, EXIT_TROUBLE, UsageError } from '../exit-codes.ts';
import { findFiles } from '../find-files.ts';
import { folderLibrary } from '../library.ts';
import { prettyReport, prettySummary } from '../pretty.ts';
import { showText } from '../source-line.ts';

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
  1  errors, more warnings than --max-warnings, or a difference that --diff shows
  2  wrong usage, a configuration that can't be used, or files that can't be read

FILES are files, folders or globs; - reads standard input. What .galleyignore lists is left out.`;

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
    .option('--jobs <number>', 'threads (default: as many as processors, for large sets)', wholeNumber)
    .option('--stdin-path <path>', 'path of what is read from standard input', 'stdin.md')
    .addHelpText('after', EXIT_HELP)
    .action(async (patterns: string[], options: Options) => {
      process.exitCode = await check(patterns, options);
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

async function check(patterns: readonly string[], options: Options): Promise<number> {
  const cwd = process.cwd();
  if (options.updateBaseline && options.baseline === undefined) {
    throw new UsageError('--update-baseline needs --baseline FILE.');
  }
  const configuration = readConfiguration(options, cwd);
  const ruleset = toRuleset(configuration);
  for (const remark of ruleset.remarks) console.error(`galley: ${remark}`);
  const known = options.baseline !== undefined && !options.updateBaseline;
  const work: CheckOptions = {
    cwd,
    mode: options.fix ? 'fix' : options.diff ? 'diff' : 'check',
    baseline: known ? readBaseline(resolve(cwd, options.baseline ?? '')) : {},
  };

  let checked: CheckedFile[];
  if (patterns.includes('-')) {
    if (patterns.length > 1) throw new UsageError('Standard input (-) is checked alone.');
    const filePath = relative(cwd, resolve(cwd, options.stdinPath));
    checked = [checkText(await buffer(process.stdin), filePath, ruleset, folderLibrary(cwd), work)];
    if (options.fix) return printFixed(checked[0]);
  } else {
    const filePaths = await findFiles(patterns, cwd);
    const bar = startBar(filePaths.length);
    checked = await checkFiles(filePaths, configuration, work, options.jobs, (done) => bar?.update(done));
    bar?.stop();
  }
  if (options.updateBaseline) {
    const count = writeBaseline(resolve(cwd, options.baseline ?? ''), checked);
    console.error(`${count} findings are known now: ${options.baseline}`);
    return finish(checked, false);
  }
  return writeReport(checked, ruleset.rules, options);
}

/** The fixed text of standard input goes to standard output. */
function printFixed(checked: CheckedFile | undefined): number {
  if (!checked || 'problem' in checked) return finish(checked ? [checked] : [], false);
  process.stdout.write(checked.text);
  return checked.report.counts.error > 0 ? EXIT_FINDINGS : EXIT_OK;
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

function writeReport(
  checked: readonly CheckedFile[],
  rules: Parameters<typeof renderReport>[1]['rules'],
  { format, output, diff, quiet, color, maxWarnings = Infinity }: Options,
): number {
  const withColours = color ?? (output === undefined && picocolors.isColorSupported && process.stdout.isTTY);
  const files = checked.flatMap((file) => ('problem' in file ? [] : [file]));
  const counts = totalCounts(files);
  const shown = quiet ? files.map(errorsOnly) : files;
  let text: string;
  if (diff) text = files.map((file) => file.diff).join('');
  else if (format === 'pretty') {
    const known = files.reduce((sum, file) => sum + file.report.ignored, 0);
    text = prettyReport(shown, withColours) + prettySummary(files, counts, { known, withColours });
  } else text = renderReport(format, { files: shown, rules, toolVersion: GALLEY_VERSION });
  if (output === undefined) process.stdout.write(text);
  else writeFileSync(output, text);
  const differs = diff === true && files.some((file) => file.diff !== '');
  return finish(checked, differs || counts.error > 0 || counts.warning > maxWarnings);
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

function finish(checked: readonly CheckedFile[], hasFindings: boolean): number {
  const problems = checked.flatMap((file) => ('problem' in file ? [file] : []));
  for (const { filePath, problem } of problems) console.error(`galley: ${showText(filePath)} ${problem}`);
  return problems.length > 0 ? EXIT_TROUBLE : hasFindings ? EXIT_FINDINGS : EXIT_OK;
}
