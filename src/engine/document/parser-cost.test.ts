import { describe, expect, it } from 'vitest';
import { MAX_LINTED_CONTAINERS } from './cost-weights.ts';
import { excessOf, lintExcessOf } from './parser-cost.ts';

describe('what is too complex', () => {
  it('is no text of usual lines, up to the largest document', () => {
    const text = '- See [the guide](guide.md) of `make`, and *read* it | twice.\n'.repeat(16_000);
    expect(excessOf(text)).toBeNull();
    expect(lintExcessOf(text)).toBeNull();
  });

  it('is more lines than a page has, for the rules of Markdown too', () => {
    expect(lintExcessOf('a\n'.repeat(288_000))).toBeNull();
    expect(lintExcessOf('a\n'.repeat(289_000))).toBe('its length');
    expect(excessOf('a\n\n'.repeat(144_000))).toBeNull();
    expect(excessOf('a\n\n'.repeat(145_000))).toBe('its length');
  });

  it('is more block quotes and list items than fit in memory', () => {
    expect(lintExcessOf('- a\n'.repeat(MAX_LINTED_CONTAINERS))).toBeNull();
    expect(lintExcessOf('- a\n'.repeat(MAX_LINTED_CONTAINERS + 1))).toBe(
      'its number of block quotes and list items',
    );
  });
});
