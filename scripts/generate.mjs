/**
 * Generates the files in the repository that have their source elsewhere: the bundled packs as JSON, the JSON Schema of
 * rule packs, the OpenAPI and AsyncAPI documents, and the pages about rules, access and limits. `--check` only reports stale files.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const PACKS = 'src/engine/packs/bundled';
const checkOnly = process.argv.includes('--check');
let stale = 0;

// Must come first: the imports below load the engine, which imports this file.
await put('src/engine/packs/bundled.json', `${JSON.stringify(await bundledPacks())}\n`);
const { packSchema } = await import('../src/engine/packs/pack.ts');
const { rulePages } = await import('./rule-pages.mjs');
const { accessPage, limitsPage } = await import('./access-page.mjs');
const { openApiDocument } = await import('./describe/openapi.ts');
const { asyncApiDocument } = await import('./describe/asyncapi.ts');
const { withOperations } = await import('./describe/api-page.ts');

await put('public/schemas/rule-pack.json', JSON.stringify(packJsonSchema(packSchema, 'draft-07')));
const openApi = await openApiDocument(packJsonSchema(packSchema, 'draft-2020-12'));
await put('public/schemas/openapi.json', JSON.stringify(openApi));
await put('public/schemas/asyncapi.json', JSON.stringify(asyncApiDocument()));
for (const [path, text] of rulePages()) await put(path, text);
await put('docs/api.md', withOperations(await readFile('docs/api.md', 'utf8')));
await put('docs/access.md', accessPage());
await put('docs/limits.md', limitsPage());
process.exitCode = stale > 0 ? 1 : 0;

async function bundledPacks() {
  const files = (await readdir(PACKS)).filter((name) => name.endsWith('.yml')).toSorted(defaultFirst);
  const packs = await Promise.all(
    files.map(async (name) => [name.replace(/\.yml$/, ''), parse(await readFile(join(PACKS, name), 'utf8'))]),
  );
  return Object.fromEntries(packs);
}

/** @param {string} a @param {string} b */
function defaultFirst(a, b) {
  return Number(b === 'default.yml') - Number(a === 'default.yml') || a.localeCompare(b);
}

/**
 * @param {Parameters<typeof toJsonSchema>[0]} schema
 * @param {'draft-07' | 'draft-2020-12'} target
 */
function packJsonSchema(schema, target) {
  const pack = toJsonSchema(schema, {
    target,
    errorMode: 'ignore',
    typeMode: 'input',
    // JSON Schema counts code points, as the pack does; `maxLength` of Valibot counts code units.
    overrideAction: ({ valibotAction, jsonSchema }) => {
      const limit =
        'message' in valibotAction &&
        /^must be at most (\d+) characters$/.exec(String(valibotAction.message));
      return limit ? { ...jsonSchema, maxLength: Number(limit[1]) } : undefined;
    },
  });
  return {
    ...pack,
    title: 'A rule pack of Galley',
    description: 'What documents of a family are checked for.',
  };
}

/** @param {string} path @param {string} text */
async function put(path, text) {
  const options = await resolveConfig(path);
  const isFormatted = !path.endsWith('bundled.json');
  const wanted = isFormatted ? await format(text, { ...options, filepath: path }) : text;
  const before = await readFile(path, 'utf8').catch((/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (before === wanted) return;
  if (checkOnly) {
    stale += 1;
    console.error(`${path} is stale: run \`npm run generate\`.`);
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, wanted);
  console.log(`wrote ${path}`);
}
