/**
 * Runs the stress test of the live layer for minutes: random operations, then checks of the invariants.
 *
 *   npm run stress -- --minutes 10
 *   npm run stress -- --minutes 10 --seed 123456   repeats the operations of a failed run, which prints its seed
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: '' } },
});
const { status } = spawnSync('vitest', ['run', '--project', 'workerd', 'test/workerd/stress.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, STRESS_MINUTES: values.minutes, STRESS_SEED: values.seed },
});
process.exitCode = status ?? 1;
