import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixDocument } from '../../index.ts';
import { check, ruleset } from './example-pack.ts';

describe('any document', () => {
  const piece = fc.constantFrom(
    'Acme',
    'Sheets',
    'acme.sheet',
    '.',
    ' ',
    '\n',
    '\r\n',
    '`',
    '**',
    '[',
    '](a)',
    '> ',
    '{{< a >}}',
    '```\n',

    'new Workbok(',
    '"a.odt")',
    'convert ',
    'XLSX',
    ' to ',
    'ODS',
    '| ',
    'İ',
    '\uD800',
    'Save(',
    '::',
    '-',
    '|-|\n',
  );

  it('has findings within the text, and no fixable finding after a fix', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const { rule_id, start, end } of check(text).issues) {
          if (rule_id === 'document/empty') continue;
          expect(rule_id).toMatch(/^truth\//);
          expect(start >= 0 && start < end && end <= text.length).toBe(true);
        }
        const fixed = fixDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['truth'] }).text;
        const left = check(fixed).issues.filter(({ fixable }) => fixable === 'auto');
        expect(left).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
