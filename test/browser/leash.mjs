/**
 * Runs a command in its own process group, and kills the group when the parent process ends for any reason. Start it with
 * `fork`: it detects the end of the parent by the IPC channel closing.
 */
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(`could not start ${command}: ${error.message}`);
  process.exit(127);
});
child.on('spawn', () => process.send?.({ group: child.pid }));
child.on('exit', (code) => process.exit(code ?? 128));

process.on('disconnect', () => {
  if (child.pid === undefined) process.exit();
  process.kill(-child.pid, 'SIGKILL');
});
