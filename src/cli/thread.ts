/** A thread that checks files. It receives batches of paths and answers with results; an empty batch ends it. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkFile } from './check-file.ts';
import type { ThreadData } from './check-files.ts';
import { Project } from './project.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what check-files.ts starts it with
const { configuration, options } = workerData as ThreadData;
const project = new Project(configuration, options.cwd);

parentPort?.on('message', (filePaths: string[]) => {
  if (filePaths.length === 0) parentPort?.close();
  else parentPort?.postMessage(filePaths.map((filePath) => checkFile(filePath, project, options)));
});
