/** Starts the service with `npm start`, in its own process group, so that all its processes can be stopped together. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_WITHIN_MS = 120_000;

/**
 * @param {string} folder the data folder
 * @param {string} checkout the folder of the code that is started
 * @param {readonly string[]} more further arguments
 */
export async function startService(folder, checkout = process.cwd(), more = []) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = [
    'start',
    '--',
    '--port',
    String(port),
    '--persist-to',
    folder,
    '--inspector-port',
    '0',
    ...more,
  ];
  const child = spawn('npm', command, { cwd: checkout, detached: true, stdio: 'ignore' });
  const stop = async () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    process.kill(-child.pid, 'SIGKILL');
    await once(child, 'exit');
  };
  const deadline = Date.now() + START_WITHIN_MS;
  while (!(await answers(url))) {
    if (Date.now() > deadline || child.exitCode !== null) {
      await stop();
      throw new Error('the service did not come up');
    }
    await sleep(100);
  }
  return { url, stop, group: child.pid ?? 0 };
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(`${url}/health/ready`)).ok;
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
