import { describe, expect, it } from 'vitest';
import { BUNDLED_FAMILIES } from '../../shared/things.ts';
import { buildRuleset } from '../ruleset.ts';
import { BUNDLED_PACKS, bundledPack } from './bundled.ts';
import { runPackTests } from '../pack-tests.ts';

describe('the packs that come with Galley', () => {
  it('are all families that people may choose, and one that these extend', () => {
    expect(BUNDLED_PACKS.toSorted()).toEqual([...BUNDLED_FAMILIES, 'aspose'].toSorted());
    expect(bundledPack('toString')).toBeUndefined();
  });

  const tests = BUNDLED_PACKS.flatMap((family) =>
    runPackTests(buildRuleset({ family })).map((result) => ({ family, ...result })),
  );

  it('have tests of their own for what they know', () => {
    for (const family of ['cells', 'words', 'slides', 'pdf']) {
      expect(tests.filter((test) => test.family === family).length, family).toBeGreaterThanOrEqual(10);
    }
  });

  it.each(tests.map((test) => [test.family, test.name, test] as const))(
    '%s: %s',
    (_, __, { missing, unexpected }) => {
      expect({ missing, unexpected }).toEqual({ missing: [], unexpected: [] });
    },
  );
});
