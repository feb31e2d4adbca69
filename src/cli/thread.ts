/** A thread that checks files. It receives batches of paths and answers with results; an empty batch ends it. */
import { parentPort, workerData } from 'node:worker_threads';
import { anchorStyleOf } from '../engine/index.ts';
import { checkFile } from './check-file.ts';
import type { ThreadData } from './check-files.ts';
import { toRuleset } from './configuration.ts';
import { folderLibrary } from './library.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what check-files.ts starts it with
const { configuration, options } = workerData as ThreadData;
const ruleset = toRuleset(configuration);
const library = folderLibrary(options.root, anchorStyleOf(ruleset.pack));

parentPort?.on('message', (filePaths: string[]) => {
  if (filePaths.length === 0) parentPort?.close();
  else parentPort?.postMessage(filePaths.map((filePath) => checkFile(filePath, ruleset, library, options)));
});
