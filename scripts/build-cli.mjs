/** Bundles the command line into dist/: one file to start, and one for the threads that check large sets. */
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
  // Some packages are CommonJS and ask for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
});

// Chunks of earlier builds must not be published along.
for (const file of await readdir('dist/chunks')) {
  if (!(`dist/chunks/${file}` in metafile.outputs)) await rm(`dist/chunks/${file}`);
}
