/**
 * `npm run deploy`: migrates the remote database, then deploys. `-e staging` does both for that environment of wrangler.toml,
 * `--family handbook` for the service of that family, whose configuration is made of the top-level tables.
 * The first deployment makes the database, with `--location weur` in that part of the world. Other arguments are passed on to
 * `wrangler deploy`.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { experimental_readRawConfig, unstable_readConfig } from 'wrangler';
import { NO_DATABASE, planDeployment } from './plan-deployment.mjs';

const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';

/** @param {string | undefined} env */
const read = (env) => unstable_readConfig({ config: 'wrangler.toml', env }, { hideWarnings: true });
/** @returns {import('./family-deployment.mjs').RawConfiguration} */
const readRaw = () => experimental_readRawConfig({ config: 'wrangler.toml' }).rawConfig;

const plan = planDeployment(process.argv.slice(2), { read, readRaw });
if ('refused' in plan) {
  console.error(`galley: ${plan.refused}`);
  process.exit(2);
}
if (plan.file) {
  const { path, content } = plan.file;
  process.on('exit', () => rmSync(path, { force: true }));
  // Ctrl-C ends wrangler, and by its status this, which removes the file.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => undefined);
  writeFileSync(path, JSON.stringify(content, null, 2));
}
if (plan.database) {
  const { find, create, isPlaced } = plan.database;
  const found = spawnSync(process.execPath, [WRANGLER, ...find], {
    stdio: ['inherit', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (found.error) throw found.error;
  const said = found.stdout + found.stderr;
  if (found.status === 0) {
    if (isPlaced) console.warn('galley: the database is there already; --location cannot move it.');
  } else if (said.includes(NO_DATABASE)) {
    run(create);
  } else {
    console.error(said);
    process.exit(found.status ?? 1);
  }
}
for (const args of plan.commands) run(args);

/** @param {string[]} args of wrangler. A failure ends the deployment. */
function run(args) {
  const { status, error } = spawnSync(process.execPath, [WRANGLER, ...args], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
