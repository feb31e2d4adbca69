/** The entry point of the command line. */
import { Command } from 'commander';
import { ApiError } from '../client/index.ts';
import { EXIT_OK, EXIT_TROUBLE, UsageError } from './exit-codes.ts';
import { movedFamilyHint } from './moved-family.ts';
import { olderServiceHint } from './older-service.ts';

// A reader may close the pipe early, as `head` does. That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** The commands, in the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).checkCommand(),
  init: async () => (await import('./commands/init.ts')).initCommand(),
  rules: async () => (await import('./commands/rules.ts')).rulesCommand(),
  'test-pack': async () => (await import('./commands/test-pack.ts')).testPackCommand(),
  push: async () => (await import('./commands/push.ts')).pushCommand(),
  pull: async () => (await import('./commands/pull.ts')).pullCommand(),
  watch: async () => (await import('./commands/watch.ts')).watchCommand(),
  token: async () => (await import('./commands/token.ts')).tokenCommand(),
  export: async () => (await import('./commands/export.ts')).exportCommand(),
  import: async () => (await import('./commands/import.ts')).importCommand(),
};

const program = new Command('galley')
  .description('Checks Markdown: structure, links, code, images, prose, and what it says about products.')
  .version(GALLEY_VERSION)
  .showHelpAfterError('(galley --help says more)')
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? EXIT_OK : EXIT_TROUBLE);
  });
// A command that is named is the only one that is loaded, because the others need much that it does not.
const [, , name = ''] = process.argv;
const wanted = Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]] : Object.values(COMMANDS);
for (const load of wanted) {
  const command = await load?.();
  if (command) program.addCommand(command.copyInheritedSettings(program));
}

try {
  await program.parseAsync();
} catch (error) {
  // Exit code 1 means that documents have errors. A defect of Galley must not look like that.
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const isExpected = error instanceof UsageError || error instanceof ApiError;
  const hint = error instanceof ApiError ? movedFamilyHint(error) + olderServiceHint(error) : '';
  console.error(isExpected ? `galley: ${error.message}${hint}` : `galley broke: ${shown}`);
  process.exitCode = EXIT_TROUBLE;
}
