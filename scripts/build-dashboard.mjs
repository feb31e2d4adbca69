/**
 * Bundles the dashboard into public/assets. This is Wrangler's build step: it runs before every `wrangler dev` and
 * `wrangler deploy`, and again when a source file changes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const FOLDER = 'public/assets';

const { outputFiles } = await build({
  entryPoints: { app: 'src/dashboard/main.tsx', style: 'src/dashboard/styles/index.css' },
  outdir: FOLDER,
  write: false,
  bundle: true,
  // What is imported when it is used, like the desk, is a file of its own.
  splitting: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
});

// Running servers watch this folder. A file is therefore only written when its content has changed, and replaced
// atomically. Files that are no longer built are deleted.
mkdirSync(FOLDER, { recursive: true });
for (const { path, contents } of outputFiles) {
  if (existsSync(path) && readFileSync(path).equals(contents)) continue;
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}
const built = new Set(outputFiles.map(({ path }) => basename(path)));
for (const file of readdirSync(FOLDER)) {
  // Keeps the temporary files of other builds that are running.
  if (!built.has(file) && !file.endsWith('.new'))
    rmSync(join(FOLDER, file), { recursive: true, force: true });
}

if (process.argv.includes('--verbose')) {
  for (const { path, contents } of outputFiles) console.log(`${contents.byteLength}\t${basename(path)}`);
}
