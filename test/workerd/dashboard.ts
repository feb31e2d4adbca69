import { execFileSync } from 'node:child_process';

/** Builds the dashboard before the tests, as wrangler does before it serves: the shell is one of the built files. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build-dashboard.mjs'], { stdio: 'inherit' });
}
