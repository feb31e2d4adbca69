import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { experimental_readRawConfig, unstable_readConfig } from 'wrangler';
import { FAMILY_NAME } from '../src/shared/things.ts';
import { resourcesOf as rawResourcesOf, type RawConfiguration } from './family-deployment.mjs';
import { planDeployment, type Reading } from './plan-deployment.mjs';

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
const raw = experimental_readRawConfig({ config: 'wrangler.toml' }).rawConfig as RawConfiguration;
/** Plans a deployment, of a wrangler.toml that is read, or written, otherwise. */
const plan = (args: string[], of: Reading['read'] = read, written = raw) =>
  planDeployment(args, { read: of, readRaw: () => written });
const production = read(undefined);
const staging = read('staging');

const known = (env: string | undefined) => ({
  ...read(env),
  d1_databases: [{ binding: 'DB', database_name: 'mine', database_id: 'known' }],
});
const shared = (env: string | undefined) => ({ ...read(env), d1_databases: production.d1_databases });
const open = (env: string | undefined) => ({ ...read(env), vars: { ACCESS_MODE: 'open' } });
const file = (family = 'handbook') => {
  const planned = plan(['--family', family]);
  if (!('file' in planned) || !planned.file) throw new Error('nothing is planned');
  return planned.file;
};

it('migrates and deploys production, or the environment that is named', () => {
  expect(plan(['--minify'])).toMatchObject({
    commands: [
      ['d1', 'migrations', 'apply', 'DB', '--remote', '--env='],
      ['deploy', '--env=', '--minify'],
    ],
  });
  for (const args of [['-e', 'staging'], ['--env', 'staging'], ['--env=staging']]) {
    expect(plan([...args, '--keep-vars'])).toMatchObject({
      commands: [
        ['d1', 'migrations', 'apply', 'DB', '--remote', '--env=staging'],
        ['deploy', '--env=staging', '--keep-vars'],
      ],
    });
  }
  expect(plan(['--dry-run'])).toEqual({ commands: [['deploy', '--env=', '--dry-run']] });
});

it('makes the database that is not there yet, where it is told', () => {
  expect(plan(['-e', 'staging', '--location', 'weur'])).toEqual({
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
  expect(plan([], known)).toEqual({
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
  expect(plan(['-e', 'stagin'])).toEqual({
    refused: expect.stringContaining('no environment "stagin"'),
  });
  expect(plan(['-e', 'staging'], shared)).toEqual({
    refused: expect.stringContaining('the database of production'),
  });
  for (const refused of [plan([], open), plan(['--var', 'ACCESS_MODE:token', '--var', 'ACCESS_MODE:open'])]) {
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

describe('of a family', () => {
  it('has everything that production has, and nothing that both would use', () => {
    const { path, content } = file();
    const { env: _env, ...tables } = raw;
    const made = content as unknown as Deployed;
    expect(path).toBe('wrangler.handbook.json');
    expect(names(made)).toEqual(names(production));
    expect(
      Object.keys(content)
        .filter((key) => key !== 'analytics_engine_datasets')
        .toSorted(),
    ).toEqual(Object.keys(tables).toSorted());
    expect(content.vars).toEqual({ ...raw.vars, FAMILIES: 'handbook', MOVED_FAMILIES: '' });
    const all = [raw, raw.env!['staging']!, file('words').content].flatMap(rawResourcesOf);
    const own = rawResourcesOf(content);
    expect(own).toEqual(expect.arrayContaining(['galley-handbook', 'galley-handbook-batch-run']));
    expect(own.filter((one) => all.includes(one))).toEqual([]);
    expect(new Set(own).size).toBe(own.length - 1);
    // The same each time: a deployment finds what the one before it has made.
    expect(file().content).toEqual(content);
  });

  it('makes, migrates and deploys what it is, by a configuration of its own', () => {
    const target = '--config=wrangler.handbook.json';
    expect(
      plan(['--family', 'handbook', '--location', 'weur', '--domain', 'handbook.example.com']),
    ).toMatchObject({
      database: {
        find: ['d1', 'info', 'DB', '--json', target],
        create: ['d1', 'create', 'galley-handbook', '--update-config=false', target, '--location', 'weur'],
      },
      commands: [
        ['d1', 'migrations', 'apply', 'DB', '--remote', target],
        ['deploy', target, '--domain', 'handbook.example.com'],
      ],
    });
    expect(plan(['--family=handbook', '--dry-run'])).toMatchObject({
      commands: [['deploy', target, '--dry-run']],
    });
  });

  it('takes neither the address nor the database of production', () => {
    const written = {
      ...raw,
      routes: ['galley.example.com'],
      d1_databases: [{ ...raw.d1_databases![0]!, database_id: 'known' }],
      analytics_engine_datasets: [{ binding: 'ANALYTICS', dataset: 'galley' }],
    };
    const { file: made } = plan(['--family', 'hand-book'], read, written) as {
      file: ReturnType<typeof file>;
    };
    expect(JSON.stringify(made.content)).not.toMatch(/galley\.example\.com|known/);
    expect(made.content.analytics_engine_datasets).toEqual([
      { binding: 'ANALYTICS', dataset: 'galley_hand_book' },
    ]);
  });

  it.each([
    ['both a family and an environment', ['--family', 'handbook', '-e', 'staging'], raw, '--family or -e'],
    ['no name of a family', ['--family', 'Handbook'], raw, 'no name of a family'],
    ['no name at all', ['--family'], raw, 'no name of a family'],
    ['the name of an environment', ['--family', 'staging'], raw, '"galley-staging" already'],
    [
      'a name that is too long',
      ['--family', 'a'.repeat(40)],
      { ...raw, name: 'galley-of-acme' },
      'more than 63',
    ],
    [
      'a table that would be shared',
      ['--family', 'handbook'],
      { ...raw, kv_namespaces: [] },
      '`kv_namespaces`',
    ],
    ['an open deployment', ['--family', 'handbook'], { ...raw, vars: { ACCESS_MODE: 'open' } }, 'open'],
  ])('refuses %s', (_what, args, written, message) => {
    expect(plan(args, read, written)).toEqual({ refused: expect.stringContaining(message) });
  });

  it('has names as the service knows them', () => {
    expect(readFileSync('scripts/family-deployment.mjs', 'utf8')).toContain(`const FAMILY = ${FAMILY_NAME};`);
  });
});
