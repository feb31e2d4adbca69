import {
  DocumentProof,
  DOUBTFUL_CONFIDENCE,
  enhanceDocument,
  type DocumentChange,
  type Ruleset,
} from '../../engine/index.ts';
import type {
  EnhanceResponse,
  NotAppliedRecommendation,
  ValidationDetail,
} from '../../shared/api/validations.ts';
import type { Edit, Recommendation } from '../../shared/things.ts';
import type { Texts } from '../../store/texts.ts';
import type { ServiceContext } from '../context.ts';
import { readInputs } from '../documents/inputs.ts';
import { runEngine } from '../documents/run-engine.ts';
import { Refusal } from '../errors.ts';
import { hasOwnText, isHarmless } from './own-text.ts';

/** A validation that is to be enhanced. */
export interface Subject {
  detail: ValidationDetail;
  texts: Texts;
}

/** The result of applying recommendations to a document. */
export interface Plan {
  /** The text before and after. */
  base: string;
  text: string;
  edits: readonly Edit[];
  /** What made the text: the recommendations of this enhancement, and of those before it. */
  changes: readonly (DocumentChange & { from: Recommendation })[];
  /** The recommendations that this enhancement applies. */
  applied: readonly Recommendation[];
  notApplied: readonly NotAppliedRecommendation[];
}

/** Whether all of its edits were proven to leave the page as it is, as they were proposed. */
export function isCertain({ rules }: Ruleset, { rule_id, confidence }: Recommendation): boolean {
  return rules.get(rule_id)?.fix === 'auto' && confidence > DOUBTFUL_CONFIDENCE;
}

/** Counts the issues before and after, with the current rules, and names what readers see changed. */
export async function compareVersions(
  { db }: ServiceContext,
  { detail, texts }: Subject,
  { base, text, edits, changes }: Plan,
): Promise<Pick<EnhanceResponse, 'counts' | 'changes'>> {
  const { family, ref, file_path: filePath, validation_types: validationTypes } = detail.validation;
  const of = { family, ...(ref !== undefined && { ref }) };
  const inputs = await readInputs(db, of, [{ filePath, content: text }]);
  const { ruleset, library } = inputs;
  const countsOf = (content: string) => {
    const { columns } = runEngine({
      text: content,
      filePath,
      ruleset,
      ignored: inputs.ignoredIn(filePath),
      library,
      validationTypes,
    });
    if (columns.status === 'completed') return columns.counts;
    throw new Refusal('unsafe-change', 'Nothing was applied: the text could not be validated afterwards.');
  };
  const proof = new DocumentProof(base, ruleset.flavorFor(filePath));
  // What a person has written is certain only if it is proven here. Otherwise it is theirs, and `changes` names what it does.
  const isProven = (change: Plan['changes'][number]) =>
    !hasOwnText(change.from) ||
    isHarmless(
      ruleset,
      proof,
      change.from.rule_id,
      enhanceDocument({ original: texts.original, base, changes: [change] }).edits,
    );
  const certain = changes.filter((change) => isCertain(ruleset, change.from) && isProven(change));
  const together = enhanceDocument({ original: texts.original, base, changes: certain });
  const effects = certain.flatMap(({ from }) => ruleset.rules.get(from.rule_id)?.changes ?? []);
  const harm = together.edits.length > 0 ? proof.damage(together.edits, effects) : null;
  if (harm !== null) {
    throw new Refusal(
      'unsafe-change',
      `Nothing was applied: as approved, certain edits would change ${harm}.`,
    );
  }
  return { counts: { before: countsOf(base), after: countsOf(text) }, changes: proof.changes(edits) };
}
