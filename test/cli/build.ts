import { execFileSync } from 'node:child_process';

/** Builds the program and the package before the tests, which use both as users do. */
export default function build(): void {
  for (const script of [['scripts/build-cli.mjs'], ['scripts/build-client.mjs', '--types']]) {
    execFileSync(process.execPath, script, { stdio: 'inherit' });
  }
}
