/** The documents of a benchmark. */
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Limits the documents of node_modules, so that a run takes seconds. */
export const MAX_FOUND_BYTES = 2_000_000;
const MAX_DOCUMENT_BYTES = 1_000_000;

/** @typedef {{ path: string; text: string; size: number }} Document with its path below the root */

/**
 * @param {string} root
 * @param {number} limit in bytes
 */
export async function readDocuments(root, limit) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (paths.length === 0) throw new Error(`There is no .md file below ${root}.`);
  /** @type {Document[]} */
  const found = [];
  let size = 0;
  for (const path of paths) {
    const content = await readFile(path);
    if (content.byteLength > MAX_DOCUMENT_BYTES) continue;
    if (size + content.byteLength > limit) break;
    size += content.byteLength;
    found.push({ path: relative(root, path), text: content.toString('utf8'), size: content.byteLength });
  }
  return found;
}

/**
 * Writes documents to a new folder without configurations, so that each program sees the same.
 *
 * @param {readonly Document[]} documents
 */
export async function copyDocuments(documents) {
  const folder = await mkdtemp(join(tmpdir(), 'galley-bench-'));
  for (const { path, text } of documents) {
    // Programs skip folders of this name.
    const copy = join(folder, path.replaceAll('node_modules', 'modules'));
    await mkdir(dirname(copy), { recursive: true });
    await writeFile(copy, text);
  }
  return folder;
}
