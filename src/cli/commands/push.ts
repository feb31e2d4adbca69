/** `galley push`: validates local files in a durable run of a service. */
import { constants } from 'node:os';
import { Command, Option } from 'commander';
import picocolors from 'picocolors';
import * as v from 'valibot';
import { createApi, type GalleyApi } from '../../client/index.ts';
import { runInWords } from '../../engine/reports/run-facts.ts';
import { commitSchema, refSchema } from '../../shared/api/documents.ts';
import { familySchema } from '../../shared/api/fields.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../shared/api/reports.ts';
import { runRequestSchema } from '../../shared/api/runs.ts';
import { MAX_WORKFLOW_DOCUMENTS } from '../../shared/limits.ts';
import { DEFAULT_FAMILY, type Family } from '../../shared/things.ts';
import { EXIT_OK, EXIT_TROUBLE, exitCodeOfRun, UsageError } from '../exit-codes.ts';
import { findFiles } from '../files/find-files.ts';
import { followRun } from '../follow-run.ts';
import { patiently, ServiceAwayError } from '../patience.ts';
import { Progress } from '../progress.ts';
import { readOption } from '../read-option.ts';
import { runNameOf } from '../run-name.ts';
import { prettyRunSummary } from '../run-summary.ts';
import { uploadRun } from '../run-upload.ts';
import { readServer, withServer, type ServerOptions } from '../server.ts';
import { showText } from '../source-line.ts';
import { wholeNumber } from '../whole-number.ts';
import { writeOutput } from '../write-output.ts';

interface Options extends ServerOptions {
  name?: string;
  family: Family;
  ref?: string;
  commit?: string;
  complete?: true;
  restart?: true;
  wait?: true;
  format: ReportFormat | 'pretty';
  output?: string;
  maxWarnings?: number;
}

const EXIT_HELP = `
Exit codes:
  0    nothing at error level, or the quality gate of the family passed; without --wait: the run has started
  1    errors, or where the family has a quality gate: it failed; or more warnings than --max-warnings
  2    the run failed or was cancelled, documents without a result, files that can't be read, a service that is
       away for too long or says no, or wrong usage
  130  interrupted: the same command goes on with an upload, and a run that has started goes on by itself

Folders are searched for *.md, *.markdown and *.mdx, without what .gitignore and .galleyignore list.
Runs of the same name and family are compared with one another, and with the main line of the family.
A CODEOWNERS file here, in .github or in docs is sent along: it says who owns the documents.

Examples:
  galley push 'docs/**/*.md' --family words --wait
  galley push docs --complete --ref pull/12 --commit 1a2b3c4 --wait
  galley push docs --name handbook --wait --max-warnings 0 --format sarif --output galley.sarif`;

/** `galley push` */
export function pushCommand(): Command {
  return withServer(
    new Command('push')
      .description('validate files in a run of a service, which keeps it and goes on by itself')
      .argument('<files...>', 'files, folders or globs')
      .option(
        '--name <name>',
        'of the run (default: what is given as files)',
        readOption(v.unwrap(runRequestSchema.entries.name)),
      )
      .option('--family <name>', 'rule pack of the service to use', readOption(familySchema), DEFAULT_FAMILY)
      .option('--ref <ref>', 'line of versions, e.g. pull/12 (default: the main line)', readOption(refSchema))
      .option('--commit <sha>', 'commit that the files are from', readOption(commitSchema))
      .option('--complete', 'these are all files of the family and ref: others are marked as removed')
      .option('--restart', 'begin anew, also when an upload of the same files was interrupted')
      .option('--wait', 'wait for the end of the run, and print what it found')
      .addOption(
        new Option('--format <format>', 'of what is printed at the end')
          .choices(['pretty', ...REPORT_FORMATS])
          .default('pretty'),
      )
      .option('--output <file>', 'write that to a file')
      .option('--max-warnings <number>', 'fail when there are more warnings', wholeNumber)
      .addHelpText('after', EXIT_HELP),
  ).action(async (patterns: string[], options: Options) => {
    process.exitCode = await push(patterns, options);
  });
}

async function push(patterns: readonly string[], options: Options): Promise<number> {
  const { server, ...credential } = readServer(options);
  const {
    name = runNameOf(patterns),
    family,
    ref,
    commit,
    complete = false,
    wait: isWaiting = false,
    restart: isRestart = false,
  } = options;
  if (!isWaiting) refuseWithoutWait(options);
  const { filePaths, ignored, ignoredBy } = await findFiles(patterns, process.cwd());
  if (filePaths.length > MAX_WORKFLOW_DOCUMENTS) {
    throw new UsageError(
      `${filePaths.length} files match, and a run has at most ${MAX_WORKFLOW_DOCUMENTS}: push them in parts, each under a name of its own.`,
    );
  }
  const progress = new Progress();
  if (filePaths.length === 0) {
    progress.say(`${ignoredBy} leaves out all ${ignored} files.`);
    return EXIT_OK;
  }

  const api = createApi({ baseUrl: server, ...credential });
  let advice = `the same command${isRestart ? ' without --restart' : ''} goes on from here`;
  const interrupt = (signal: 'SIGINT' | 'SIGTERM'): void => {
    progress.end();
    progress.say(`interrupted; ${advice}`);
    process.exit(128 + constants.signals[signal]);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const { id, failed } = await uploadRun(
      api,
      { name, family, filePaths, isRestart, version: { ref, commit, complete } },
      progress,
    );
    const address = new URL(`/dashboard/workflows/${id}`, server).href;
    advice = `the run goes on by itself: galley watch ${id} --server ${server}`;
    progress.say(`run ${id} has started: ${address}`);
    if (!isWaiting) {
      // Only the id goes to standard output, for use by other programs.
      process.stdout.write(`${id}\n`);
      return failed > 0 ? EXIT_TROUBLE : EXIT_OK;
    }
    progress.begin({ doing: 'validating', things: 'documents' }, filePaths.length);
    await followRun(id, { api, server, ...credential, progress });
    progress.end();
    const code = await printRun(api, id, address, options, progress);
    return failed > 0 ? EXIT_TROUBLE : code;
  } catch (error) {
    if (!(error instanceof ServiceAwayError)) throw error;
    progress.say(`${error.message} When it is back, ${advice}.`);
    return EXIT_TROUBLE;
  } finally {
    progress.end();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** Findings are known only at the end of a run, so options about them need `--wait`. */
function refuseWithoutWait({ format, output, maxWarnings }: Options): void {
  if (format !== 'pretty') throw new UsageError('--format needs --wait.');
  if (output !== undefined) throw new UsageError('--output needs --wait.');
  if (maxWarnings !== undefined) throw new UsageError('--max-warnings needs --wait.');
}

/** @returns the exit code for the findings */
async function printRun(
  api: GalleyApi,
  id: string,
  address: string,
  { format, output, maxWarnings }: Options,
  progress: Progress,
): Promise<number> {
  const say = (text: string) => progress.say(text);
  const summary = await patiently(() => api.runSummary(id), say);
  let text: string;
  if (format === 'pretty') {
    text = prettyRunSummary(summary, address, output === undefined && picocolors.isColorSupported);
  } else {
    text = await patiently(() => api.runReport(id, format), say);
    say(showText(runInWords(summary)));
  }
  if (output === undefined) process.stdout.write(text);
  else writeOutput(output, text);
  return exitCodeOfRun(summary.workflow, maxWarnings);
}
