/**
 * `npm run demo`: fills a running service with a workspace that one can look at: three families with owners and gates, two
 * runs, versions, decisions, and a gate that is red. All texts are our own (scripts/demo/texts.mjs).
 *
 * Usage: npm run demo -- [--server http://127.0.0.1:8586] [--token …] [--data FOLDER]
 *
 * `--data` is the data folder of a service on this machine, as `npm start -- --persist-to` has it: eight weeks of quality before
 * today are written there. Without `--server` it is the folder of `npm start`.
 */
import { parseArgs } from 'node:util';
import { addHistory } from './demo/history.mjs';
import { pageOf, pagesOf } from './demo/texts.mjs';
import { DEFAULT_FOLDER } from './local-migrations.mjs';

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    token: { type: 'string' },
    data: { type: 'string' },
  },
});
const SERVER = values.server ?? 'http://127.0.0.1:8586';
const DATA = values.data ?? (values.server === undefined ? DEFAULT_FOLDER : undefined);
const WAIT_MS = 500;
const READY_WITHIN_MS = 60_000;

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {string} [type]
 */
async function ask(method, path, body, type = 'application/json') {
  const response = await fetch(new URL(path, SERVER), {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': type }),
      ...(values.token === undefined ? {} : { Authorization: `Bearer ${values.token}` }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

const FAMILIES = [
  {
    name: 'handbook',
    title: 'Handbook',
    pack: 'title: Handbook\ndescription: How the shops work.\nextends: default\nrules: { MD009: info }\ngate:\n  all: { error: 3, warning: 25 }\nowners:\n  - { paths: ["**"], owners: ["@people"] }\n  - { paths: ["shops/**"], owners: ["@shops"] }\n',
    folders: ['people', 'people/first-week', 'shops', 'shops/north', 'shops/harbour'],
    count: 42,
    share: 0.3,
    seed: 7,
  },
  {
    name: 'recipes',
    title: 'Recipes',
    pack: 'title: Recipes\ndescription: What is baked, and how.\nextends: default\nrules: { MD009: info }\ngate:\n  all: { error: 60 }\nowners:\n  - { paths: ["**"], owners: ["@bakers"] }\n',
    folders: ['bread', 'bread/rye', 'cake', 'seasonal'],
    count: 36,
    share: 0.2,
    seed: 21,
  },
  {
    name: 'website',
    title: 'Website',
    pack: 'title: Website\ndescription: What customers read.\nextends: default\nrules: { MD009: info }\nowners:\n  - { paths: ["**"], owners: ["@web", "jo@bakery.example"] }\n',
    folders: ['docs', 'docs/orders', 'blog'],
    count: 30,
    share: 0.16,
    seed: 40,
  },
];

/** Waits for a service that is just being started. */
async function ready() {
  for (const deadline = Date.now() + READY_WITHIN_MS; ;) {
    const { status } = await fetch(new URL('/health/ready', SERVER));
    if (status !== 503) return;
    if (Date.now() > deadline) throw new Error(`${SERVER} is not ready`);
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

/** @param {string} id */
async function finished(id) {
  for (;;) {
    const run = await ask('GET', `/api/workflows/${id}`);
    if (['completed', 'failed', 'cancelled'].includes(run.state)) return;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

await ready();
// Who works with it, and who is told. Nothing listens there: the webhook fails, as one would on the page.
const known = new Set(
  (await ask('GET', '/api/tokens')).results.map((/** @type {{ name: string }} */ { name }) => name),
);
for (const token of [
  { name: 'Mary', role: 'admin' },
  { name: 'Tom, shops', role: 'reviewer', families: ['handbook'], expires_in_days: 90 },
  { name: 'nightly build', role: 'editor', expires_in_days: 365 },
])
  if (!known.has(token.name)) await ask('POST', '/api/tokens', token);
const { mode } = await ask('GET', '/api/session');
// A deployment sends to no such address.
if (mode === 'open' && known.size === 0)
  await ask('POST', '/api/webhooks', {
    url: 'http://127.0.0.1:9/bakery',
    events: ['gate_changed', 'workflow_completed', 'workflow_failed'],
    families: ['handbook', 'recipes'],
  });

for (const { name, pack, ...family } of FAMILIES) {
  await ask('PUT', `/api/families/${name}`, pack, 'application/yaml');
  const pages = pagesOf(family);
  // As it was at first, and then with some of the faults gone.
  const worse = pages.map((page) => ({
    file_path: page.file_path,
    content: pageOf({ ...page, faults: [...page.faults, 'spaces', 'blank', 'link'] }),
  }));
  const now = pages.map((page) => ({ file_path: page.file_path, content: pageOf(page) }));
  for (const [label, documents] of /** @type {const} */ ([
    ['as it was', worse],
    ['nightly', now],
  ])) {
    const run = await ask('POST', '/api/workflows', {
      type: 'batch_validation',
      family: name,
      name: `${family.title}, ${label}`,
      documents,
    });
    await finished(run.id);
  }
  console.log(`demo: ${name}: ${pages.length} documents`);
}

// Decisions: some approved, some rejected with a reason, a review, and two findings that are ignored.
/** @type {{ id: string, validation_id: string }[]} */
const open = (await ask('GET', '/api/recommendations?status=proposed&limit=200')).results;
/** @param {number} rest */
const everySixth = (rest) => open.flatMap(({ id }, index) => (index % 6 === rest ? [id] : []));
await ask('POST', '/api/recommendations/bulk', { action: 'approve', ids: everySixth(0) });
await ask('POST', '/api/recommendations/bulk', {
  action: 'reject',
  ids: everySixth(1).slice(0, 5),
  note: 'Meant so: the printed copy has it too.',
});
for (const { validation_id } of open.filter((_, index) => index % 41 === 3).slice(0, 3)) {
  const { issues } = await ask('GET', `/api/validations/${validation_id}`);
  if (issues.length > 0)
    await ask('POST', `/api/validations/${validation_id}/ignore`, {
      fingerprints: [issues[0].fingerprint],
      note: 'The old till prints it that way until it is replaced.',
    });
}
const hasHistory =
  DATA !== undefined &&
  addHistory(
    DATA,
    FAMILIES.map(({ name }) => name),
  );
if (!hasHistory) console.log('demo: no history: --data names the folder of a service on this machine');
console.log(`demo: look at ${SERVER}/dashboard/`);
