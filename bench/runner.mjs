/** Worker thread: runs one tool over all documents on request. Each tool has its own thread. */
import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { tools } from './tools.mjs';

/** A turn repeats passes for at least this long. */
const MIN_TURN_MS = 2_000;

/** @type {{ name: string; texts: string[] }} */
const { name, texts } = workerData;
const check = tools[name];
if (!check || !parentPort) throw new Error(`There is no tool "${name}".`);

async function pass() {
  let findings = 0;
  let failed = 0;
  const start = performance.now();
  for (const text of texts) {
    try {
      findings += await check(text);
    } catch {
      failed += 1;
    }
  }
  return { seconds: (performance.now() - start) / 1_000, findings, failed };
}

const turns = on(parentPort, 'message');
while (!(await turns.next()).done) {
  const start = performance.now();
  let best = await pass();
  while (performance.now() - start < MIN_TURN_MS) {
    const next = await pass();
    if (next.seconds < best.seconds) best = next;
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort.postMessage(best);
}
