import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateCost } from './complexity.ts';
import { boundCost } from './cost-bound.ts';
import { LINT_WEIGHTS, MAX_PARSER_COST_MICROS, PARSER_WEIGHTS, type Weights } from './cost-weights.ts';

const PIECES = [
  Array.from('[]*_`<&$~\\@:.|>+-)=#!'),
  [
    'a',
    'é',
    '\u{1F600}',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    '1',
    '12.',
    '3) ',
    '- ',
    '* ',
    '> ',
    '**',
    '``',
  ],
  ['    ', ' '.repeat(120), '\t'.repeat(110), '---\n', '| - | - |\n', '# ', '<!--', '- - - ', '> > > '],
].flat();
const texts = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.integer({ min: 1, max: 12 })), { maxLength: 60 })
  .map((parts) => parts.map(([piece, times]) => piece.repeat(times)).join(''));
/** All weights, each by itself. */
const ALONE = Object.keys(PARSER_WEIGHTS).map((name) => {
  const none = Object.fromEntries(Object.keys(PARSER_WEIGHTS).map((key) => [key, 0]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every key is there
  return { ...none, [name]: 1 } as unknown as Weights;
});

describe('the bound of the cost of parsing', () => {
  it('is never below the estimate, for each weight alone and for all of them', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(PARSER_WEIGHTS, LINT_WEIGHTS, ...ALONE), (text, weights) => {
        const { micros } = estimateCost(text, weights);
        expect(boundCost(text, weights)).toBeGreaterThanOrEqual(micros - 1e-6);
      }),
      { numRuns: 3_000 },
    );
  });

  it('spares a long page of prose the estimate', () => {
    const page = '# A\n\nThe `fox` [jumps](a.md) *over* the dog.\n\n- one\n- two\n\n'.repeat(500);
    expect(boundCost(page, PARSER_WEIGHTS)).toBeLessThan(MAX_PARSER_COST_MICROS);
  });
});
