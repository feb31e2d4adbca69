import { buffer } from 'node:stream/consumers';
import { relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { FLAVORS, PROFILES, type Flavor, type Profile, type RuleSwitch } from '../../engine/index.ts';
import { REPORT_FORMATS } from '../../shared/api/reports.ts';
import { readBaseline, updateBaseline } from '../baseline.ts';
import { checkText, type CheckOptions } from '../check-file.ts';
import type { CheckedFile } from '../checked-file.ts';
import {
  exitCodeOf,
  FAIL_LEVELS,
  printResults,
  tellProblems,
  type FailOptions,
  type PrintOptions,
} from '../check-results.ts';
import { CheckRun, type RunSettings } from '../check-run.ts';
import type { ConfigurationOptions } from '../configuration.ts';
import { UsageError } from '../exit-codes.ts';
import { collectNames, collectSwitches } from '../rule-options.ts';
import { watchRun } from '../watch/watch-run.ts';
import { wholeNumber } from '../whole-number.ts';

interface Options extends PrintOptions, FailOptions {
  fix?: true;
  fixOnly?: string[];
  profile?: Profile;
  flavor?: Flavor;
  family?: string;
  config?: string;
  style?: string[];
  baseline?: string;
  updateBaseline?: true;
  enable?: RuleSwitch[];
  disable?: RuleSwitch[];
  jobs?: number;
  gitignore: boolean;
  cache: boolean;
  watch?: true;
  stdinPath: string;
}

const EXIT_HELP = `
Exit codes:
  0  nothing at the level of --fail-on, which is error by default
  1  findings at that level or above, or more warnings than --max-warnings; with --diff: a difference
  2  wrong usage, a configuration that can't be used, files that can't be read, or only files that are too large

Folders are searched for *.md, *.markdown and *.mdx, without what .gitignore and .galleyignore list.
Without FILES, those that galley.yml lists are checked.

Examples:
  galley check README.md docs
  galley check docs --fix
  galley check 'docs/**/*.md' --format sarif --output galley.sarif`;

/** `galley check` */
export function checkCommand(): Command {
  const switches: RuleSwitch[] = [];
  return new Command('check')
    .description('check Markdown files, without a server')
    .argument('[files...]', 'files, folders, globs, !globs to leave out, or - for standard input')
    .addOption(
      new Option('--format <format>', 'of the report')
        .choices(['pretty', ...REPORT_FORMATS])
        .default('pretty'),
    )
    .option('--output <file>', 'write the report to a file')
    .addOption(new Option('--fix', 'write the certain fixes to the files').conflicts('diff'))
    .option('--diff', 'show what --fix would change, and change nothing')
    .option('--fix-only <rules>', 'what --fix and --diff are about; may be repeated', collectNames)
    .addOption(new Option('--profile <profile>', 'levels to start from').choices(PROFILES))
    .addOption(
      new Option('--flavor <flavor>', 'dialect of Markdown (default: what the tree shows)').choices(FLAVORS),
    )
    .option('--family <name>', 'rule pack to use: default, cells, words, slides or pdf')
    .option('--config <file>', 'rule pack of the project (default: galley.yml here or above)')
    .option('--style <path>', 'Vale style, a folder or a .zip; may be repeated', collect)
    .option('--enable <rules>', 'switch rules on, e.g. links/*,MD034', collectSwitches(switches, true))
    .option('--disable <rules>', 'switch rules off; the last one counts', collectSwitches(switches, false))
    .option('--baseline <file>', 'leave out the findings in this file')
    .option('--update-baseline', 'take the findings of today for known')
    .addOption(
      new Option('--fail-on <level>', 'fail when findings have this level, or one above')
        .choices(FAIL_LEVELS)
        .default('error'),
    )
    .option('--max-warnings <number>', 'fail when there are more warnings', wholeNumber)
    .option('--quiet', 'report errors only')
    .option('--color', 'colours, also when nobody watches')
    .option('--no-color', 'no colours')
    .option('--watch', 'check again what changes, and what links to it, until Ctrl-C')
    .option('--jobs <number>', 'threads (default: as many as pay)', wholeNumber)
    .option('--no-cache', 'use no results of earlier runs, and keep none')
    .option('--no-gitignore', 'check what .gitignore lists, too')
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
  const { family, profile, flavor, config, style, fixOnly } = options;
  if (fixOnly && !options.fix && !options.diff) throw new UsageError('--fix-only needs --fix or --diff.');
  // Both options have the same list.
  const switches = options.enable ?? options.disable;
  const configuration: ConfigurationOptions = {
    ...(family !== undefined && { family }),
    ...(profile !== undefined && { profile }),
    ...(flavor !== undefined && { flavor }),
    ...(config !== undefined && { config }),
    ...(style && { style }),
    ...(switches && { switches }),
  };
  const work: CheckOptions = {
    cwd,
    mode: options.fix ? 'fix' : options.diff ? 'diff' : 'check',
    baseline: baseline === undefined || isUpdate ? new Map() : readBaseline(resolve(cwd, baseline), cwd),
    ...(fixOnly && { fixOnly }),
    // Each round of --watch checks what has changed, and no more.
    cache: options.cache && !options.watch,
  };
  const settings: RunSettings = {
    patterns,
    configuration,
    work,
    ruleNames: [...(switches ?? []).map(({ name }) => name), ...(fixOnly ?? [])],
    gitignore: options.gitignore,
    ...(options.jobs !== undefined && { jobs: options.jobs }),
  };
  if (options.watch) {
    refuseWithWatch(patterns, options);
    return watchRun(settings, options);
  }
  const run = new CheckRun(settings);
  let checked: CheckedFile[];
  if (patterns.includes('-')) {
    if (patterns.length > 1) throw new UsageError('Standard input (-) is checked alone.');
    const filePath = relative(cwd, resolve(cwd, options.stdinPath));
    run.prepare([filePath]);
    checked = [checkText(await buffer(process.stdin), filePath, run.project, work)];
    if (options.fix) return printFixed(checked, options);
  } else {
    checked = await run.check(await run.find());
  }
  if (isUpdate && baseline !== undefined) {
    const count = updateBaseline(resolve(cwd, baseline), cwd, checked);
    console.error(`galley: ${baseline} has ${count} known issues of ${checked.length} files now.`);
    tellProblems(checked);
    return exitCodeOf(checked, null);
  }
  printResults(checked, run.project.rules, options);
  tellProblems(checked);
  return exitCodeOf(checked, options);
}

/** The fixed text of standard input goes to standard output, and nothing else does. */
function printFixed(checked: readonly CheckedFile[], options: Options): number {
  for (const file of checked) if (!('problem' in file)) process.stdout.write(file.text);
  tellProblems(checked);
  return exitCodeOf(checked, options);
}

/** What is watched is shown to people, again and again. */
function refuseWithWatch(patterns: readonly string[], options: Options): void {
  if (patterns.includes('-')) throw new UsageError("Standard input (-) can't be watched.");
  if (options.format !== 'pretty') throw new UsageError('--watch goes without --format.');
  if (options.output !== undefined) throw new UsageError('--watch goes without --output.');
  if (options.updateBaseline) throw new UsageError('--watch goes without --update-baseline.');
}
