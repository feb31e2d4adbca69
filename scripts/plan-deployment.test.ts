import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unstable_readConfig } from 'wrangler';
import { planDeployment } from './plan-deployment.mjs';

/** What is compared of wrangler.toml. */
interface Deployed {
  name: string;
  definedEnvironments?: string[];
  d1_databases: { binding: string; database_name: string; preview_database_id: string }[];
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
  expect(planDeployment(['--minify'], read)).toMatchObject({
    commands: [
      ['d1', 'migrations', 'apply', 'DB', '--remote', '--env='],
      ['deploy', '--env=', '--minify'],
    ],
  });
  for (const args of [['-e', 'staging'], ['--env', 'staging'], ['--env=staging']]) {
    expect(planDeployment([...args, '--keep-vars'], read)).toMatchObject({
      commands: [
        ['d1', 'migrations', 'apply', 'DB', '--remote', '--env=staging'],
        ['deploy', '--env=staging', '--keep-vars'],
      ],
    });
  }
  expect(planDeployment(['--dry-run'], read)).toEqual({ commands: [['deploy', '--env=', '--dry-run']] });
});

it('makes the database that is not there yet, where it is told', () => {
  expect(planDeployment(['-e', 'staging', '--location', 'weur'], read)).toEqual({
    database: {
      find: ['d1', 'info', 'DB', '--json', '--env=staging'],
      create: [
        'd1',
        'create',
        'galley-staging',
        '--update-config=false',
        '--env=staging',
        '--location',
        'weur',
      ],
      isPlaced: true,
    },
    commands: [
      ['d1', 'migrations', 'apply', 'DB', '--remote', '--env=staging'],
      ['deploy', '--env=staging'],
    ],
  });
  // One that wrangler, or the button, has written down is there.
  const known = (env: string | undefined) => ({
    ...read(env),
    d1_databases: [{ binding: 'DB', database_name: 'mine', database_id: 'known' }],
  });
  expect(planDeployment([], known)).toEqual({
    commands: [
      ['d1', 'migrations', 'apply', 'DB', '--remote', '--env='],
      ['deploy', '--env='],
    ],
  });
});

it('describes every setting and secret to those who deploy by the button', () => {
  const { cloudflare } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    cloudflare: { bindings: Record<string, { description: string }> };
  };
  const asked = readFileSync('.dev.vars.example', 'utf8').match(/^\w+(?==)/gm) ?? [];
  expect(Object.keys(cloudflare.bindings)).toEqual(
    expect.arrayContaining([...asked, ...Object.keys(production.vars)]),
  );
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
  ...d1_databases.flatMap(({ database_name, preview_database_id }) => [database_name, preview_database_id]),
  ...workflows.map((workflow) => workflow.name),
  ...ratelimits.map(({ namespace_id }) => namespace_id),
];

it('gives staging everything that production has, and nothing that both would use', () => {
  expect(names(staging)).toEqual(names(production));
  const own = resourcesOf(staging);
  expect(resourcesOf(production).filter((one) => own.includes(one))).toEqual([]);
});
