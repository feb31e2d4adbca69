/** What `npm run deploy` does, and what it refuses. */
import { parseArgs } from 'node:util';

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
 * @returns {{ commands: string[][] } | { refused: string }} arguments of wrangler, one command after the other
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
      token.kind === 'option' && token.name === 'env'
        ? [token.index, token.inlineValue === false ? token.index + 1 : token.index]
        : [],
    ),
  );
  const passedOn = args.filter((_, index) => !own.has(index));
  // Without a name, wrangler asks which of the environments is meant.
  const target = `--env=${env ?? ''}`;
  const migrate = ['d1', 'migrations', 'apply', database.database_name, '--remote', target];
  const deploy = ['deploy', target, ...passedOn];
  return { commands: values['dry-run'] === true ? [deploy] : [migrate, deploy] };
}

/** @param {Configuration} configuration */
const databaseOf = ({ d1_databases: databases }) => databases.find(({ binding }) => binding === 'DB');

/**
 * @param {Configuration['d1_databases'][number]} a
 * @param {Configuration['d1_databases'][number] | undefined} b
 */
function isSame(a, b) {
  return (
    a.database_name === b?.database_name || (a.database_id !== undefined && a.database_id === b?.database_id)
  );
}
