/**
 * Measures the cost of idle connections: 200 of them only send pings for three minutes.
 *
 *   npm run bench:idle
 *   npm run bench:idle -- --readers 50 --minutes 1
 *
 * Starts the service with `npm start` and reads how often the hub was loaded ("wakes") and how often its alarm fired. The
 * runtime answers pings, so they must cause neither. Exits with 1 if they do.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startService } from './service.mjs';

const { values } = parseArgs({
  options: { readers: { type: 'string', default: '200' }, minutes: { type: 'string', default: '3' } },
});
const minutes = Number(values.minutes);
const PING = '{"type":"ping"}';
const PING_EVERY_MS = 25_000;

const folder = await mkdtemp(join(tmpdir(), 'galley-bench-'));
const service = await startService(folder);
try {
  const readers = await Promise.all(Array.from({ length: Number(values.readers) }, connect));
  // The hub's alarm sends heartbeats until it knows that all connections ping.
  await sleep(PING_EVERY_MS * 2);
  const before = await readHub();
  console.log(`${before.connections} readers, and nothing else for ${minutes} min`);
  await sleep(minutes * 60_000);
  const after = await readHub();
  const wakes = after.wakes - before.wakes;
  const alarms = after.alarms - before.alarms;
  const answered = readers.reduce((sum, reader) => sum + reader.answered, 0);
  // Each alarm, and each request of this benchmark, may wake the hub once.
  const byPings = Math.max(0, wakes - alarms - 1);
  console.log(`pings answered   ${answered}`);
  console.log(`alarms           ${alarms}, ${(alarms / minutes).toFixed(1)} a minute`);
  console.log(`wakes            ${wakes}, of which the alarms and this question explain all but ${byPings}`);
  for (const { socket, timer } of readers) {
    clearInterval(timer);
    socket.close();
  }
  await sleep(1_000);
  const silent = await readHub();
  await sleep(70_000);
  const end = await readHub();
  console.log(`with nobody there, alarms in 70 s: ${end.alarms - silent.alarms}`);
  const holds =
    byPings === 0 &&
    alarms <= minutes &&
    end.alarms === silent.alarms &&
    after.connections === before.connections;
  if (!holds) process.exitCode = 1;
} finally {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
}

/** @returns {Promise<{ socket: WebSocket; timer: NodeJS.Timeout; answered: number }>} */
function connect() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/ws/validation_updates`, 'galley.v1');
    const ping = () => socket.send(PING);
    const reader = { socket, timer: setInterval(ping, PING_EVERY_MS), answered: 0 };
    socket.addEventListener('open', () => {
      ping();
      resolve(reader);
    });
    socket.addEventListener('error', () => reject(new Error('a reader could not connect')));
    socket.addEventListener('message', ({ data }) => {
      if (data === '{"type":"heartbeat"}') reader.answered += 1;
    });
  });
}

async function readHub() {
  const { live } = await (await fetch(`${service.url}/api/monitoring`)).json();
  return live.hubs[0];
}
