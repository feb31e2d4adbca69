import type { BulkResult } from '../shared/api/decisions.ts';
import type { DecisionResult } from '../services/decisions/decide-each.ts';
import { describeProblem, ownMembers } from './problem.ts';

/** Converts the results of a bulk request. Each has the status that it would have been answered with on its own. */
export function toBulkResults(outcomes: readonly DecisionResult[]): BulkResult[] {
  return outcomes.map((outcome) => {
    if ('state' in outcome) return { id: outcome.id, ok: true, status: 200, state: outcome.state };
    const { kind, message } = outcome.refusal;
    const { status, type } = describeProblem(kind);
    const error = { type, detail: message, ...ownMembers(outcome.refusal) };
    return { id: outcome.id, ok: false, status, error };
  });
}
