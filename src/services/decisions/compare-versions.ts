import { DocumentProof, DOUBTFUL_CONFIDENCE, enhanceDocument, type Ruleset } from '../../engine/index.ts';
import type { EnhanceResponse } from '../../shared/api/validations.ts';
import type { Recommendation } from '../../shared/things.ts';
import type { Subject } from '../../store/subjects.ts';
import type { StoredAnchors } from '../../store/texts.ts';
import { toInputs, type FollowedDocuments } from '../documents/inputs.ts';
import { runEngine } from '../documents/run-engine.ts';
import { Refusal } from '../errors.ts';
import { rulesetIn, type Families } from '../families/rulesets.ts';
import { hasOwnText, isHarmless } from './own-text.ts';
import type { Plan } from './plan-enhancement.ts';

/** What versions are compared with: the packs of now, and the anchors of the documents that the new one links to. */
export interface Surroundings {
  families: Families;
  followed: FollowedDocuments;
  anchors: ReadonlyMap<string, StoredAnchors>;
}

/** Whether all of its edits were proven to leave the page as it is, as they were proposed. */
export function isCertain({ rules }: Ruleset, { rule_id, confidence }: Recommendation): boolean {
  return rules.get(rule_id)?.fix === 'auto' && confidence > DOUBTFUL_CONFIDENCE;
}

/**
 * Counts the issues before and after, with the current rules, and names what readers see changed.
 *
 * @throws {Refusal} `unsafe-change`, or `invalid` when the family's pack is not usable
 */
export function compareVersions(
  { validation, texts, ignored }: Subject,
  { base, text, edits, changes }: Plan,
  { families, followed, anchors }: Surroundings,
): Pick<EnhanceResponse, 'counts' | 'changes'> {
  const { family, file_path: filePath, validation_types: validationTypes } = validation;
  const inputs = toInputs(followed, {
    ruleset: rulesetIn(families, family),
    ignored: new Map([[filePath, ignored]]),
    anchors,
    owners: () => [],
    formerPaths: new Map(),
  });
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
