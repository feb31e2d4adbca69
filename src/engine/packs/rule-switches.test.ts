import { describe, expect, it } from 'vitest';
import { buildRuleset, type RulesetOptions } from '../ruleset.ts';
import { rulesNamed } from './rule-switches.ts';

const levelsWith = (options: RulesetOptions, ...ids: string[]): string[] => {
  const settings = buildRuleset(options).settingsFor('old/a.md');
  return ids.map((id) => settings.level(id));
};

const off = (name: string) => ({ name, isOn: false });
const on = (name: string) => ({ name, isOn: true });

describe('a switch', () => {
  it('wins over the pack and its overrides', () => {
    const pack = {
      rules: { 'links/empty': 'off' },
      overrides: [
        { paths: ['old/**'], rules: { 'links/placeholder': 'error', 'headings/increment': 'off' } },
      ],
    };
    const switches = [on('links/empty'), off('links/placeholder'), on('headings/increment')];
    expect(levelsWith({ pack, switches }, 'links/empty', 'links/placeholder', 'headings/increment')).toEqual([
      ...levelsWith({}, 'links/empty'),
      'off',
      ...levelsWith({}, 'headings/increment'),
    ]);
  });

  it('keeps a level and options that the pack gives', () => {
    const pack = { rules: { 'headings/too-long': { level: 'error', max: 7 } } };
    const settings = buildRuleset({ pack, switches: [on('headings/*')] }).settingsFor('a.md');
    expect([settings.level('headings/too-long'), settings.number('headings/too-long', 'max')]).toEqual([
      'error',
      7,
    ]);
  });

  it('off and on again gives back the level', () => {
    const pack = { rules: { 'links/empty': 'error' } };
    expect(levelsWith({ pack, switches: [off('*'), on('links/empty')] }, 'links/empty')).toEqual(['error']);
  });

  it('that comes later counts', () => {
    expect(
      levelsWith({ switches: [off('*'), on('links/empty')] }, 'links/empty', 'links/placeholder'),
    ).toEqual([...levelsWith({}, 'links/empty'), 'off']);
    expect(levelsWith({ switches: [on('links/empty'), off('links/*')] }, 'links/empty')).toEqual(['off']);
  });

  it('of a rule of markdownlint is of our rules with the same fact, too', () => {
    expect(levelsWith({ switches: [off('heading-increment')] }, 'MD001', 'headings/increment')).toEqual([
      'off',
      'off',
    ]);
  });

  it('gives a rule that is never on by itself the level warning', () => {
    expect(levelsWith({ switches: [on('MD060')] }, 'MD060')).toEqual(['warning']);
  });

  it('is part of the version', () => {
    expect(buildRuleset({ switches: [off('MD034')] }).version).not.toBe(buildRuleset().version);
    expect(buildRuleset({ switches: [] }).version).toBe(buildRuleset().version);
  });

  it('is not about rules that say what could not be checked', () => {
    const { rules } = buildRuleset();
    const [id = ''] = [...rules.values()].filter(({ type }) => type === 'document').map((rule) => rule.id);
    expect([...rulesNamed(rules, id)]).toEqual([]);
    expect(levelsWith({ switches: [off('*')] }, id)).toEqual(levelsWith({}, id));
  });

  it('with an unknown name does nothing', () => {
    expect([...rulesNamed(buildRuleset().rules, 'links/none')]).toEqual([]);
  });
});
