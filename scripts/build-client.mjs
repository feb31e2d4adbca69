/** Bundles the client library into dist/client.mjs. `--types` adds the declarations for the published package. */
import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { build } from 'esbuild';

await build({
  entryPoints: ['src/client/index.ts'],
  outfile: 'dist/client.mjs',
  bundle: true,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  format: 'esm',
  target: 'es2022',
  minifySyntax: true,
  logLevel: 'warning',
});

if (process.argv.includes('--types')) {
  execFileSync('node_modules/.bin/tsc', ['-b', 'tsconfig.client.json'], { stdio: 'inherit' });
  for (const room of ['client', 'shared']) {
    await cp(`.build/${room}/src/${room}`, `dist/types/${room}`, { recursive: true });
  }
}
