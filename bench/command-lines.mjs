/** Measures command lines as whole processes: start, search for files, checks, output. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './median.mjs';

const POLL_MS = 5;
const require = createRequire(import.meta.url);

/**
 * The program of the npm package, without the script that starts it: that would count against rumdl.
 *
 * @returns {string[]}
 */
function rumdl() {
  for (const suffix of ['', '-musl']) {
    const name = `@rumdl/cli-${process.platform}-${process.arch}${suffix}/package.json`;
    try {
      const program = resolve(
        require.resolve(name),
        '..',
        process.platform === 'win32' ? 'rumdl.exe' : 'rumdl',
      );
      if (existsSync(program)) return [program];
    } catch {
      // Another kind of machine.
    }
  }
  return [process.execPath, resolve('bench/node_modules/rumdl/bin/rumdl')];
}

const UNCACHED = 'rumdl --no-cache';
const CACHED = 'rumdl, second run';

/**
 * @param {number} heapMb - of each of Galley's threads
 * @returns {Record<string, { command: string[]; peer: string }>}
 */
function programsIn(heapMb) {
  const galley = [
    process.execPath,
    `--max-old-space-size=${heapMb}`,
    resolve('bin/galley.mjs'),
    'check',
    '.',
  ];
  return {
    [UNCACHED]: { command: [...rumdl(), 'check', '--no-cache', '.'], peer: UNCACHED },
    'galley check --no-cache': { command: [...galley, '--no-cache'], peer: UNCACHED },
    'galley check --no-cache --jobs 1': { command: [...galley, '--no-cache', '--jobs', '1'], peer: UNCACHED },
    'markdownlint-cli2': {
      command: [
        process.execPath,
        resolve('bench/node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs'),
        '**/*.md',
      ],
      peer: UNCACHED,
    },
    [CACHED]: { command: [...rumdl(), 'check', '.'], peer: CACHED },
    'galley check, second run': { command: galley, peer: CACHED },
  };
}

/**
 * Runs the programs over a folder, in turn.
 *
 * @param {string} folder
 * @param {number} rounds
 * @param {number} heapMb - of each of Galley's threads
 * @returns the rows of a table
 */
export async function commandLineRows(folder, rounds, heapMb) {
  const programs = programsIn(heapMb);
  /** @type {Map<string, { seconds: number[]; megabytes: number[] }>} */
  const measured = new Map(Object.keys(programs).map((name) => [name, { seconds: [], megabytes: [] }]));
  // The first round fills the caches, and the file system's.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { command }] of Object.entries(programs)) {
      const { seconds, megabytes } = await run(command, folder);
      if (round === 0) continue;
      measured.get(name)?.seconds.push(seconds);
      measured.get(name)?.megabytes.push(megabytes);
    }
  }
  /** @param {string} name */
  const secondsOf = (name) => median(measured.get(name)?.seconds ?? []);
  return Object.entries(programs).map(([name, { peer }]) => [
    name,
    secondsOf(name).toFixed(2),
    (secondsOf(name) / secondsOf(peer)).toFixed(2),
    peer === name ? '' : peer,
    Math.max(...(measured.get(name)?.megabytes ?? [])).toFixed(0),
  ]);
}

export const COMMAND_LINE_HEAD = ['', 'seconds', 'ratio', 'to', 'peak memory, MB'];

/**
 * @param {readonly string[]} command
 * @param {string} cwd
 */
async function run([program = '', ...args], cwd) {
  const start = performance.now();
  const child = spawn(program, args, { cwd, stdio: 'ignore' });
  const end = new Promise((finish, fail) => child.on('error', fail).on('exit', finish));
  const over = end.then((code) => {
    if (code === null) throw new Error(`${program} was killed.`);
    return performance.now() - start;
  });
  let peak = Number.NaN;
  for (;;) {
    peak = (await peakMegabytes(child.pid)) ?? peak;
    const milliseconds = await Promise.race([over, sleep(POLL_MS)]);
    if (milliseconds !== undefined) return { seconds: milliseconds / 1_000, megabytes: peak };
  }
}

/**
 * The most memory that a process has had so far, where the system tells it (Linux).
 *
 * @param {number | undefined} pid
 */
async function peakMegabytes(pid) {
  if (process.platform !== 'linux') return undefined;
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_000;
  } catch {
    // It is over.
    return undefined;
  }
}
