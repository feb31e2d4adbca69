/**
 * `npm start`: migrates the local database, then serves on loopback in mode `open`. Arguments are passed on to
 * `wrangler dev`. The default port and address are in wrangler.toml.
 */
import { spawn, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { isMigrated, rememberMigrated } from './local-migrations.mjs';

const OLDEST_NODE = 22;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);
const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';

const passedOn = process.argv.slice(2);
const { values } = parseArgs({
  args: passedOn,
  strict: false,
  options: {
    ip: { type: 'string' },
    port: { type: 'string' },
    'persist-to': { type: 'string' },
    remote: { type: 'boolean' },
  },
});

/**
 * @param {string} message
 * @returns {never}
 */
function refuse(message) {
  console.error(`galley: ${message}`);
  process.exit(2);
}

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  refuse(
    `this runs on Node ${process.versions.node}. "npm start" brings its own Node ${OLDEST_NODE} or newer: run "npm ci" first.`,
  );
}
if (typeof values.ip === 'string' && !LOOPBACK.has(values.ip)) {
  refuse(
    `--ip ${values.ip} is not a loopback address. Without sign-in the service is for this machine alone: use 127.0.0.1, localhost or ::1.`,
  );
}
if (values.remote) refuse('--remote would open a deployed database without sign-in.');

// No questions on the terminal, no metrics, no network requests.
const env = {
  ...process.env,
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
};
const persistTo = typeof values['persist-to'] === 'string' ? values['persist-to'] : undefined;

if (!isMigrated(persistTo)) {
  const migration = spawnSync(
    process.execPath,
    [
      WRANGLER,
      'd1',
      'migrations',
      'apply',
      'galley',
      '--local',
      ...(persistTo === undefined ? [] : ['--persist-to', persistTo]),
    ],
    { env, encoding: 'utf8' },
  );
  if (migration.status !== 0) {
    console.error(migration.error ?? `${migration.stdout}${migration.stderr}`);
    refuse('the local database could not be migrated.');
  }
  rememberMigrated(persistTo);
}

const host = typeof values.ip === 'string' ? values.ip : '127.0.0.1';
const authority = `${host === '::1' ? '[::1]' : host}:${values.port ?? 8586}`;
console.log(`galley: dashboard at http://${authority}/dashboard/`);
const server = spawn(process.execPath, [WRANGLER, 'dev', '--var', 'ACCESS_MODE:open', ...passedOn], {
  env,
  stdio: 'inherit',
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  // Wrangler stops its own children. Ctrl-C reaches all of them anyway, because they share the terminal.
  process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
}
server.on('error', (error) => refuse(`wrangler could not be started: ${error.message}`));
server.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
