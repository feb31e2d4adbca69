import { describe, expect, it } from 'vitest';
import { buildRuleset } from '../ruleset.ts';
import { judgeGate } from '../../shared/gate.ts';
import { PackError } from './pack-error.ts';

const NONE = { error: 0, warning: 0, info: 0 };
const figures = {
  new: { error: 1, warning: 3, info: 0 },
  all: { error: 2, warning: 30, info: 5 },
  rules: new Map([
    ['links/anchor', 4],
    ['links/insecure', 2],
    ['headings/duplicate', 1],
  ]),
};

describe('a quality gate', () => {
  it('is passed where every limit is kept to the letter', () => {
    const gate = { new: { error: 1, warning: 3 }, all: { error: 2 }, rules: { 'links/*': 6 } };
    expect(judgeGate(gate, figures)).toEqual({ passed: true, reasons: [] });
  });

  it('is failed by one finding more, and says each limit that is exceeded', () => {
    const gate = { new: { error: 0 }, all: { warning: 29, info: 9 }, rules: { 'links/*': 5 } };
    const { passed, reasons } = judgeGate(gate, figures);
    expect(passed).toBe(false);
    expect(reasons).toEqual([
      { scope: 'new', level: 'error', limit: 0, found: 1, message: '1 new error; 0 allowed' },
      { scope: 'all', level: 'warning', limit: 29, found: 30, message: '30 warnings; 29 allowed' },
      { scope: 'rule', rule_id: 'links/*', limit: 5, found: 6, message: '6 of links/*; 5 allowed' },
    ]);
  });

  it('without limits is passed by anything', () => {
    expect(judgeGate({}, figures).passed).toBe(true);
    expect(judgeGate({ all: NONE }, { new: NONE, all: NONE, rules: new Map() }).passed).toBe(true);
  });

  it('takes over the limits of the pack that it extends, one by one', () => {
    const packs = new Map([['base', { gate: { new: { error: 0, warning: 0 }, rules: { 'links/*': 0 } } }]]);
    const { pack } = buildRuleset({ family: 'base', packs, pack: { gate: { new: { warning: 5 } } } });
    expect(pack.gate).toEqual({ new: { error: 0, warning: 5 }, rules: { 'links/*': 0 } });
  });

  it('does not change the version of the ruleset, since it does not change what is found', () => {
    const { version } = buildRuleset({ pack: { gate: { new: { error: 0 } } } });
    expect(version).toBe(buildRuleset({ pack: {} }).version);
  });

  it.each([
    [{ new: { error: -1 } }, 'gate.new.error'],
    [{ all: { warning: 0.5 } }, 'gate.all.warning'],
    [{ all: { fatal: 0 } }, 'gate.all.fatal'],
    [{ rules: { 'links/no-such-rule': 0 } }, 'gate.rules.links/no-such-rule'],
    [{ rules: { 'no-such-check/*': 0 } }, 'gate.rules.no-such-check/*'],
  ])('%j is refused with the place', (gate, path) => {
    const build = () => buildRuleset({ pack: { gate } });
    expect(build).toThrow(PackError);
    expect(build).toThrow(path);
  });
});
