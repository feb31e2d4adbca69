import { describe, expect, it } from 'vitest';
import { buildRuleset } from '../ruleset.ts';

const levelsWith = (markdownlint: Record<string, unknown>, ...ids: string[]): string[] => {
  const settings = buildRuleset({ markdownlint }).settingsFor('a.md');
  return ids.map((id) => settings.level(id));
};

describe('a severity in a markdownlint configuration', () => {
  it.each([
    ['error', 'error'],
    ['warning', 'warning'],
  ])('%s is the level of the rule', (severity, level) => {
    expect(levelsWith({ MD034: severity }, 'MD034')).toEqual([level]);
    expect(levelsWith({ 'no-bare-urls': { severity } }, 'MD034')).toEqual([level]);
    expect(levelsWith({ url: severity }, 'MD034')).toEqual([level]);
  });

  it('of the default is that of every rule without one', () => {
    expect(
      levelsWith({ default: 'error', MD009: 'warning', MD012: false }, 'MD034', 'MD009', 'MD012'),
    ).toEqual(['error', 'warning', 'off']);
    expect(levelsWith({ default: 'warning' }, 'MD034')).toEqual(['warning']);
  });

  it('is also that of our rules that report the same fact', () => {
    expect(levelsWith({ MD001: 'error' }, 'headings/increment')).toEqual(['error']);
  });

  it('does not switch a rule on that is not enabled', () => {
    expect(levelsWith({ MD034: { enabled: false, severity: 'error' } }, 'MD034')).toEqual(['off']);
  });

  it('that is none leaves the level as it is', () => {
    const usual = levelsWith({}, 'MD034');
    expect(levelsWith({ MD034: true }, 'MD034')).toEqual(usual);
    expect(levelsWith({ MD034: { severity: 'fatal' } }, 'MD034')).toEqual(usual);
  });
});
