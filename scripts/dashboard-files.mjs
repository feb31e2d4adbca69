/**
 * Lists the files that the browser loads for a source file of the dashboard: its own first, then those that it needs at
 * once. What is imported later, when it is used, is not among them.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} source - e.g. `src/dashboard/main.tsx`
 * @returns {string[]} paths from the project's root
 */
export function filesOf({ outputs }, source) {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
  if (!found) throw new Error(`${source} is in no file of its own`);
  const files = new Set([found[0]]);
  for (const file of files) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement') files.add(path);
    }
  }
  return [...files];
}
