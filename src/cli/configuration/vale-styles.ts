import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { ArchiveError, readStyleArchive, stylesOf, type ImportedStyle } from '../../engine/index.ts';
import { UsageError } from '../exit-codes.ts';
import { readText } from './read-file.ts';

/** Reads Vale styles from a folder or a .zip. @throws {UsageError} when there are none */
export function readStyles(path: string): ImportedStyle[] {
  if (!existsSync(path)) throw new UsageError(`${path} does not exist.`);
  if (!statSync(path).isDirectory()) {
    try {
      return readStyleArchive(readFileSync(path));
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      throw new UsageError(`${path}: ${error.message}`, { cause: error });
    }
  }
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|txt)$/i.test(entry.name))
    .map((entry): [string, string] => {
      const file = join(entry.parentPath, entry.name);
      return [`${basename(path)}/${relative(path, file).replaceAll('\\', '/')}`, readText(file)];
    });
  const styles = stylesOf(new Map(files));
  if (styles.length === 0) throw new UsageError(`${path} has no Vale rules.`);
  return styles;
}
