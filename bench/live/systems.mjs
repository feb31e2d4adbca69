/** The compared systems. Each listens on a local port, accepts events by POST and sends them to every reader. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
// Wrangler's miniflare, so that all Workers run in the same workerd as the service.
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';

const COMPATIBILITY_DATE = '2026-11-01';
const PYTHON = '/usr/bin/python3';

/**
 * @typedef {object} Running
 * @property {number} port
 * @property {number} pid of the process that does the work
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} System
 * @property {string} name
 * @property {() => Promise<Running>} start
 * @property {string} publish path that takes events
 * @property {{ path: string; protocol?: string; socketIo?: boolean }} target of readers
 * @property {string} [missing] why it can't be measured here
 */

/** @type {Record<string, System>} */
export const systems = {
  ws: {
    name: 'Node ws',
    start: () => startProcess(process.execPath, [file('ws-server.mjs')]),
    publish: '/publish',
    target: { path: '/' },
  },
  'socket.io': {
    name: 'Socket.IO',
    start: () => startProcess(process.execPath, [file('socket-io-server.mjs')]),
    publish: '/publish',
    target: { path: '/socket.io/?EIO=4&transport=websocket', socketIo: true },
  },
  fastapi: {
    name: 'FastAPI + uvicorn',
    start: () => startProcess(PYTHON, [file('fastapi_server.py')]),
    publish: '/publish',
    target: { path: '/ws' },
    ...whatPythonMisses(),
  },
  partyserver: {
    name: 'partyserver (workerd)',
    start: () => startWorker('party-worker.mjs', { PARTY: 'Party' }),
    publish: '/parties/party/hub',
    target: { path: '/parties/party/hub' },
  },
  bare: {
    name: 'bare hub (workerd)',
    start: () => startWorker('bare-worker.mjs', { HUB: 'BareHub' }),
    publish: '/publish',
    target: { path: '/ws' },
  },
  'galley-flat': {
    name: 'Galley, one event a frame',
    start: startGalley,
    publish: '/publish',
    target: { path: '/ws' },
  },
  galley: {
    name: 'Galley, galley.v1',
    start: startGalley,
    publish: '/publish',
    target: { path: '/ws', protocol: 'galley.v1' },
  },
  'galley-committed': {
    name: 'Galley, with D1',
    start: startGalley,
    publish: '/commit',
    target: { path: '/ws', protocol: 'galley.v1' },
  },
};

/**
 * @param {string} command
 * @param {string[]} args the port comes after them
 * @returns {Promise<Running>}
 */
async function startProcess(command, args) {
  const port = await freePort();
  const child = spawn(command, [...args, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} did not start`);
    await sleep(50);
  }
  const stop = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { port, pid: child.pid ?? 0, stop };
}

/**
 * @param {string} entry
 * @param {Record<string, string>} durableObjects
 * @param {object} [more] options of Miniflare
 */
async function startWorker(entry, durableObjects, more = {}) {
  const { outputFiles } = await build({
    entryPoints: [file(entry)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    external: ['cloudflare:*', 'node:*'],
  });
  const before = new Set(await childrenOf(process.pid));
  const options = convertV4MiniflareOptions({
    modules: true,
    script: outputFiles[0]?.text ?? '',
    compatibilityDate: COMPATIBILITY_DATE,
    durableObjects: Object.fromEntries(
      Object.entries(durableObjects).map(([name, className]) => [name, { className, useSQLite: true }]),
    ),
    host: '127.0.0.1',
    port: await freePort(),
    ...more,
  });
  const miniflare = new Miniflare(options);
  const { port } = await miniflare.ready;
  const [pid = 0] = (await childrenOf(process.pid)).filter((child) => !before.has(child));
  return { port: Number(port), pid, miniflare, stop: () => miniflare.dispose() };
}

async function startGalley() {
  const running = await startWorker(
    'galley-worker.ts',
    { LIVE_HUB: 'BenchHub' },
    { d1Databases: ['DB'], bindings: { LIVE_SHARDS: '1' } },
  );
  const db = await running.miniflare.getD1Database('DB');
  const folder = fileURLToPath(new URL('../../migrations/', import.meta.url));
  for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.sql')).toSorted()) {
    const sql = await readFile(`${folder}/${name}`, 'utf8');
    await db.batch(sql.split('--> statement-breakpoint').map((statement) => db.prepare(statement)));
  }
  return running;
}

/** @param {string} name */
function file(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

function whatPythonMisses() {
  try {
    execFileSync(PYTHON, ['-c', 'import fastapi, uvicorn, websockets'], { stdio: 'pipe' });
    return {};
  } catch {
    return { missing: 'apt install python3-fastapi python3-uvicorn python3-websockets' };
  }
}

/** @param {number} pid */
async function childrenOf(pid) {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'))
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
}

/** @param {number} port */
async function answers(port) {
  try {
    await fetch(`http://127.0.0.1:${port}/publish`, { method: 'POST', body: '[]' });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
