/**
 * Migrations are generated and append-only, and bounded. Fails when the schema has changes without a migration, when a committed
 * migration was edited, and when one has a statement that goes through a whole table. Works on a copy of the migrations.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unboundedStatements } from './migration-statements.mjs';

const copy = '.build/migrations-check';
rmSync(copy, { recursive: true, force: true });
mkdirSync(copy, { recursive: true });
cpSync('migrations', copy, { recursive: true });

execFileSync(
  process.execPath,
  [
    'node_modules/drizzle-kit/bin.cjs',
    'generate',
    '--dialect=sqlite',
    '--schema=./src/store/schema/*.ts',
    `--out=${copy}`,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const before = new Set(readdirSync('migrations'));
const missing = readdirSync(copy).filter((file) => !before.has(file));
rmSync(copy, { recursive: true, force: true });
if (missing.length > 0) {
  console.error('src/store/schema has changes that no migration makes: run "npm run migrations".');
  process.exit(1);
}

const edited = spawnSync(
  'git',
  ['diff', '--name-only', '--diff-filter=MDR', 'HEAD', '--', 'migrations/*.sql'],
  {
    encoding: 'utf8',
  },
);
if (edited.status === 0 && edited.stdout.trim() !== '') {
  console.error(`Migrations are append-only, and these were edited:\n${edited.stdout}`);
  process.exit(1);
}
const unbounded = [...before]
  .filter((file) => file.endsWith('.sql'))
  .flatMap((file) => unboundedStatements(file, readFileSync(join('migrations', file), 'utf8')));
if (unbounded.length > 0) {
  console.error(
    `Migrations change the schema, and upkeep fills it in steps (decision 59):\n${unbounded.join('\n')}`,
  );
  process.exit(1);
}
console.log('ok\tmigrations make the schema, none was edited, and each is bounded');
