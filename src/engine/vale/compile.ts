import type { Check, CheckContext } from './check.ts';
import { capitalization } from './checks/capitalization.ts';
import { conditional } from './checks/conditional.ts';
import { consistency } from './checks/consistency.ts';
import { existence } from './checks/existence.ts';
import { metric, readability } from './checks/metric.ts';
import { occurrence } from './checks/occurrence.ts';
import { repetition } from './checks/repetition.ts';
import { spelling } from './checks/spelling.ts';
import { substitution } from './checks/substitution.ts';
import type { ValeRule } from './imported-style.ts';

/**
 * Compiles a rule.
 *
 * @throws {PatternError} if one of its patterns cannot be used
 */
export function compileCheck(rule: ValeRule, given: CheckContext): Check {
  const context = rule.vocab ? given : { ...given, accept: [] };
  switch (rule.extends) {
    case 'existence':
      return existence(rule, context);
    case 'substitution':
      return substitution(rule, context);
    case 'occurrence':
      return occurrence(rule);
    case 'repetition':
      return repetition(rule, context);
    case 'consistency':
      return consistency(rule);
    case 'conditional':
      return conditional(rule, context);
    case 'capitalization':
      return capitalization(rule, context);
    case 'metric':
      return metric(rule);
    case 'readability':
      return readability(rule);
    case 'spelling':
      return spelling(rule, context);
  }
}
