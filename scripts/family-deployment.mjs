/** The configuration of a family's own service, made of the top-level tables of wrangler.toml. See docs/costs.md. */
import { createHash } from 'node:crypto';

/** The syntax of FAMILY_NAME in src/shared/things.ts; a test compares them. */
const FAMILY = /^[a-z][a-z0-9-]{0,39}$/;
/** Cloudflare takes no longer name of a Worker. One of a workflow may have one more. */
const MAX_NAME = 63;
/** Rate limits are told apart by a number, for the whole account. Those of wrangler.toml are below these. */
const FIRST_RATE_LIMIT = 1_000_000;

/** Tables and keys that can be taken as they are: they bind nothing that exists outside of the service. */
const COPIED = new Set(
  'main compatibility_date compatibility_flags rules build dev assets limits migrations triggers observability placement account_id workers_dev minify $schema'.split(
    ' ',
  ),
);
/** Those that are made anew, and those that are left out: addresses and environments of production. */
const MADE = new Set(
  'name vars d1_databases workflows ratelimits durable_objects analytics_engine_datasets'.split(' '),
);
const LEFT_OUT = new Set(['env', 'route', 'routes']);

/**
 * What is read of wrangler.toml as it is written.
 *
 * @typedef {object} RawEnvironment
 * @property {string} [name]
 * @property {Record<string, unknown>} [vars]
 * @property {{ binding: string; database_name?: string; database_id?: string; preview_database_id?: string }[]} [d1_databases]
 * @property {{ name: string; binding: string; class_name: string; script_name?: string }[]} [workflows]
 * @property {{ name: string; namespace_id: string; simple: object }[]} [ratelimits]
 * @property {{ bindings: { name: string; class_name: string; script_name?: string }[] }} [durable_objects]
 * @property {{ binding: string; dataset?: string }[]} [analytics_engine_datasets]
 */
/** @typedef {RawEnvironment & { env?: Record<string, RawEnvironment> }} RawConfiguration */

/**
 * @param {string} family
 * @param {RawConfiguration} raw
 * @returns {{ configuration: RawEnvironment } | { refused: string }}
 */
export function familyConfiguration(family, raw) {
  if (!FAMILY.test(family)) return { refused: `"${family}" is no name of a family.` };
  const base = raw.name ?? 'galley';
  const name = `${base}-${family}`;
  const unknown = Object.keys(raw).find((key) => !COPIED.has(key) && !MADE.has(key) && !LEFT_OUT.has(key));
  if (unknown !== undefined) return { refused: inEnvironment(`\`${unknown}\``, family) };
  const bound = [...(raw.workflows ?? []), ...(raw.durable_objects?.bindings ?? [])];
  const foreign = bound.find(({ script_name: script }) => script !== undefined);
  if (foreign) return { refused: inEnvironment(`\`${foreign.name}\` of another Worker`, family) };
  const own = (/** @type {string} */ of) =>
    of.startsWith(base) ? `${name}${of.slice(base.length)}` : `${name}-${of}`;
  const names = [name, ...(raw.workflows ?? []).map((workflow) => own(workflow.name))];
  const long = names.find((one) => one.length > MAX_NAME);
  if (long !== undefined) {
    return { refused: `"${long}" would be a name of more than ${MAX_NAME} characters.` };
  }
  const configuration = {
    ...Object.fromEntries(Object.entries(raw).filter(([key]) => COPIED.has(key))),
    name,
    vars: { ...raw.vars, FAMILIES: family, MOVED_FAMILIES: '' },
    d1_databases: (raw.d1_databases ?? []).map(({ database_id: _id, database_name = base, ...database }) => ({
      ...database,
      database_name: own(database_name),
      preview_database_id: uuidOf(`${family} ${database.binding}`),
    })),
    workflows: (raw.workflows ?? []).map((workflow) => ({ ...workflow, name: own(workflow.name) })),
    ratelimits: (raw.ratelimits ?? []).map((limit) => ({
      ...limit,
      namespace_id: rateLimitOf(`${base} ${family} ${limit.name}`),
    })),
    analytics_engine_datasets: (raw.analytics_engine_datasets ?? []).map(
      ({ binding, dataset = binding }) => ({
        binding,
        dataset: `${dataset}_${family.replaceAll('-', '_')}`,
      }),
    ),
    ...(raw.durable_objects && { durable_objects: raw.durable_objects }),
  };
  const taken = [raw, ...Object.values(raw.env ?? {})].flatMap(resourcesOf);
  const shared = resourcesOf(configuration).find((one) => taken.includes(one));
  if (shared !== undefined) {
    return {
      refused: `wrangler.toml has "${shared}" already, which the service of "${family}" would be given.`,
    };
  }
  return { configuration };
}

const inEnvironment = (/** @type {string} */ what, /** @type {string} */ family) =>
  `wrangler.toml binds ${what}, which the family would share with production. Write an environment [env.${family}] with one of its own, and deploy it with -e.`;

/**
 * What must not be shared: what the account knows by these names.
 *
 * @param {RawEnvironment} environment
 */
export function resourcesOf({
  name,
  d1_databases: databases = [],
  workflows = [],
  ratelimits = [],
  ...more
}) {
  return [
    ...(name === undefined ? [] : [name]),
    ...databases.flatMap(({ database_name, database_id, preview_database_id }) =>
      [database_name, database_id, preview_database_id].filter((one) => one !== undefined),
    ),
    ...workflows.map((workflow) => workflow.name),
    ...ratelimits.map(({ namespace_id }) => namespace_id),
    ...(more.analytics_engine_datasets ?? []).map(({ binding, dataset = binding }) => `dataset ${dataset}`),
  ];
}

const digestOf = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');

/** @param {string} text */
function rateLimitOf(text) {
  return String(FIRST_RATE_LIMIT + (Number.parseInt(digestOf(text).slice(0, 8), 16) % 1_000_000_000));
}

/** A UUID of version 8, of a hash: the local data of a family are named after it. @param {string} text */
function uuidOf(text) {
  const digits = digestOf(text);
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
  ];
  return [...parts, digits.slice(20, 32)].join('-');
}
