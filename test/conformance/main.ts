/**
 * Tests whether a server conforms to docs/live-protocol.md. It uses the server's public interfaces only: sockets, and
 * REST to make events. It imports nothing from the service.
 *
 *   npm run conformance -- --url ws://127.0.0.1:8586 [--token TOKEN] [--slow]
 *
 * The token must be an admin's, if the server requires one. `--slow` adds tests that take minutes.
 */
import { readdirSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('requirements/', import.meta.url));
const files = readdirSync(folder).map((name) => folder + name);

run({ files, argv: process.argv.slice(2), concurrency: true })
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(spec)
  .pipe(process.stdout);
