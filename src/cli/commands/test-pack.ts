import { resolve } from 'node:path';
import { Command } from 'commander';
import { runPackTests } from '../../engine/index.ts';
import { readPack, toRuleset } from '../configuration.ts';
import { EXIT_FINDINGS, EXIT_OK } from '../exit-codes.ts';

/** `galley test-pack` */
export function testPackCommand(): Command {
  return new Command('test-pack')
    .description("run a rule pack's own tests")
    .argument('<file>', 'the pack')
    .action((file: string) => {
      const results = runPackTests(toRuleset(readPack(resolve(file))));
      for (const { name, passed, missing, unexpected } of results) {
        console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
        for (const one of missing) console.log(`       does not find ${one}`);
        for (const one of unexpected) console.log(`       finds ${one}`);
      }
      const failed = results.filter(({ passed }) => !passed).length;
      console.log(`${results.length} tests, ${failed} failed.`);
      process.exitCode = failed > 0 ? EXIT_FINDINGS : EXIT_OK;
    });
}
