import { describe, expect, it } from 'vitest';
import { levelIn, withLevel } from './pack-levels.ts';

const PACK = `title: Guides
rules:
  # what we agreed on
  links/empty: error # never
  prose/*: off
  MD013: { line_length: 120, level: info }
  MD033: { allowed: [br] }

gate:
  all: { error: 3 }
`;

describe('the level of a rule in the text of a pack', () => {
  it('is read where the text names it', () => {
    expect(levelIn(PACK, 'links/empty')).toBe('error');
    expect(levelIn(PACK, 'MD013')).toBe('info');
    expect(levelIn(PACK, 'MD033')).toBeUndefined();
    expect(levelIn(PACK, 'gate')).toBeUndefined();
    expect(levelIn('rules: { MD013: off }', 'MD013')).toBeUndefined();
  });

  it.each([
    ['MD013', 'error', '  MD013: { line_length: 120, level: error }\n'],
    ['MD033', 'off', '  MD033: { level: off, allowed: [br] }\n'],
    ['headings/duplicate', 'off', '  MD033: { allowed: [br] }\n  headings/duplicate: off\n\ngate:'],
    // A pattern follows the entry: it would win over one that stays before it.
    ['links/empty', 'info', '  # what we agreed on\n  prose/*: off\n'],
    ['links/empty', 'info', '  MD033: { allowed: [br] }\n  links/empty: info # never\n\ngate:'],
  ] as const)('is changed in its place: %s becomes %s', (rule, level, part) => {
    const text = withLevel(PACK, rule, level)!;
    expect(text).toContain(part);
    expect(levelIn(text, rule)).toBe(level);
    expect(text.split('\n').length - PACK.split('\n').length).toBe(rule.startsWith('headings') ? 1 : 0);
  });

  it('is added to a pack without rules', () => {
    expect(withLevel('title: A', 'MD013', 'off')).toBe('title: A\nrules:\n  MD013: off\n');
    expect(withLevel('rules:\n', 'MD013', 'off')).toBe('rules:\n  MD013: off\n');
  });

  it('is left to people where the rules have another form', () => {
    expect(withLevel('rules: { MD013: off }\n', 'MD013', 'error')).toBeUndefined();
    expect(withLevel('rules:\n  MD013:\n    level: off\n', 'MD013', 'error')).toBeUndefined();
  });
});
