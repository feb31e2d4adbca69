/**
 * Bundles the dashboard into public/assets, and writes its shell and the page of the API. This is Wrangler's build step: it runs before every
 * `wrangler dev` and `wrangler deploy`, and again when a source file changes.
 *
 * Each page is a file of its own that is loaded when it is shown. The names of files have a hash of their contents, so
 * browsers keep them for a year (public/_headers). The shell names them, and is asked for each time.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { filesOf } from './dashboard-files.mjs';
import { docsPage } from './describe/page/index.mjs';

const FOLDER = 'public/assets';
const SHELL = 'public/dashboard/index.html';
/** What the Worker tells live connections: see src/live/build.ts. */
const BUILD = 'public/dashboard/build.txt';
/** What is in which file, for scripts/check-size.mjs. */
const METAFILE = '.build/dashboard.json';
/** What all pages need, with what starts it. */
const CORE = 'src/dashboard/core.ts';
/**
 * The pages that are loaded ahead, by what their addresses begin with: `documents` is a list, `validations/` a thing. One that
 * is not here is loaded when the frame has started.
 */
const PAGES = {
  '': 'home/home-page.tsx',
  documents: 'documents/documents-page.tsx',
  desk: 'desk/desk-page.tsx',
  'desk/': 'desk/desk-page.tsx',
  recommendations: 'rules/rules-page.tsx',
  'rules/': 'rules/rule-page.tsx',
  validations: 'validations/validations-page.tsx',
  'validations/': 'validations/validation-page.tsx',
  workflows: 'runs/runs-page.tsx',
  'workflows/': 'runs/run-page.tsx',
  quality: 'quality/quality-page.tsx',
  deliver: 'deliver/deliver-page.tsx',
  activity: 'activity/activity-page.tsx',
  health: 'health/health-page.tsx',
};
/** Sends the first requests of a page. It is there before the rest. */
const AHEAD = 'src/dashboard/ahead.ts';
const STYLE = 'src/dashboard/styles/index.css';
/** The style of what is not on the home page. It is loaded with the first of the other pages. */
const PAGES_STYLE = 'src/dashboard/styles/pages.css';
/** The page of the API, and what it is rendered from. */
const DOCS = 'public/docs/index.html';
const DOCS_SCRIPT = 'src/docs/docs.ts';
const DOCS_STYLE = 'src/docs/docs.css';
const OPENAPI = 'public/schemas/openapi.json';
const ASYNCAPI = 'public/schemas/asyncapi.json';

/** What is imported when it is used. @type {Set<string>} */
const lazy = new Set();
/**
 * Adds the core to what is imported when it is used, which always comes after it. esbuild makes a file of what is needed by
 * the same entries: without this, the core would be a dozen of them.
 *
 * @type {import('esbuild').Plugin}
 */
const oneCore = {
  name: 'one-core',
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind === 'dynamic-import') lazy.add(resolve(resolveDir, path));
      return undefined;
    });
    builder.onLoad({ filter: /\.tsx?$/ }, ({ path }) =>
      lazy.has(path)
        ? {
            contents: `${readFileSync(path, 'utf8')}\nimport ${JSON.stringify(resolve(CORE))};\n`,
            loader: path.endsWith('x') ? 'tsx' : 'ts',
          }
        : undefined,
    );
  },
};

const { outputFiles, metafile } = await build({
  entryPoints: {
    ahead: AHEAD,
    app: CORE,
    style: STYLE,
    pages: PAGES_STYLE,
    docs: DOCS_SCRIPT,
    'docs-style': DOCS_STYLE,
  },
  outdir: FOLDER,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  write: false,
  metafile: true,
  bundle: true,
  splitting: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
  plugins: [oneCore],
});

/**
 * Writes a file only when its content has changed, and replaces it atomically: running servers watch these folders.
 *
 * @param {string} path
 * @param {Uint8Array} contents
 */
function write(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

for (const { path, contents } of outputFiles) write(path, contents);
write(METAFILE, Buffer.from(JSON.stringify(metafile)));

/** @param {string[]} paths @param {(href: string) => string} element */
const tags = (paths, element) => paths.map((path) => element(`/assets/${basename(path)}`)).join('\n    ');
const [script = '', ...parts] = filesOf(metafile, CORE);
const [ahead = ''] = filesOf(metafile, AHEAD);
const atOnce = new Set([...filesOf(metafile, CORE), ahead]);
const pageFiles = Object.entries(PAGES).map(([key, source]) => {
  const style = key === '' ? [] : filesOf(metafile, PAGES_STYLE);
  const files = filesOf(metafile, `src/dashboard/${source}`).filter((file) => !atOnce.has(file));
  return [key, ...[...style, ...files].map((file) => `/assets/${basename(file)}`)].join(' ');
});
const shell = readFileSync('src/dashboard/shell.html', 'utf8')
  .replace(
    '{{styles}}',
    tags(filesOf(metafile, STYLE), (href) => `<link rel="stylesheet" href="${href}" />`),
  )
  .replace(
    '{{pages-style}}',
    tags(filesOf(metafile, PAGES_STYLE), (href) => `<meta name="pages-style" content="${href}" />`),
  )
  // All at once, instead of one after the other as each is found in the one before.
  .replace(
    '{{parts}}',
    tags(parts, (href) => `<link rel="modulepreload" href="${href}" />`),
  )
  .replace('{{page-files}}', pageFiles.join(';'))
  .replace('{{ahead}}', `/assets/${basename(ahead)}`)
  .replace('{{script}}', `/assets/${basename(script)}`);
// All files that the dashboard is made of are named in the shell, or in one that is named there.
const id = createHash('sha256').update(shell).digest('hex').slice(0, 12);
write(SHELL, Buffer.from(shell.replace('{{build}}', id)));
write(BUILD, Buffer.from(id));

/** @param {string} source */
const assetOf = (source) => `/assets/${basename(filesOf(metafile, source)[0] ?? '')}`;
const docs = docsPage({
  openApi: JSON.parse(readFileSync(OPENAPI, 'utf8')),
  asyncApi: JSON.parse(readFileSync(ASYNCAPI, 'utf8')),
  style: assetOf(DOCS_STYLE),
  script: assetOf(DOCS_SCRIPT),
});
write(DOCS, Buffer.from(docs));

// What is no longer built is deleted.
const built = new Set(outputFiles.map(({ path }) => basename(path)));
for (const file of readdirSync(FOLDER)) {
  // Keeps the temporary files of other builds that are running.
  if (!built.has(file) && !file.endsWith('.new'))
    rmSync(join(FOLDER, file), { recursive: true, force: true });
}

if (process.argv.includes('--verbose')) {
  for (const { path, contents } of outputFiles) console.log(`${contents.byteLength}\t${basename(path)}`);
}
