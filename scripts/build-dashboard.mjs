/**
 * Bundles the dashboard into public/assets. Wrangler's build step: runs before every `wrangler dev` and `wrangler
 * deploy`, and again when a source changes.
 */
import { build } from 'esbuild';

const result = await build({
  entryPoints: { app: 'src/dashboard/main.tsx', style: 'src/dashboard/styles.css' },
  outdir: 'public/assets',
  bundle: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  metafile: true,
  logLevel: 'warning',
});

if (process.argv.includes('--verbose')) {
  for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) console.log(`${bytes}\t${file}`);
}
