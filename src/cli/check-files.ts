import { availableParallelism } from 'node:os';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { CheckOptions } from './check-file.ts';
import type { CheckedFile } from './checked-file.ts';
import { checkFile } from './check-file.ts';
import type { ConfigurationOptions } from './configuration.ts';
import type { Project } from './project.ts';

/**
 * The bytes of Markdown from which on another thread pays: each thread has to compile and optimise the engine by itself,
 * reads what its documents link to again, and takes as much memory. On two processors, two threads were no faster than one
 * for 13 MB.
 */
const BYTES_A_THREAD = 5_000_000;
/** The number of files that a thread is given at a time. */
const FILES_AT_A_TIME = 8;

/** The data that a thread is started with. */
export interface ThreadData {
  configuration: ConfigurationOptions;
  options: CheckOptions;
}

/**
 * Checks files, in threads when there are many.
 *
 * @param jobs - the number of threads; undefined: as many as pay off, with one processor left
 * @param onProgress - called with the number of finished files
 * @returns a result for each path, in the same order
 */
export async function checkFiles(
  filePaths: readonly string[],
  { project, ...data }: ThreadData & { project: Project },
  jobs: number | undefined,
  onProgress: (done: number) => void,
): Promise<CheckedFile[]> {
  const { options } = data;
  if (filePaths.length > 0) keepHeapSmall();
  const threads = Math.min(jobs ?? threadsFor(filePaths, options.cwd), filePaths.length);
  if (threads > 1) return checkInThreads(filePaths, data, threads, onProgress);
  return filePaths.map((filePath, index) => {
    const checked = checkFile(filePath, project, options);
    onProgress(index + 1);
    return checked;
  });
}

/**
 * Checking leaves little behind, but V8 would rather grow than collect. This takes half of the memory and the same time;
 * for the short work before and after it, the other way is faster.
 */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=100');
}

function threadsFor(filePaths: readonly string[], cwd: string): number {
  let bytes = 0;
  for (const path of filePaths) bytes += statSync(resolve(cwd, path), { throwIfNoEntry: false })?.size ?? 0;
  // One processor is left to the others, and to V8's own threads.
  return Math.min(availableParallelism() - 1, Math.floor(bytes / BYTES_A_THREAD));
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
        // An empty batch ends the thread.
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
