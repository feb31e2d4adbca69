import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, buildRuleset, createSpellChecker, validateDocument } from '../../index.ts';
import { PhraseIndex } from './phrase-index.ts';

const FRAGMENTS = [
  'the',
  'The',
  'is',
  'simply',
  'in order',
  'to',
  'TODO',
  'coming soon',
  'wrod',
  'e.g.',
  'İ',
  '’s',
  '&amp;',
  '😀',
  '`the`',
  '*',
  '**',
  '_',
  '[',
  '](x)',
  '<br>',
  '\\',
  '\n',
  '\r\n',
  '\r',
  '  \n',
  '> ',
  '- ',
  '1. ',
  '# ',
  '| ',
  '|-|-|\n',
  '\n\n',
  '. ',
  ':',
  ',',
];
const markdown = fc
  .array(fc.tuple(fc.constantFrom(...FRAGMENTS), fc.constantFrom(' ', ' ', '', '\n')), { maxLength: 25 })
  .map((parts) => parts.flat().join(''));
const ruleset = buildRuleset({
  profile: 'strict',
  spelling: createSpellChecker('SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyz\n', '3\nthe\nis\nword\n'),
  pack: {
    rules: {
      'prose/*': 'info',
      'structure/*': 'info',
      'prose/long-sentence': { max_words: 3 },
      'structure/long-section': { max_words: 3 },
      'structure/long-preamble': { max_words: 3 },
    },
    banned: [
      { phrase: 'simply', use: '' },
      { phrase: 'in order to', use: 'to' },
      { phrase: 'e.g.', use: 'such as' },
      { phrase: '&' },
    ],
  },
});

describe('any text', () => {
  it('findings lie within the text, and a fix leaves nothing to fix at its position', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const input = {
          text,
          filePath: 'a.md',
          ruleset,
          validationTypes: ['structure', 'seo', 'prose'] as const,
        };
        const report = validateDocument(input);
        for (const { rule_id, start, end } of report.issues) {
          expect(rule_id).not.toBe('document/validator-failed');
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
        for (const { rule_id, edits } of report.proposals) {
          // Of two adjacent phrases to remove, the second is fixed in the next pass.
          let passes = rule_id === 'prose/banned' ? 4 : 1;
          let current = text;
          for (let left = edits; left.length > 0; passes -= 1) {
            expect(passes).toBeGreaterThan(0);
            current = applyEdits(current, left);
            const again = validateDocument({ ...input, text: current }).proposals;
            left = again.find((proposal) => proposal.rule_id === rule_id)?.edits ?? [];
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('a phrase index finds the same as a search for each phrase', () => {
    const word = fc.constantFrom('a', 'b', 'ab', 'É', '-', '.');
    const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.uniqueArray(phrase, { maxLength: 6 }),
        fc.array(word, { maxLength: 12 }),
        (phrases, words) => {
          const text = words.join(' ').toUpperCase();
          const index = new PhraseIndex(phrases.map((one) => [one, one]));
          const found = Array.from(index.findIn(text), ({ start, end }) => [start, end]);
          const expected: number[][] = [];
          for (let at = 0; at < text.length;) {
            const ends = phrases
              .filter((one) => ` ${text} `.startsWith(` ${one.toUpperCase()} `, at))
              .map((one) => at + one.length);
            if (ends.length > 0) expected.push([at, Math.max(...ends)]);
            at = Math.max(at + 1, ...ends);
          }
          expect(found).toEqual(expected);
        },
      ),
    );
  });
});
