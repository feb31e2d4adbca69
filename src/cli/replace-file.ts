import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Writes a file so that it is either the old one or the new one, whatever happens. A link stays one: the file that it
 * leads to is written. The file keeps its mode.
 *
 * @throws what Node's file system throws, with nothing left behind
 */
export function replaceFile(path: string, text: string): void {
  const target = realpathSync(path);
  const next = `${target}.galley-${process.pid}`;
  const { mode } = statSync(target);
  try {
    writeFileSync(next, text, { flag: 'wx', flush: true });
    // Not by writeFileSync, which leaves out what the umask takes.
    chmodSync(next, mode);
    renameSync(next, target);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
