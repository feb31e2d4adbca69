/**
 * Checks the hostile documents, one after the other, in a heap as small as that of a Worker: run it with
 * `node --max-old-space-size=100`. Prints a line for each; whatever exhausts the heap ends the process with its name unprinted.
 *
 *   npm run bench:heap                                    all of them
 *   node --max-old-space-size=100 bench/heap.mjs prose    some, by their names
 */
import { buildRuleset, fixDocument, validateDocument } from '../dist/engine.mjs';
import { hostileDocuments } from './hostile-documents.mjs';

const names = process.argv.slice(2);
// What is done with is let go of: together, the documents are larger than the heap.
for (let one = hostileDocuments.shift(); one; one = hostileDocuments.shift()) {
  const { name, text, flavor } = one;
  if (names.length > 0 && !names.includes(name)) continue;
  const ruleset = buildRuleset(flavor ? { pack: { flavor } } : {});
  const document = { text, filePath: 'document.md', ruleset };
  const start = performance.now();
  const { issues } = validateDocument(document);
  const validated = performance.now();
  fixDocument(document);
  const fixed = performance.now();
  const heap = process.memoryUsage().heapUsed / 1_000_000;
  console.log(
    `${name}: ${issues.length} findings in ${(validated - start).toFixed(0)} ms, fixed in ${(fixed - validated).toFixed(0)} ms, ${heap.toFixed(0)} MB`,
  );
}
