/** `galley export`: writes everything that a service stores to a file. */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { ApiError, type GalleyApi } from '../../client/index.ts';
import { toExportFile } from '../../client/export-file.ts';
import { PartFile, progressOf, type PartState } from '../backup/part-file.ts';
import { UsageError } from '../exit-codes.ts';
import { patiently } from '../patience.ts';
import { Progress } from '../progress.ts';
import { connectTo, withServer, type ServerOptions } from '../server.ts';

interface Options extends ServerOptions {
  output: string;
}

const HELP = `
The file has everything at one position of the log, whatever is written meanwhile. When it is interrupted, the same
command goes on within 24 hours: FILE.part has what was read until then.

Keep the file as you keep the database: it has all texts, and the hashes of all tokens.`;

/** `galley export` */
export function exportCommand(): Command {
  return withServer(
    new Command('export')
      .description('write everything that a service stores to a file (as an admin)')
      .requiredOption('--output <file>', 'to write; it must not exist')
      .addHelpText('after', HELP),
  ).action(async ({ output, ...server }: Options) => {
    if (existsSync(output)) throw new UsageError(`${output} exists already.`);
    const progress = new Progress();
    try {
      await exportTo(output, connectTo(server), progress);
    } finally {
      progress.end();
    }
  });
}

async function exportTo(output: string, api: GalleyApi, progress: Progress): Promise<void> {
  const part = new PartFile(output);
  let state = await part.open();
  if (state) progress.say(`going on with ${part.path}`);
  progress.begin({ doing: 'exporting', things: 'rows' }, 0);
  while (!state || state.cursor !== undefined) {
    state = await nextPage(api, part, state, progress);
    const { done, total } = progressOf(state);
    progress.update(done, total);
  }
  const digest = createHash('sha256');
  const next = `${output}.galley-${process.pid}`;
  const { header } = state;
  try {
    const file = createWriteStream(next, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(
      toExportFile(() => part.read(), digest),
      file,
    );
    renameSync(next, output);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  part.remove();
  await patiently(
    () => api.endExport(header.id),
    (text) => progress.say(text),
  );
  progress.end();
  progress.say(`everything is in ${output}`);
}

/** Reads the next page. An export that has ended meanwhile is begun anew. */
async function nextPage(
  api: GalleyApi,
  part: PartFile,
  before: PartState | undefined,
  progress: Progress,
): Promise<PartState> {
  try {
    const page = await patiently(
      () => api.exportPage(before?.cursor),
      (text) => progress.say(text),
    );
    return part.add(page, before);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404 || !before) throw error;
    progress.say(`${error.message} It is begun anew.`);
    return nextPage(api, part, undefined, progress);
  }
}
