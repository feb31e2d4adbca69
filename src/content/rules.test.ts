// The declaration stands outside of the test project, and an import would need it to be a module.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./raw-text.d.ts" />
import { describe, expect, it } from 'vitest';
import { VALIDATION_TYPES } from '../shared/things.ts';
import documentation from '../../docs/rules.md?raw';
import { LINT_RULES } from './markdownlint-rules.ts';
import { OWN_RULES } from './rules.ts';

const FIX_WORDS = { auto: 'automatic', suggest: 'suggested', none: 'by hand' };
const rows = new Map(
  documentation
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, id = '', what, level, last]) => [id, { what: what?.replaceAll('`', ''), level, last }]),
);

describe('the rule table', () => {
  it('has each id once, named after its validation type', () => {
    expect(new Set(OWN_RULES.map(({ id }) => id)).size).toBe(OWN_RULES.length);
    for (const { id, type } of OWN_RULES) {
      expect(id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
      expect(id.split('/')[0]).toBe(type);
      expect(['document', ...VALIDATION_TYPES]).toContain(type);
    }
  });

  it('is what docs/rules.md says', () => {
    for (const { id, purpose, level, fix } of OWN_RULES) {
      expect(rows.get(id)).toEqual({ what: purpose.replaceAll('`', ''), level, last: FIX_WORDS[fix] });
    }
    for (const [id, { purpose, level, owner }] of Object.entries(LINT_RULES)) {
      expect(rows.get(id)).toEqual({ what: purpose, level, last: owner?.rules.join(', ') ?? '' });
    }
  });

  it('hands facts only to rules that exist', () => {
    const ids = new Set<string>(OWN_RULES.map(({ id }) => id));
    for (const { owner } of Object.values(LINT_RULES)) {
      for (const rule of owner?.rules ?? []) expect(ids).toContain(rule);
    }
  });
});
