import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import * as v from 'valibot';
import type { CheckedFile } from './checked-file.ts';
import { UsageError } from './exit-codes.ts';
import { writeOutput } from './write-output.ts';
import { record } from '../shared/objects.ts';

/** Fingerprints of known findings, by path relative to the working directory. */
export type Baseline = ReadonlyMap<string, readonly string[]>;

const baselineSchema = v.object({
  version: v.literal(1),
  files: v.pipe(
    record(v.string(), v.array(v.string())),
    v.transform((files) => new Map(Object.entries(files))),
  ),
});

/**
 * Reads a baseline file. Its paths are relative to its folder, so that it holds wherever the program runs.
 *
 * @throws {UsageError} when the file does not exist, or was not written by `--update-baseline`
 */
export function readBaseline(path: string, cwd: string): Baseline {
  if (!existsSync(path)) {
    throw new UsageError(`The baseline ${path} does not exist; --update-baseline writes it.`);
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} can't be read: ${reason}`, { cause: error });
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), baselineSchema), text);
  if (!parsed.success) throw new UsageError(`${path} is no baseline: ${parsed.issues[0].message}`);
  const { files } = parsed.output;
  const folder = folderOf(files, path, cwd);
  return new Map([...files].map(([filePath, known]) => [between(cwd, resolve(folder, filePath)), known]));
}

/**
 * Writes all findings of this run to the baseline. Entries of other files stay, as long as the files exist.
 *
 * @returns the number of findings of this run
 */
export function updateBaseline(path: string, cwd: string, checked: readonly CheckedFile[]): number {
  const files = new Map(existsSync(path) ? readBaseline(path, cwd) : []);
  for (const filePath of files.keys()) if (!existsSync(resolve(cwd, filePath))) files.delete(filePath);
  let count = 0;
  for (const file of checked) {
    if ('problem' in file) continue;
    const { issues } = file.report;
    if (issues.length === 0) files.delete(file.filePath);
    else files.set(file.filePath, issues.map(({ fingerprint }) => fingerprint).toSorted());
    count += issues.length;
  }
  const folder = dirname(path);
  const entries = [...files].map(([filePath, known]): [string, readonly string[]] => [
    between(folder, resolve(cwd, filePath)),
    known,
  ]);
  const sorted = Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeOutput(path, `${JSON.stringify({ version: 1, files: sorted }, null, 2)}\n`);
  return count;
}

/**
 * The folder that the paths of a baseline are relative to: its own. Earlier versions wrote paths relative to the working
 * directory, so a folder in which some of the files are comes first.
 */
function folderOf(files: ReadonlyMap<string, unknown>, path: string, cwd: string): string {
  const own = dirname(path);
  const folders = [own, cwd];
  for (let above = dirname(own); above !== folders.at(-1); above = dirname(above)) folders.push(above);
  const hasSome = (folder: string): boolean =>
    [...files.keys()].some((filePath) => existsSync(resolve(folder, filePath)));
  return folders.find(hasSome) ?? own;
}

function between(from: string, path: string): string {
  return relative(from, path).split(sep).join('/');
}
