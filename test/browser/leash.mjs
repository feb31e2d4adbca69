/**
 * Runs a command in a process group of its own, and kills the whole group when the one who started this ends, however it
 * ends: killed, crashed or done. Started with `fork`: the channel to the parent is the leash.
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
