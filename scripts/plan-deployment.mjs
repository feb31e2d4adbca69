/** What `npm run deploy` does, and what it refuses. */
import { parseArgs } from 'node:util';
import { familyConfiguration } from './family-deployment.mjs';

const BINDING = 'DB';
/** Options that are not for `wrangler deploy`, or are given to it in another way. */
const OWN = new Set(['env', 'location', 'family']);

/**
 * What is read of wrangler.toml, for production or for a named environment.
 *
 * @typedef {object} Configuration
 * @property {string[]} [definedEnvironments]
 * @property {{ binding: string; database_name?: string; database_id?: string }[]} d1_databases
 * @property {Record<string, unknown>} vars
 */

/** What wrangler.toml has, as it is read for production or an environment, and as it is written. */
/** @typedef {{ read: (env: string | undefined) => Configuration; readRaw: () => import('./family-deployment.mjs').RawConfiguration }} Reading */

/**
 * @typedef {object} Plan arguments of wrangler: `create` if `find` finds nothing, then one command after the other
 * @property {{ path: string; content: import('./family-deployment.mjs').RawEnvironment }} [file] is written before, and removed after
 * @property {{ find: string[]; create: string[]; isPlaced: boolean }} [database]
 * @property {string[][]} commands
 */

/**
 * @param {string[]} args of `npm run deploy`
 * @param {Reading} reading
 * @returns {Plan | { refused: string }}
 */
export function planDeployment(args, { read, readRaw }) {
  const { values, tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: {
      env: { type: 'string', short: 'e' },
      var: { type: 'string', multiple: true },
      'dry-run': { type: 'boolean' },
      location: { type: 'string' },
      family: { type: 'string' },
    },
  });
  const env = typeof values.env === 'string' && values.env !== '' ? values.env : undefined;
  const family = values.family === true ? '' : values.family;
  if (family !== undefined && env !== undefined) {
    return { refused: 'a family has a service of its own, which is no environment: give --family or -e.' };
  }
  const made = family === undefined ? undefined : familyConfiguration(String(family), readRaw());
  if (made && 'refused' in made) return made;
  const production = read(undefined);
  // Wrangler only warns, and deploys with the database of production.
  if (env !== undefined && production.definedEnvironments?.includes(env) !== true) {
    const known = production.definedEnvironments?.join(', ') ?? 'none';
    return { refused: `wrangler.toml has no environment "${env}". It has: ${known}.` };
  }
  const named = env === undefined ? production : read(env);
  const { d1_databases = [], vars = {} } = made?.configuration ?? named;
  const configuration = { d1_databases, vars };
  const database = databaseOf(configuration);
  if (database?.database_name === undefined) {
    return { refused: `wrangler.toml has no database for ${env ?? 'production'}.` };
  }
  const shared = databaseOf(production);
  if (env !== undefined && isSame(database, shared)) {
    return { refused: `the environment "${env}" has the database of production.` };
  }
  const given = (values.var ?? []).map(String).findLast((one) => one.startsWith('ACCESS_MODE:'));
  if ((given?.slice('ACCESS_MODE:'.length) ?? configuration.vars['ACCESS_MODE']) === 'open') {
    return { refused: 'ACCESS_MODE is open: everybody could read and change everything. Set it to token.' };
  }
  const own = new Set(
    tokens.flatMap((token) =>
      token.kind === 'option' && OWN.has(token.name)
        ? [token.index, token.inlineValue === false ? token.index + 1 : token.index]
        : [],
    ),
  );
  const passedOn = args.filter((_, index) => !own.has(index));
  const file = made && { path: `wrangler.${String(family)}.json`, content: made.configuration };
  // Without a name, wrangler asks which of the environments is meant.
  const target = file ? `--config=${file.path}` : `--env=${env ?? ''}`;
  const deploy = ['deploy', target, ...passedOn];
  const withFile = file && { file };
  if (values['dry-run'] === true) return { ...withFile, commands: [deploy] };
  // By the binding: a copy of wrangler.toml may have given the database another name.
  const migrate = ['d1', 'migrations', 'apply', BINDING, '--remote', target];
  if (database.database_id !== undefined) return { ...withFile, commands: [migrate, deploy] };
  const place = typeof values.location === 'string' ? ['--location', values.location] : [];
  return {
    ...withFile,
    database: {
      find: ['d1', 'info', BINDING, '--json', target],
      create: ['d1', 'create', database.database_name, '--update-config=false', target, ...place],
      isPlaced: place.length > 0,
    },
    commands: [migrate, deploy],
  };
}

/** What wrangler says when there is no database of that name. */
export const NO_DATABASE = "Couldn't find a D1 DB";

/** @param {Configuration} configuration */
const databaseOf = ({ d1_databases: databases }) => databases.find(({ binding }) => binding === BINDING);

/**
 * @param {Configuration['d1_databases'][number]} a
 * @param {Configuration['d1_databases'][number] | undefined} b
 */
function isSame(a, b) {
  return (
    a.database_name === b?.database_name || (a.database_id !== undefined && a.database_id === b?.database_id)
  );
}
