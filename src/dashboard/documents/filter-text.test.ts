import { describe, expect, it } from 'vitest';
import { parseFilters, writeFilters } from './filter-text.ts';

describe('the filters of documents as text', () => {
  it('are read by name; words without one are a part of the path', () => {
    expect(parseFilters('outcome:fail rule:MD009 Owner:@docs-team open:yes guide')).toEqual({
      filters: { outcome: 'fail', rule_id: 'MD009', owner: '@docs-team', open: 'true', file_path: 'guide' },
      problems: [],
    });
  });

  it('keep a value with spaces in quotes, and a half-typed name', () => {
    expect(parseFilters('path:"two words" family:').filters).toEqual({ file_path: 'two words', family: '' });
    expect(writeFilters({ file_path: 'two words', family: '' })).toBe('"two words"');
  });

  it('say what is not understood, and where it is instead', () => {
    const { filters, problems } = parseFilters('level:error colour:red since:2026-01-01');
    expect(filters).toEqual({});
    expect(problems).toEqual([
      expect.stringContaining('outcome:'),
      'colour: There is no such filter.',
      expect.stringContaining('Activity'),
    ]);
  });

  it('are the same after they were written and read', () => {
    const filters = { family: 'cells', folder: 'a b/c', rule_id: 'links/*', open: 'true', file_path: 'x:y' };
    expect(parseFilters(writeFilters(filters)).filters).toEqual(filters);
  });
});
