/**
 * `npm run deploy`: migrates the remote database, then deploys. `-e staging` does both for that environment of wrangler.toml.
 * Other arguments are passed on to `wrangler deploy`.
 */
import { spawnSync } from 'node:child_process';
import { unstable_readConfig } from 'wrangler';
import { planDeployment } from './plan-deployment.mjs';

const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';

/** @param {string | undefined} env */
const read = (env) => unstable_readConfig({ config: 'wrangler.toml', env }, { hideWarnings: true });

const plan = planDeployment(process.argv.slice(2), read);
if ('refused' in plan) {
  console.error(`galley: ${plan.refused}`);
  process.exit(2);
}
for (const args of plan.commands) {
  const { status, error } = spawnSync(process.execPath, [WRANGLER, ...args], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
