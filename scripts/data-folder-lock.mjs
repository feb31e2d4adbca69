/**
 * Makes sure that one server uses a folder of local data. Two would write to the same SQLite files, and each would run
 * its own hubs and batch runs.
 *
 * The lock is a local socket that this process listens on. The system closes it when the process ends, however it ends,
 * so nothing has to be cleaned up after kill -9. A note in the folder also says where `wrangler dev` listens: it may
 * survive when only this process is killed.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NOTE = 'galley-server.json';
const ANSWER_WITHIN_MS = 2_000;

/**
 * Takes the lock until this process ends.
 *
 * @param {string} folder is created if it is missing
 * @returns {Promise<boolean>} false if another server uses the folder
 */
export async function lockDataFolder(folder) {
  mkdirSync(folder, { recursive: true });
  const path = socketPath(realpathSync(folder));
  if (!(await listen(path))) {
    if (await connects(path)) return false;
    // Left behind by a process that was killed.
    rmSync(path, { force: true });
    if (!(await listen(path))) return false;
  }
  return !(await isServed(folder));
}

/**
 * Notes where `wrangler dev` listens, for the next start.
 *
 * @param {string} folder
 * @param {{ port: number; key: string }} server
 */
export function noteServer(folder, server) {
  writeFileSync(join(folder, NOTE), JSON.stringify(server), { mode: 0o600 });
}

/**
 * A short path, because the paths of sockets are limited to about 100 bytes.
 *
 * @param {string} folder
 */
function socketPath(folder) {
  const name = `galley-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

/**
 * @param {string} path
 * @returns {Promise<boolean>} false if the path is taken
 */
async function listen(path) {
  const server = createServer((socket) => socket.destroy()).listen(path);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
  server.unref();
  return true;
}

/** @param {string} path */
async function connects(path) {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  } finally {
    socket.destroy();
  }
}

/**
 * Whether the server of the note still runs. The key tells it from another program that got the same port.
 *
 * @param {string} folder
 */
async function isServed(folder) {
  const note = readNote(join(folder, NOTE));
  if (!note) return false;
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(`http://127.0.0.1:${note.port}/health/live`, {
      headers: { 'Galley-Open-Mode-Key': note.key },
      signal,
    });
    return response.ok;
  } catch (error) {
    // Nothing listens there, or something that does not speak HTTP.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {{ port: number; key: string } | undefined} undefined if there is no note, or it was cut off
 */
function readNote(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
