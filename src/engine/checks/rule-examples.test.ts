import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../index.ts';
import { OWN_RULES } from './index.ts';
import type { Rule } from '../rules/rule.ts';

function finds(rule: Rule, text: string): boolean {
  const pack = { ...Object(rule.example?.pack), rules: { ...Object(rule.example?.pack).rules } };
  const ruleset = buildRuleset({ profile: 'strict', pack });
  return validateDocument({ text, filePath: 'docs/page.md', ruleset }).issues.some(
    ({ rule_id }) => rule_id === rule.id,
  );
}

describe('the example on the page of a rule', () => {
  const withExample = OWN_RULES.filter(({ example }) => example !== undefined);

  it.each(withExample.map((rule) => [rule.id, rule] as const))(
    'shows what %s finds, and what is right',
    (_, rule) => {
      expect(finds(rule, rule.example?.bad ?? '')).toBe(true);
      expect(finds(rule, rule.example?.good ?? '')).toBe(false);
    },
  );
});
