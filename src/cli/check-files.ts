import { availableParallelism } from 'node:os';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckedFile, CheckOptions } from './check-file.ts';
import { checkFile } from './check-file.ts';
import { toRuleset, type Configuration } from './configuration.ts';
import { folderLibrary } from './library.ts';

/** From so many files or bytes on, threads are worth their start. */
const MANY_FILES = 60;
const MANY_BYTES = 1_000_000;
/** Files that a thread is given at a time. */
const FILES_AT_A_TIME = 8;

/** What a thread is started with, and what it is given and answers. */
export interface ThreadData {
  configuration: Configuration;
  options: CheckOptions;
}

/**
 * Checks files, in threads when there are many.
 *
 * @param jobs - how many threads; undefined: as many as there are processors, for large sets
 * @param onProgress - told how many files are done
 * @returns what came of each, in the order of the paths
 */
export async function checkFiles(
  filePaths: readonly string[],
  configuration: Configuration,
  options: CheckOptions,
  jobs: number | undefined,
  onProgress: (done: number) => void,
): Promise<CheckedFile[]> {
  const threads = Math.min(
    jobs ?? (isLarge(filePaths, options.cwd) ? availableParallelism() : 1),
    filePaths.length,
  );
  if (threads > 1) return checkInThreads(filePaths, { configuration, options }, threads, onProgress);
  const ruleset = toRuleset(configuration);
  const library = folderLibrary(options.root);
  return filePaths.map((filePath, index) => {
    const checked = checkFile(filePath, ruleset, library, options);
    onProgress(index + 1);
    return checked;
  });
}

function isLarge(filePaths: readonly string[], cwd: string): boolean {
  if (filePaths.length >= MANY_FILES) return true;
  let bytes = 0;
  for (const path of filePaths) bytes += statSync(resolve(cwd, path), { throwIfNoEntry: false })?.size ?? 0;
  return bytes >= MANY_BYTES;
}

async function checkInThreads(
  filePaths: readonly string[],
  data: ThreadData,
  threads: number,
  onProgress: (done: number) => void,
): Promise<CheckedFile[]> {
  const results: CheckedFile[] = [];
  let next = 0;
  let done = 0;
  const work = (): Promise<void> =>
    new Promise((finish, fail) => {
      const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: data });
      let from = 0;
      const give = (): void => {
        from = next;
        const batch = filePaths.slice(from, from + FILES_AT_A_TIME);
        next += batch.length;
        // Without more work the thread ends by itself.
        worker.postMessage(batch);
      };
      worker.on('message', (checked: CheckedFile[]) => {
        for (const [index, file] of checked.entries()) results[from + index] = file;
        done += checked.length;
        onProgress(done);
        give();
      });
      worker.on('error', fail);
      worker.on('exit', (code) => (code === 0 ? finish() : fail(new Error(`A thread ended with ${code}.`))));
      give();
    });
  await Promise.all(Array.from({ length: threads }, work));
  return results;
}
