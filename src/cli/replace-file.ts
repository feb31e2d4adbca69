import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file atomically: after a crash it is either the old or the new one. Through a symbolic link, the target is
 * written. The mode is kept.
 *
 * @throws what Node's file system throws; no temporary file is left behind
 */
export function replaceFile(path: string, text: string): void {
  const target = realpathSync(path);
  const next = `${target}.galley-${process.pid}`;
  const { mode } = statSync(target);
  try {
    writeFileSync(next, text, { flag: 'wx', flush: true });
    // writeFileSync would apply the umask.
    chmodSync(next, mode);
    renameSync(next, target);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
