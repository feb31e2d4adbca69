/** Bundles the command line into dist/: the program, and the worker thread that checks large sets of files. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

/**
 * `string-width` takes a quarter of the time of a start, for its tables of characters. Tables with other characters than
 * ASCII need it, so it starts with the first of them.
 *
 * @type {import('esbuild').Plugin}
 */
const lateStringWidth = {
  name: 'late-string-width',
  setup(bundle) {
    bundle.onResolve({ filter: /^string-width$/ }, ({ kind, path, resolveDir }) =>
      kind === 'import-statement' ? { path, namespace: 'late', pluginData: resolveDir } : null,
    );
    bundle.onLoad({ filter: /./, namespace: 'late' }, ({ path, pluginData }) => ({
      contents: `let width; export default (text) => (width ??= require('${path}').default)(text);`,
      resolveDir: pluginData,
    }));
  },
};

const { metafile } = await build({
  // A thread is started from the chunk that `check` is loaded from, so it is beside that.
  entryPoints: { galley: 'src/cli/main.ts', 'chunks/thread': 'src/cli/thread.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  mainFields: ['module', 'main'],
  format: 'esm',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  loader: { '.aff': 'text', '.dic': 'text' },
  plugins: [lateStringWidth],
  define: { GALLEY_VERSION: JSON.stringify(version), GALLEY_BUILD: JSON.stringify(await fingerprint()) },
  // Some packages are CommonJS and call `require` for Node's modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
});

// Removes chunks of earlier builds, so that they are not published.
for (const file of await readdir('dist/chunks')) {
  if (!(`dist/chunks/${file}` in metafile.outputs)) await rm(`dist/chunks/${file}`);
}

/** A fingerprint of all that the program is built from: results that another build has kept are not used. */
async function fingerprint() {
  const entries = await readdir('src', { recursive: true, withFileTypes: true });
  const sources = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const hash = createHash('sha256');
  for (const path of [...sources.toSorted(), 'package-lock.json', 'package.json']) {
    hash.update(`${path}\0`).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 16);
}
