import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-fs';

export const run = promisify(execFile);

/** A folder in which the package is installed. */
export interface InstalledPackage {
  folder: string;
  remove: () => Promise<void>;
}

/**
 * Packs the package as npm would publish it, and installs it into a new folder.
 *
 * @param dependencies - the packages that are installed beside it
 */
export async function installPackage(dependencies: readonly string[]): Promise<InstalledPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'galley-package-'));
  // The set-up of these tests has built the package. Building it again now would remove the program that other tests use.
  const packed = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [{ filename }] = JSON.parse(packed.stdout.slice(packed.stdout.search(/^\[/m))) as [
    { filename: string },
  ];
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  await pipeline(
    createReadStream(join(folder, filename)),
    createGunzip(),
    // An archive of npm has everything in a folder named "package".
    extract(join(modules, 'galley-review'), { strip: 1 }),
  );
  for (const name of dependencies) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(resolve('node_modules', name), join(modules, name));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Type-checks a file of the folder, as a strict program in Node does. */
export async function typeCheck({ folder }: InstalledPackage, file: string): Promise<void> {
  const options = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext', '--types', 'node'];
  await run('tsc', [...options, '--lib', 'es2024,dom', file], { cwd: folder });
}
