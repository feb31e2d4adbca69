/** `galley pull`: brings what is approved at a service into local files. */
import { constants } from 'node:os';
import { Command } from 'commander';
import { closest } from 'fastest-levenshtein';
import { createApi, type GalleyApi } from '../../client/index.ts';
import { refSchema } from '../../shared/api/documents.ts';
import { familySchema } from '../../shared/api/fields.ts';
import { MAX_PATCH_RULES } from '../../shared/limits.ts';
import { DEFAULT_FAMILY, type Family } from '../../shared/things.ts';
import { EXIT_FINDINGS, EXIT_OK, EXIT_TROUBLE, UsageError } from '../exit-codes.ts';
import { findFiles } from '../files/find-files.ts';
import { patiently, ServiceAwayError } from '../patience.ts';
import { Progress } from '../progress.ts';
import { pullDocuments, type PullTotals, type WantedChanges } from '../pull/pull-documents.ts';
import { collectNames } from '../rule-options.ts';
import { readOption } from '../read-option.ts';
import { readServer, withServer, type ServerOptions } from '../server.ts';

interface Options extends ServerOptions {
  family: Family;
  ref?: string;
  rule?: string[];
  owner?: string;
  diff?: true;
  check?: true;
}

const EXIT_HELP = `
Exit codes:
  0    the files have everything that is approved
  1    some changes found no place; with --check or --diff: changes wait
  2    files that can't be read or written, a service that is away for too long or says no, or wrong usage
  130  interrupted: the same command goes on

Run it in the folder that galley push was run in. Without FILES, all Markdown files below it are meant.
A file that has changed since it was pushed gets the changes whose place is found and that are proven again.

Examples:
  galley pull --family words
  galley pull docs --rule MD009 --diff
  galley pull --check`;

/** `galley pull` */
export function pullCommand(): Command {
  return withServer(
    new Command('pull')
      .description('bring what is approved at a service into files')
      .argument('[files...]', 'files, folders or globs (default: this folder)')
      .option('--family <name>', 'that they were pushed to', readOption(familySchema), DEFAULT_FAMILY)
      .option('--ref <ref>', 'line of versions, e.g. pull/12 (default: the main line)', readOption(refSchema))
      .option('--rule <rules>', 'only changes of these rules; may be repeated', collectNames)
      .option('--owner <owner>', 'only documents of this owner, e.g. @docs-team')
      .option('--diff', 'print the patch, and change nothing')
      .option('--check', 'change nothing, and fail when something waits')
      .addHelpText('after', EXIT_HELP),
  ).action(async (patterns: string[], options: Options) => {
    process.exitCode = await pull(patterns, options);
  });
}

async function pull(patterns: readonly string[], options: Options): Promise<number> {
  const { server, ...credential } = readServer(options);
  const cwd = process.cwd();
  const isNamed = patterns.length > 0;
  const { filePaths } = await findFiles(isNamed ? patterns : ['.'], cwd);
  const { family, ref, rule: rules = [], owner } = options;
  if (rules.length > MAX_PATCH_RULES) throw new UsageError(`--rule takes at most ${MAX_PATCH_RULES} rules.`);
  const mode = options.diff ? 'diff' : options.check ? 'check' : 'write';
  const wanted: WantedChanges = { family, ref, rules, owner, filePaths: new Set(filePaths), isNamed, mode };
  const progress = new Progress();
  const interrupt = (signal: 'SIGINT' | 'SIGTERM'): void => {
    progress.end();
    progress.say('interrupted; the same command goes on from here');
    process.exit(128 + constants.signals[signal]);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const api = createApi({ baseUrl: server, ...credential });
    await refuseUnknown(api, wanted, progress);
    const totals = await pullDocuments(api, wanted, { cwd, progress });
    progress.say(inWords(totals, mode));
    return exitCodeOfPull(totals, mode);
  } catch (error) {
    if (!(error instanceof ServiceAwayError)) throw error;
    progress.say(`${error.message} When it is back, the same command goes on from here.`);
    return EXIT_TROUBLE;
  } finally {
    progress.end();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** Refuses names of rules that the family does not have: nothing would be found. @throws {UsageError} */
async function refuseUnknown(
  api: GalleyApi,
  { family, rules }: WantedChanges,
  progress: Progress,
): Promise<void> {
  if (rules.length === 0) return;
  const detail = await patiently(
    () => api.family(family),
    (text) => progress.say(text),
  );
  const ids = detail.rules.map(({ id }) => id);
  const unknown = rules.find((rule) => !ids.includes(rule));
  if (unknown === undefined) return;
  throw new UsageError(`${family} has no rule ${unknown}; did you mean ${closest(unknown, ids)}?`);
}

function exitCodeOfPull({ files, leftOut, problems }: PullTotals, mode: WantedChanges['mode']): number {
  if (problems > 0) return EXIT_TROUBLE;
  return leftOut > 0 || (mode !== 'write' && files > 0) ? EXIT_FINDINGS : EXIT_OK;
}

function inWords(
  { files, changes, present, leftOut, problems }: PullTotals,
  mode: WantedChanges['mode'],
): string {
  const verb = mode === 'write' ? 'brought into' : 'waiting for';
  return [
    `${many(changes, 'change')} ${verb} ${many(files, 'file')}`,
    ...(present > 0 ? [`${present} there already`] : []),
    ...(leftOut > 0 ? [`${leftOut} without a place`] : []),
    ...(problems > 0 ? [`${many(problems, 'file')} with a problem`] : []),
  ].join(', ');
}

function many(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
