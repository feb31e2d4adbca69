import { afterEach, expect, it, vi } from 'vitest';
import { buildRuleset, fixDocument } from './index.ts';
import { truthCheck } from './checks/truth/check.ts';

afterEach(() => vi.restoreAllMocks());

it('leaves out a rule that only undoes what it has done, and fixes the rest', () => {
  // As MD007 does on some lists: it asks for an indentation, and once that is there, for none.
  vi.spyOn(truthCheck, 'validate').mockImplementation(({ text }, report) => {
    const isIndented = text.startsWith('  ');
    report({
      ruleId: 'truth/term',
      start: 0,
      end: isIndented ? 2 : 0,
      message: 'turns round and round',
      replacements: [{ start: 0, end: isIndented ? 2 : 0, text: isIndented ? '' : '  ' }],
    });
  });
  const ruleset = buildRuleset({ profile: 'strict', pack: { rules: { MD007: 'off' } } });
  const text = '- a\n- b   \n';
  const fixed = fixDocument({ text, filePath: 'a.md', ruleset });
  expect(fixed).toEqual({ text: '- a\n- b\n', passes: 1, applied: 1 });
  expect(fixDocument({ text: fixed.text, filePath: 'a.md', ruleset })).toEqual({
    text: fixed.text,
    passes: 0,
    applied: 0,
  });
});

it('fixes a document with more findings than are listed', () => {
  const text = `# T\n\n${'Text.  \n\n\n* a\n\n'.repeat(800)}`;
  const ruleset = buildRuleset({ profile: 'strict' });
  const fixed = fixDocument({ text, filePath: 'a.md', ruleset });
  expect(fixed.applied).toBeGreaterThan(800);
  expect(fixed.text).not.toContain('\n\n\n');
});
