import { execFileSync } from 'node:child_process';

/** The tests start the program as people do, so it is built from what is being tested. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build-cli.mjs'], { stdio: 'inherit' });
}
