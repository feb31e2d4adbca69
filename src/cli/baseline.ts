import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { CheckedFile, CheckOptions } from './check-file.ts';
import { UsageError } from './exit-codes.ts';

const baselineSchema = v.object({ version: v.literal(1), files: v.record(v.string(), v.array(v.string())) });

/**
 * The findings that are known already, by path.
 *
 * @throws {UsageError} when the file is not there, or is none that `--update-baseline` wrote
 */
export function readBaseline(path: string): CheckOptions['baseline'] {
  if (!existsSync(path))
    throw new UsageError(`The baseline ${path} does not exist; --update-baseline writes it.`);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), baselineSchema), readFileSync(path, 'utf8'));
  if (!parsed.success) throw new UsageError(`${path} is no baseline: ${parsed.issues[0].message}`);
  return parsed.output.files;
}

/** Takes all findings of today for known. @returns how many there are */
export function writeBaseline(path: string, checked: readonly CheckedFile[]): number {
  const files: Record<string, string[]> = {};
  let count = 0;
  for (const file of checked) {
    if ('problem' in file || file.report.issues.length === 0) continue;
    files[file.filePath] = file.report.issues.map(({ fingerprint }) => fingerprint).toSorted();
    count += file.report.issues.length;
  }
  writeFileSync(path, `${JSON.stringify({ version: 1, files }, null, 2)}\n`);
  return count;
}
