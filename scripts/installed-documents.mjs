/** Gives tests in workerd, which has no files, the READMEs of the packages that package-lock.json installs everywhere. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const PACKAGE = /^node_modules\/(?:@[^/]+\/)?[^/]+$/;
const COUNT = 160;
/** In characters. */
const SHORTEST = 200;
const LONGEST = 7_500;

/** @returns {{ file_path: string, content: string }[]} */
export function readDocuments() {
  /** @type {{ packages: Record<string, { optional?: boolean, peer?: boolean }> }} */
  const { packages } = JSON.parse(readFileSync(`${PROJECT}package-lock.json`, 'utf8'));
  const documents = [];
  for (const folder of Object.keys(packages).toSorted()) {
    const { optional = false, peer = false } = packages[folder] ?? {};
    // Which of the others are there depends on the machine.
    if (optional || peer || !PACKAGE.test(folder)) continue;
    const file = ['README.md', 'readme.md'].map((name) => `${PROJECT}${folder}/${name}`).find(existsSync);
    if (file === undefined) continue;
    const content = readFileSync(file, 'utf8');
    if (content.length < SHORTEST || content.length > LONGEST || !content.isWellFormed()) continue;
    documents.push({ file_path: `${folder.slice('node_modules/'.length)}/README.md`, content });
    if (documents.length === COUNT) return documents;
  }
  throw new Error(`only ${documents.length} of ${COUNT} documents are installed`);
}

/** A plugin of Vite, which fills test/workerd/installed-documents.ts when a test imports it. */
export const installedDocuments = {
  name: 'installed-documents',
  /** @param {string} id */
  load(id) {
    if (!id.endsWith('/test/workerd/installed-documents.ts')) return null;
    return `export const INSTALLED_DOCUMENTS = ${JSON.stringify(readDocuments())};`;
  },
};
