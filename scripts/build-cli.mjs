/** Bundles the command line into dist/: the program, and the worker thread that checks large sets of files. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

const { metafile } = await build({
  entryPoints: { galley: 'src/cli/main.ts', thread: 'src/cli/thread.ts' },
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
  define: { GALLEY_VERSION: JSON.stringify(version) },
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
