import { validateDocument, type DocumentReport } from '../../engine/index.ts';
import { logError } from '../../log.ts';
import type { Proposal, Recommendation, Validation } from '../../shared/things.ts';

/** What was found in a document, now or by an earlier validation. */
export interface EngineResult extends Pick<DocumentReport, 'issues'> {
  proposals: readonly Proposal[];
  /** The keys of their findings, if the issues are not given. */
  findingsKeys?: readonly (string | null)[];
  columns: Pick<
    Validation,
    'status' | 'outcome' | 'counts' | 'validation_types' | 'ruleset' | 'notes' | 'reused_from'
  >;
}

/**
 * Runs the engine on one document. An engine that throws is a fault of this service: it is logged, and the result is a
 * failed validation.
 */
export function runEngine(input: Parameters<typeof validateDocument>[0]): EngineResult {
  try {
    const { issues, proposals, counts, outcome, ruleset, validationTypes } = validateDocument(input);
    return {
      issues,
      proposals,
      columns: { status: 'completed', outcome, counts, validation_types: validationTypes, ruleset },
    };
  } catch (error) {
    logError('content', 'the engine failed', error);
    return {
      issues: [],
      proposals: [],
      columns: {
        status: 'failed',
        outcome: null,
        counts: { error: 0, warning: 0, info: 0 },
        validation_types: [],
        ruleset: 'none',
        notes: 'The document could not be validated because of an error in Galley itself.',
      },
    };
  }
}

/** What is proposed, without what was decided about it. */
export function toProposal(one: Recommendation): Proposal {
  return {
    title: one.title,
    instruction: one.instruction,
    rationale: one.rationale,
    rule_id: one.rule_id,
    severity: one.severity,
    scope: one.scope,
    confidence: one.confidence,
    edits: one.edits,
    diff: one.diff,
  };
}

/** The columns of a validation that repeats the findings of an earlier one. */
export function reuseOf(earlier: Validation): EngineResult['columns'] {
  const { id, status, outcome, counts, validation_types, ruleset, reused_from = id } = earlier;
  return { status, outcome, counts, validation_types, ruleset, reused_from };
}
