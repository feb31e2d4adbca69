import { expect, it } from 'vitest';
import { unstable_readConfig } from 'wrangler';
import { planDeployment } from './plan-deployment.mjs';

/** What is compared of wrangler.toml. */
interface Deployed {
  name: string;
  definedEnvironments?: string[];
  d1_databases: { binding: string; database_name: string; database_id: string }[];
  durable_objects: { bindings: { name: string; class_name: string }[] };
  workflows: { binding: string; class_name: string; name: string }[];
  ratelimits: { name: string; namespace_id: string; simple: object }[];
  vars: Record<string, unknown>;
}
const read = (env: string | undefined): Deployed =>
  unstable_readConfig({ config: 'wrangler.toml', env }, { hideWarnings: true });
const production = read(undefined);
const staging = read('staging');

it('migrates and deploys production, or the environment that is named', () => {
  expect(planDeployment(['--minify'], read)).toEqual({
    commands: [
      ['d1', 'migrations', 'apply', 'galley', '--remote', '--env='],
      ['deploy', '--env=', '--minify'],
    ],
  });
  for (const args of [['-e', 'staging'], ['--env', 'staging'], ['--env=staging']]) {
    expect(planDeployment([...args, '--keep-vars'], read)).toEqual({
      commands: [
        ['d1', 'migrations', 'apply', 'galley-staging', '--remote', '--env=staging'],
        ['deploy', '--env=staging', '--keep-vars'],
      ],
    });
  }
  expect(planDeployment(['--dry-run'], read)).toEqual({ commands: [['deploy', '--env=', '--dry-run']] });
});

it('refuses an environment that would get the database of production, and an open deployment', () => {
  expect(planDeployment(['-e', 'stagin'], read)).toEqual({
    refused: expect.stringContaining('no environment "stagin"'),
  });
  const shared = (env: string | undefined) => ({ ...read(env), d1_databases: production.d1_databases });
  expect(planDeployment(['-e', 'staging'], shared)).toEqual({
    refused: expect.stringContaining('the database of production'),
  });
  const open = (env: string | undefined) => ({ ...read(env), vars: { ACCESS_MODE: 'open' } });
  for (const refused of [
    planDeployment([], open),
    planDeployment(['--var', 'ACCESS_MODE:token', '--var', 'ACCESS_MODE:open'], read),
  ]) {
    expect(refused).toEqual({ refused: expect.stringContaining('open') });
  }
});

const names = ({ d1_databases, durable_objects, workflows, ratelimits, vars }: Deployed) => ({
  databases: d1_databases.map(({ binding }) => binding),
  objects: durable_objects.bindings.map(({ name, class_name }) => [name, class_name]),
  workflows: workflows.map(({ binding, class_name }) => [binding, class_name]),
  limits: ratelimits.map(({ name, simple }) => [name, simple]),
  vars: Object.keys(vars),
});
const resourcesOf = ({ name, d1_databases, workflows, ratelimits }: Deployed) => [
  name,
  ...d1_databases.flatMap(({ database_name, database_id }) => [database_name, database_id]),
  ...workflows.map((workflow) => workflow.name),
  ...ratelimits.map(({ namespace_id }) => namespace_id),
];

it('gives staging everything that production has, and nothing that both would use', () => {
  expect(names(staging)).toEqual(names(production));
  const own = resourcesOf(staging);
  expect(resourcesOf(production).filter((one) => own.includes(one))).toEqual([]);
});
