/**
 * Finds or unpacks a headless browser: an installed Chrome, or the Chromium in the npm package `@sparticuz/chromium`.
 *
 * The package is built for Linux x64 without a desktop. It includes the system libraries that a minimal machine lacks.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';
import { extract } from 'tar-fs';

const INSTALLED = [
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
];

/** Keeps the browser from sending requests anywhere but to the service under test. */
const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/**
 * Flags of the package that tests must not use. With `--single-process`, the browser exits when its first context closes.
 * The others switch off security rules that a visitor's browser applies.
 */
const UNWANTED = new Set([
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
]);

const PROBE_TIMEOUT_MS = 30_000;
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
const PACKAGE = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))));

type Environment = Record<string, string | undefined>;

/**
 * Launches a headless browser. The caller closes it. The variable `CHROME_PATH` overrides the choice.
 *
 * @throws {Error} when no browser runs on this machine; the message says what is missing
 */
export async function launchChromium(): Promise<Browser> {
  const env = { ...process.env, LANG: 'en_US.UTF-8' };
  const chosen = process.env['CHROME_PATH'];
  // Each candidate is run: on Ubuntu, chromium-browser is a script that only says how to install one.
  const installed =
    chosen ?? INSTALLED.find((path) => existsSync(path) && findFailure(path, env) === undefined);
  if (installed !== undefined) {
    // Chrome refuses to run as root with its sandbox, as in containers.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return chromium.launch({ executablePath: installed, args: [...QUIET, ...asRoot], env });
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'There is no Chrome here, and the packaged one is for Linux x64: install Chrome, or set CHROME_PATH.',
    );
  }
  const folder = await unpack();
  const executablePath = join(folder, 'chromium');
  return chromium.launch({
    executablePath,
    args: [...packaged.args.filter((arg) => !UNWANTED.has(arg)), ...QUIET],
    env: runnable(executablePath, folder, { ...env, FONTCONFIG_PATH: join(folder, 'fonts') }),
  });
}

/** The environment for the packaged browser: with the system's libraries if they suffice, else with the package's own. */
function runnable(executablePath: string, folder: string, env: Environment): Environment {
  if (findFailure(executablePath, env) === undefined) return env;
  const LD_LIBRARY_PATH = [join(folder, 'al2023/lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  const complete = { ...env, LD_LIBRARY_PATH };
  const reason = findFailure(executablePath, complete);
  if (reason === undefined) return complete;
  throw new Error(`The packaged Chromium does not run here. Install Chrome, or set CHROME_PATH.\n${reason}`);
}

/** @returns undefined when the program runs, otherwise its error output or that of the loader */
function findFailure(path: string, env: Environment): string | undefined {
  const { status, stderr, error } = spawnSync(path, ['--version'], {
    env,
    encoding: 'utf8',
    timeout: PROBE_TIMEOUT_MS,
  });
  return status === 0 ? undefined : (error?.message ?? stderr);
}

/**
 * Unpacks the package once per version. Tests may launch at the same time: each unpacks into a temporary folder, and the
 * first to finish renames its folder. A folder with the final name is therefore always complete.
 */
async function unpack(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(CACHE, `galley-chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const own = await mkdtemp(`${folder}-`);
  try {
    const [browser, fonts, libraries] = [join(own, 'chromium'), join(own, 'fonts'), join(own, 'al2023')];
    await Promise.all([
      inflate('chromium.br', createWriteStream(browser, { mode: 0o755 })),
      inflate('fonts.tar.br', extract(fonts)),
      inflate('al2023.tar.br', extract(libraries)),
      // The software renderer. The browser expects it in its own folder and does not start without it.
      inflate('swiftshader.tar.br', extract(own)),
    ]);
    await writeFile(join(fonts, 'fonts.conf'), fontsConfiguration(folder));
    await rename(own, folder);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

async function inflate(archive: string, target: NodeJS.WritableStream): Promise<void> {
  await pipeline(createReadStream(join(PACKAGE, 'bin', archive)), createBrotliDecompress(), target);
}

/** Adds the packaged font to the system's fonts, if any. Without fonts, text is drawn as empty boxes. */
function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
