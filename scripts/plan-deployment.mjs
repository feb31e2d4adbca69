/** What `npm run deploy` does, and what it refuses. */
import { parseArgs } from 'node:util';

const BINDING = 'DB';
/** Options that are not for `wrangler deploy`, or are given to it in another way. */
const OWN = new Set(['env', 'location']);

/**
 * What is read of wrangler.toml, for production or for a named environment.
 *
 * @typedef {object} Configuration
 * @property {string[]} [definedEnvironments]
 * @property {{ binding: string; database_name?: string; database_id?: string }[]} d1_databases
 * @property {Record<string, unknown>} vars
 */

/**
 * @param {string[]} args of `npm run deploy`
 * @param {(env: string | undefined) => Configuration} read
 * @returns {{ database?: { find: string[]; create: string[]; isPlaced: boolean }; commands: string[][] } | { refused: string }}
 *   arguments of wrangler: `create` if `find` finds nothing, then one command after the other
 */
export function planDeployment(args, read) {
  const { values, tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: {
      env: { type: 'string', short: 'e' },
      var: { type: 'string', multiple: true },
      'dry-run': { type: 'boolean' },
      location: { type: 'string' },
    },
  });
  const env = typeof values.env === 'string' && values.env !== '' ? values.env : undefined;
  const production = read(undefined);
  // Wrangler only warns, and deploys with the database of production.
  if (env !== undefined && production.definedEnvironments?.includes(env) !== true) {
    const known = production.definedEnvironments?.join(', ') ?? 'none';
    return { refused: `wrangler.toml has no environment "${env}". It has: ${known}.` };
  }
  const configuration = env === undefined ? production : read(env);
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
  // Without a name, wrangler asks which of the environments is meant.
  const target = `--env=${env ?? ''}`;
  const deploy = ['deploy', target, ...passedOn];
  if (values['dry-run'] === true) return { commands: [deploy] };
  // By the binding: a copy of wrangler.toml may have given the database another name.
  const migrate = ['d1', 'migrations', 'apply', BINDING, '--remote', target];
  if (database.database_id !== undefined) return { commands: [migrate, deploy] };
  const place = typeof values.location === 'string' ? ['--location', values.location] : [];
  return {
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
