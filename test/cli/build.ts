import { execFileSync } from 'node:child_process';

/** The tests start the program and use the package as people do, so they are built from what is being tested. */
export default function build(): void {
  for (const script of [['scripts/build-cli.mjs'], ['scripts/build-client.mjs', '--types']]) {
    execFileSync(process.execPath, script, { stdio: 'inherit' });
  }
}
