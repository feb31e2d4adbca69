/**
 * Bundles the dashboard into public/assets. Wrangler runs this build step before `wrangler dev` and `wrangler deploy`, and
 * again when a source file changes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const FOLDER = 'public/assets';

const { outputFiles } = await build({
  entryPoints: { app: 'src/dashboard/main.tsx', style: 'src/dashboard/styles.css' },
  outdir: FOLDER,
  write: false,
  bundle: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
});

// Running servers reload when this folder changes. Files are replaced only when their content differs, and atomically.
// Files that the build no longer produces are removed.
mkdirSync(FOLDER, { recursive: true });
for (const { path, contents } of outputFiles) {
  if (existsSync(path) && readFileSync(path).equals(contents)) continue;
  const written = `${path}.${process.pid}.new`;
  writeFileSync(written, contents);
  renameSync(written, path);
}
const made = new Set(outputFiles.map(({ path }) => basename(path)));
for (const file of readdirSync(FOLDER)) {
  // `.new` files belong to another build that is running now.
  if (!made.has(file) && !file.endsWith('.new')) rmSync(join(FOLDER, file), { recursive: true, force: true });
}

if (process.argv.includes('--verbose')) {
  for (const { path, contents } of outputFiles) console.log(`${contents.byteLength}\t${basename(path)}`);
}
