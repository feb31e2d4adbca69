/**
 * Does a server keep docs/live-protocol.md? Knows the server from outside alone: by its sockets, and by REST to make
 * things happen. Nothing is imported from the service.
 *
 *   npm run conformance -- --url ws://127.0.0.1:8586 [--token TOKEN] [--slow]
 *
 * The token is an admin's, where the server asks for one. `--slow` adds what takes minutes.
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
