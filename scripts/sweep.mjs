/**
 * Renders every Markdown document of folders before and after `--fix`, and fails when readers would see a difference that
 * no rule declares. Nothing is written. Use: npm run sweep -- [--flavor FLAVOR] [--style default|dashes|pluses] FOLDER…
 */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { glob } from 'tinyglobby';
import { treeFlavor } from '../src/cli/tree-flavor.ts';
import { buildRuleset, FLAVORS } from '../src/engine/index.ts';
import { SWEPT_STYLES, sweptRulesets } from '../test/sweep/rulesets.ts';
import { describeSweep, sweep } from '../test/sweep/sweep.ts';

/** Longer files are not checked by the service or the command line either. */
const MAX_LENGTH = 1_000_000;

const { values, positionals } = parseArgs({
  options: { flavor: { type: 'string' }, style: { type: 'string', default: 'default' } },
  allowPositionals: true,
});
if (positionals.length === 0) {
  console.error('Use: npm run sweep -- [--flavor FLAVOR] [--style STYLE] FOLDER…');
  process.exit(2);
}

const flavor = FLAVORS.find((name) => name === values.flavor);
if (values.flavor !== undefined && flavor === undefined) {
  console.error(`The flavors are ${FLAVORS.join(', ')}.`);
  process.exit(2);
}
const style = SWEPT_STYLES.find((name) => name === values.style);
if (style === undefined) {
  console.error(`The styles are ${SWEPT_STYLES.join(', ')}.`);
  process.exit(2);
}
const rulesetFor = sweptRulesets(style);
const plain = buildRuleset(flavor === undefined ? {} : { flavor });
const flavorOfTree = treeFlavor();
let failed = false;
for (const folder of positionals) {
  const paths = await glob(['**/*.{md,mdx,markdown}'], {
    cwd: resolve(folder),
    ignore: ['**/.git/**'],
    absolute: true,
  });
  const documents = paths.toSorted().flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const own = plain.flavorFor(path, flavorOfTree(path)?.flavor);
    return text.length > MAX_LENGTH ? [] : [{ filePath: relative(process.cwd(), path), text, flavor: own }];
  });
  const flavors = new Set(documents.map((document) => document.flavor));
  const result = await sweep(documents, rulesetFor);
  console.log(`${folder} (${[...flavors].join(', ')}):\n${describeSweep(result)}\n`);
  failed ||= result.damages.length > 0;
}
process.exitCode = failed ? 1 : 0;
