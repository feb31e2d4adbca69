import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { fileIn } from '../configuration/folders.ts';
import { PACK_FILES } from '../configuration/pack-lists.ts';
import { UsageError } from '../exit-codes.ts';
import { findFiles } from '../files/find-files.ts';
import { initialConfiguration } from '../initial-configuration.ts';
import { writeOutput } from '../write-output.ts';

/** `galley init` */
export function initCommand(): Command {
  return new Command('init')
    .description('write a galley.yml that fits the documents in a folder')
    .argument('[folder]', 'to write it to', '.')
    .action(init);
}

async function init(folder: string): Promise<void> {
  const path = resolve(folder);
  const existing = fileIn(path, PACK_FILES);
  if (existing !== undefined) throw new UsageError(`${relative('.', existing)} is there already.`);
  const { filePaths } = await findFiles(['.'], path);
  const { yaml, vendored, markdownlint } = initialConfiguration(path, filePaths);
  const target = resolve(path, 'galley.yml');
  writeOutput(target, yaml);
  const says = [
    `${relative('.', target)} is written, for ${filePaths.length} ${filePaths.length === 1 ? 'document' : 'documents'}.`,
    ...(vendored.length > 0 ? [`It leaves out ${vendored.join(', ')}.`] : []),
    ...(markdownlint === undefined ? [] : [`${markdownlint} counts as before.`]),
    'Now: galley check',
  ];
  console.log(says.join('\n'));
}
