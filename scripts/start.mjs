/**
 * `npm start`: migrates the local database, then serves on loopback in mode `open`. A proxy listens on the port and
 * forwards to `wrangler dev`, which listens on another one: see docs/decisions/0032. Arguments other than `--port` and
 * `--ip` are passed on to `wrangler dev`.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lockDataFolder, noteServer } from './data-folder-lock.mjs';
import { DEFAULT_FOLDER, isMigrated, migrate } from './local-migrations.mjs';
import { createLoopbackProxy } from './loopback-proxy.mjs';

const OLDEST_NODE = 22;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);
const DEFAULT_PORT = 8586;
/** How soon this ends after npm. */
const ORPHANED_AFTER_MS = 500;
const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';

const args = process.argv.slice(2);
const { values, tokens } = parseArgs({
  args,
  strict: false,
  tokens: true,
  options: {
    ip: { type: 'string' },
    port: { type: 'string' },
    'persist-to': { type: 'string' },
    remote: { type: 'boolean' },
    'local-protocol': { type: 'string' },
  },
});
/** The places of `--port` and `--ip`, which are the proxy's, and of their values. */
const own = new Set(
  tokens.flatMap((token) =>
    token.kind === 'option' && (token.name === 'port' || token.name === 'ip')
      ? [token.index, token.inlineValue === false ? token.index + 1 : token.index]
      : [],
  ),
);
const passedOn = args.filter((_, index) => !own.has(index));

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
if (values['local-protocol'] === 'https') refuse('--local-protocol https is not supported.');

// No questions on the terminal, no metrics, no network requests.
const env = {
  ...process.env,
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  // Wrangler's explorer reads and changes all data without sign-in.
  X_LOCAL_EXPLORER: 'false',
};
const persistTo = typeof values['persist-to'] === 'string' ? values['persist-to'] : undefined;

const folder = persistTo ?? DEFAULT_FOLDER;
// Wrangler's log and settings would go to the home of the user, which may be read-only.
Object.assign(env, { XDG_CONFIG_HOME: resolve(folder, 'config') });
if (!(await locked(folder))) {
  refuse(`another server uses the data in ${folder}. Stop it, or choose another folder with --persist-to.`);
}

if (!isMigrated(persistTo)) {
  try {
    await migrate(persistTo);
  } catch (error) {
    console.error(error);
    refuse('the local database could not be migrated.');
  }
}

const host = typeof values.ip === 'string' ? values.ip.replace(/^\[(.*)\]$/, '$1') : '127.0.0.1';
const target = { port: await freePort(), key: randomBytes(32).toString('hex') };
const proxy = createLoopbackProxy(target).listen(Number(values.port ?? DEFAULT_PORT), host);
try {
  await once(proxy, 'listening');
} catch (error) {
  refuse(`it can't listen: ${error instanceof Error ? error.message : String(error)}`);
}
const authority = `${host.includes(':') ? `[${host}]` : host}:${portOf(proxy)}`;
console.log(`galley: dashboard at http://${authority}/dashboard/`);
noteServer(folder, target);

const variables = ['--var', 'ACCESS_MODE:open', '--var', `OPEN_MODE_KEY:${target.key}`];
const listen = ['--ip', '127.0.0.1', '--port', String(target.port)];
const server = spawn(process.execPath, [WRANGLER, 'dev', ...variables, ...listen, ...passedOn], {
  env,
  stdio: ['inherit', 'pipe', 'pipe'],
});
for (const [from, to] of /** @type {const} */ ([
  [server.stdout, process.stdout],
  [server.stderr, process.stderr],
])) {
  // Wrangler names its own port, which answers only to the proxy.
  from.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    to.write(text.replaceAll(`127.0.0.1:${target.port}`, authority));
  });
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  // Wrangler stops its own children. Ctrl-C reaches all of them anyway, because they share the terminal.
  process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
}
// npm hands SIGTERM on to its shell alone, which ends without telling anybody. Then this has another parent.
const shell = process.ppid;
if (process.env['npm_lifecycle_event'] === 'start') {
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    server.kill('SIGTERM');
  }, ORPHANED_AFTER_MS);
}
server.on('error', (error) => refuse(`wrangler could not be started: ${error.message}`));
server.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));

/** @param {string} dataFolder */
async function locked(dataFolder) {
  try {
    return await lockDataFolder(dataFolder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return refuse(
      `the data folder ${dataFolder} can't be written: ${error.message}. Choose another one with --persist-to.`,
    );
  }
}

/** @returns {Promise<number>} a port of 127.0.0.1 that nothing listens on */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const port = portOf(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}

/** @param {import('node:net').Server} listening */
function portOf(listening) {
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
