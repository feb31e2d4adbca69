/**
 * A browser wherever there is Node: an installed Chrome, or the Chromium that comes inside an npm package.
 *
 * The package is made for Linux x64 without a desktop; it carries the system libraries that a bare machine lacks.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';
import { extract } from 'tar-fs';

const INSTALLED = [
  process.env['CHROME_PATH'],
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
];

/** Nothing of a test's browser goes anywhere but to the service under test. */
const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** Launches a headless browser; close it when done. */
export async function launchChromium(): Promise<Browser> {
  const env = { ...process.env, LANG: 'en_US.UTF-8' };
  const installed = INSTALLED.find((path) => path !== undefined && existsSync(path));
  if (installed !== undefined) {
    // Root, as in containers, has no sandbox of its own.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return chromium.launch({ executablePath: installed, args: [...QUIET, ...asRoot], env });
  }
  const executablePath = await packaged.executablePath();
  const libraries = await missingLibraries(executablePath);
  const path = [libraries?.path, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  const browser = await chromium.launch({
    executablePath,
    // In a single process the whole browser ends with its first context.
    args: [...packaged.args.filter((arg) => arg !== '--single-process'), ...QUIET],
    env: { ...env, ...(path && { LD_LIBRARY_PATH: path }) },
  });
  if (libraries) browser.on('disconnected', libraries.remove);
  return browser;
}

/** The libraries that the packaged browser brings along, unpacked into a folder of their own; undefined when none is missing. */
async function missingLibraries(
  executablePath: string,
): Promise<{ path: string; remove: () => void } | undefined> {
  const linked = spawnSync('ldd', [executablePath], { encoding: 'utf8' });
  if (linked.status === 0 && !linked.stdout.includes('not found')) return undefined;
  const require = createRequire(import.meta.url);
  const archive = join(dirname(require.resolve('@sparticuz/chromium')), '..', 'bin', 'al2023.tar.br');
  const folder = await mkdtemp(join(tmpdir(), 'galley-chromium-'));
  await pipeline(createReadStream(archive), createBrotliDecompress(), extract(folder));
  return { path: join(folder, 'lib'), remove: () => void rm(folder, { recursive: true, force: true }) };
}
