import type { BulkResult } from '../shared/api/decisions.ts';
import type { DecisionResult } from '../services/decisions/decide-each.ts';
import { describeProblem } from './problem.ts';

/** What became of each of many, as each would have been answered alone. */
export function toBulkResults(outcomes: readonly DecisionResult[]): BulkResult[] {
  return outcomes.map((outcome) => {
    if ('state' in outcome) return { id: outcome.id, ok: true, status: 200, state: outcome.state };
    const { kind, message, state } = outcome.refusal;
    const { status, type } = describeProblem(kind);
    const error = { type, detail: message, ...(state !== undefined && { state }) };
    return { id: outcome.id, ok: false, status, error };
  });
}
