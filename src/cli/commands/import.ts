/** `galley import`: fills an empty service from a file of `galley export`. */
import { createHash } from 'node:crypto';
import { Command } from 'commander';
import * as v from 'valibot';
import type { GalleyApi } from '../../client/index.ts';
import { placeOf } from '../../client/export-file.ts';
import {
  exportFooterSchema,
  exportHeaderSchema,
  type ExportHeader,
  type ImportState,
} from '../../shared/api/backup.ts';
import { MAX_IMPORTED_LINES, MAX_IMPORTED_VALIDATIONS } from '../../shared/limits.ts';
import { linesOf } from '../backup/lines.ts';
import { UsageError } from '../exit-codes.ts';
import { patiently } from '../patience.ts';
import { Progress } from '../progress.ts';
import { connectTo, withServer, type ServerOptions } from '../server.ts';

/** About the size of a request, in UTF-16 code units. A longer line is sent alone. */
const CHUNK_LENGTH = 1_000_000;

const HELP = `
The service must be empty, and of the version that made the file. It stores nothing else until all of it is there.
When it is interrupted, the same command goes on.`;

/** `galley import` */
export function importCommand(): Command {
  return withServer(
    new Command('import')
      .description('fill an empty service from a file of galley export (as an admin)')
      .argument('<file>', 'that galley export has written')
      .addHelpText('after', HELP),
  ).action(async (file: string, server: ServerOptions) => {
    const progress = new Progress();
    try {
      await importFrom(file, connectTo(server), progress);
    } finally {
      progress.end();
    }
  });
}

async function importFrom(file: string, api: GalleyApi, progress: Progress): Promise<void> {
  const { header, lines, position } = await check(file);
  const say = (text: string) => progress.say(text);
  let state = await patiently(() => api.importState(), say);
  if (state.id !== null && state.id !== header.id) {
    throw new UsageError('The service has, or is being filled by, another export. Import into an empty one.');
  }
  progress.begin({ doing: 'importing', things: 'lines' }, lines);
  for await (const chunk of chunksOf(file, state.lines)) {
    if (chunk.from + chunk.lines.length <= state.lines) continue;
    state = await patiently(() => api.importLines(chunk.from, chunk.lines), say);
    progress.update(state.lines);
  }
  progress.end();
  if (!isWhole(state, lines)) throw new UsageError(`${state.lines} of ${lines} lines are stored: try again.`);
  progress.say(`the service has everything, at position ${position}`);
}

const isWhole = ({ state, lines }: ImportState, all: number) => state === 'finished' && lines === all;

/** Reads the whole file before anything is sent. @throws {UsageError} when it is not whole, or was changed */
async function check(file: string): Promise<{ header: ExportHeader; lines: number; position: number }> {
  const digest = createHash('sha256');
  let first = '';
  let last: string | undefined;
  let lines = 0;
  try {
    for await (const line of linesOf(file)) {
      if (last === undefined) first = line;
      else digest.update(`${last}\n`);
      last = line;
      lines += 1;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be read: ${reason}`, { cause: error });
  }
  const header = v.safeParse(v.pipe(v.string(), v.parseJson(), exportHeaderSchema), first);
  if (!header.success)
    throw new UsageError(`${file} is no export: its first line ${header.issues[0].message}.`);
  const footer = v.safeParse(v.pipe(v.string(), v.parseJson(), exportFooterSchema), last);
  if (!footer.success) throw new UsageError(`${file} is not whole: it has no last line.`);
  if (footer.output.end.sha256 !== digest.digest('hex')) {
    throw new UsageError(`${file} was changed or damaged: its checksum is wrong.`);
  }
  return { header: header.output, lines, position: footer.output.end.position };
}

interface Chunk {
  /** The number of lines before it. */
  from: number;
  lines: string[];
}

/** @param from - the number of lines that are stored already */
async function* chunksOf(file: string, from: number): AsyncGenerator<Chunk> {
  let chunk: Chunk = { from, lines: [] };
  let length = 0;
  let validations = 0;
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    if (number <= from) continue;
    const isValidation = placeOf(line)?.table === 'validations';
    const isFull =
      chunk.lines.length >= MAX_IMPORTED_LINES ||
      length + line.length > CHUNK_LENGTH ||
      (isValidation && validations >= MAX_IMPORTED_VALIDATIONS);
    if (isFull && chunk.lines.length > 0) {
      yield chunk;
      chunk = { from: number - 1, lines: [] };
      length = 0;
      validations = 0;
    }
    chunk.lines.push(line);
    length += line.length;
    if (isValidation) validations += 1;
  }
  if (chunk.lines.length > 0) yield chunk;
}
