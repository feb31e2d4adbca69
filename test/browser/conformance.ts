/** Runs the conformance suite as a user does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** @returns its output when it found violations, otherwise an empty string */
export async function findViolations(url: string, token?: string): Promise<string> {
  const credential = token === undefined ? [] : ['--token', token];
  const command = ['test/conformance/main.ts', '--url', url, ...credential];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? '' : output;
}
