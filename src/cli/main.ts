/** The entry point of the command line. */
import { Command } from 'commander';
import { ApiError } from '../client/index.ts';
import { checkCommand } from './commands/check.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { pullCommand } from './commands/pull.ts';
import { pushCommand } from './commands/push.ts';
import { rulesCommand } from './commands/rules.ts';
import { tokenCommand } from './commands/token.ts';
import { testPackCommand } from './commands/test-pack.ts';
import { watchCommand } from './commands/watch.ts';
import { EXIT_OK, EXIT_TROUBLE, UsageError } from './exit-codes.ts';
import { olderServiceHint } from './older-service.ts';

// A reader may close the pipe early, as `head` does. That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const program = new Command('galley')
  .description('Checks Markdown: structure, links, code, images, prose, and what it says about products.')
  .version(GALLEY_VERSION)
  .addCommand(checkCommand())
  .addCommand(initCommand())
  .addCommand(rulesCommand())
  .addCommand(testPackCommand())
  .addCommand(pushCommand())
  .addCommand(pullCommand())
  .addCommand(watchCommand())
  .addCommand(tokenCommand())
  .addCommand(exportCommand())
  .addCommand(importCommand())
  .showHelpAfterError('(galley --help says more)')
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? EXIT_OK : EXIT_TROUBLE);
  });
for (const command of program.commands) command.copyInheritedSettings(program);

try {
  await program.parseAsync();
} catch (error) {
  // Exit code 1 means that documents have errors. A defect of Galley must not look like that.
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const isExpected = error instanceof UsageError || error instanceof ApiError;
  const hint = error instanceof ApiError ? olderServiceHint(error) : '';
  console.error(isExpected ? `galley: ${error.message}${hint}` : `galley broke: ${shown}`);
  process.exitCode = EXIT_TROUBLE;
}
