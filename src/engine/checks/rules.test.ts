import { describe, expect, it } from 'vitest';
import { VALIDATION_TYPES } from '../../shared/things.ts';
import { OWN_RULES } from './index.ts';
import { markdownRules } from './markdown/rules.ts';

describe('the rule table', () => {
  it('has each id once, named after its validation type', () => {
    expect(new Set(OWN_RULES.map(({ id }) => id)).size).toBe(OWN_RULES.length);
    for (const { id, type } of OWN_RULES) {
      expect(id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
      expect(id.split('/')[0]).toBe(type);
      expect(['document', ...VALIDATION_TYPES]).toContain(type);
    }
  });

  it('hands facts only to rules that exist', () => {
    const ids = new Set<string>(OWN_RULES.map(({ id }) => id));
    for (const { owner } of markdownRules) {
      for (const rule of owner?.rules ?? []) expect(ids).toContain(rule);
    }
  });
});
