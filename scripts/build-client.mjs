/**
 * Bundles what other programs import: the client library and the engine. With `--types` also their declarations, which a
 * published package has.
 */
import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { build } from 'esbuild';

await build({
  entryPoints: { client: 'src/client/index.ts', engine: 'src/engine/index.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'neutral',
  // Those of Workers: variants of packages that need neither Node nor a DOM.
  conditions: ['workerd', 'worker', 'browser'],
  mainFields: ['module', 'main'],
  format: 'esm',
  target: 'es2022',
  minifySyntax: true,
  logLevel: 'warning',
});

if (process.argv.includes('--types')) {
  execFileSync('node_modules/.bin/tsc', ['-b', 'tsconfig.client.json', 'tsconfig.engine.json'], {
    stdio: 'inherit',
  });
  for (const room of ['client', 'engine', 'shared']) {
    await cp(`.build/${room}/src/${room}`, `dist/types/${room}`, { recursive: true });
  }
}
