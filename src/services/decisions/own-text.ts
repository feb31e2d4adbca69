/** Text of a person's own in an approval, and the edits that an approval stands for. */
import { applyEdits, checkSafety, DocumentProof, type Ruleset } from '../../engine/index.ts';
import { indexOfEdit } from '../../shared/api/recommendations.ts';
import type { ApprovedEdit, Edit, Recommendation } from '../../shared/things.ts';
import { ask } from '../../store/ask.ts';
import { askContentOfRecommendation } from '../../store/texts.ts';
import { askRecommendation } from '../../store/recommendations.ts';
import { reviewRefusal } from '../access/review-refusal.ts';
import { askFamilies, rulesetIn } from '../families/rulesets.ts';
import type { ServiceContext } from '../context.ts';
import { found, Refusal } from '../errors.ts';

/** The edits of a recommendation as they were approved. */
export function approvedEdits({ edits, approved_edits }: Recommendation): Edit[] {
  return approved_edits === undefined ? edits : withOwnText(edits, approved_edits);
}

/** Whether a person wrote a part of it. */
export function hasOwnText({ approved_edits = [] }: Pick<Recommendation, 'approved_edits'>): boolean {
  return approved_edits.some((edit) => typeof edit !== 'number');
}

/** Whether edits of a rule are proven to change nothing for readers but what the rule declares. */
export function isHarmless(
  { rules }: Ruleset,
  proof: DocumentProof,
  ruleId: string,
  edits: readonly Edit[],
): boolean {
  return proof.prove([edits], rules.get(ruleId)?.changes ?? []).every(({ certain }) => certain);
}

/** Refuses edits that a recommendation does not have; null when there are none. */
export function unknownEdits(edits: readonly ApprovedEdit[], count: number): Refusal | null {
  const wrong = edits.flatMap((edit, at) =>
    indexOfEdit(edit) < count
      ? []
      : [{ path: pathOf(edit, at, 'index'), message: `is none of its ${count} edits` }],
  );
  return wrong.length === 0
    ? null
    : new Refusal('invalid', 'Some edits are none of this recommendation.', wrong);
}

/**
 * Checks text of a person's own against the document before the approval is kept.
 *
 * @returns the edits, where text that is the proposed one is none of one's own; and what readers will see changed
 * @throws {Refusal} `not-found`; `invalid` for an edit that it does not have, or a text that changes nothing; `unsafe-change`
 * when the document would break. What is refused for another reason is left to the decision.
 */
export async function readOwnText(
  context: ServiceContext,
  id: string,
  edits: readonly ApprovedEdit[],
): Promise<{ edits: readonly ApprovedEdit[]; changes?: string[] }> {
  if (!hasOwnText({ approved_edits: [...edits] })) return { edits };
  const { db, principal } = context;
  const [read, text, families] = await ask(
    db,
    askRecommendation(db, principal, id),
    askContentOfRecommendation(db, principal, id),
    askFamilies(db),
  );
  const recommendation = found(read, 'recommendation', id);
  const { family, file_path, validation_id, status } = recommendation;
  if (reviewRefusal(context, family, '') !== null || status !== 'proposed') return { edits };
  const unknown = unknownEdits(edits, recommendation.edits.length);
  if (unknown) throw unknown;
  const nothing = edits.flatMap((edit, at) =>
    typeof edit !== 'number' && recommendation.edits[edit.index]?.expected === edit.text
      ? [{ path: pathOf(edit, at, 'text'), message: 'is what the document has: leave the edit out' }]
      : [],
  );
  if (nothing.length > 0) throw new Refusal('invalid', 'Some texts change nothing.', nothing);
  const approved = edits.map((edit) =>
    typeof edit !== 'number' && recommendation.edits[edit.index]?.text === edit.text ? edit.index : edit,
  );
  const content = found(text, 'validation', validation_id);
  const changed = withOwnText(recommendation.edits, approved);
  const unsafe = checkSafety(content, applyEdits(content, changed));
  if (unsafe) throw new Refusal('unsafe-change', `Nothing was approved: ${unsafe.detail}`);
  const ruleset = rulesetIn(families, family);
  const proof = new DocumentProof(content, ruleset.flavorFor(file_path));
  return { edits: approved, changes: proof.changes(changed) };
}

function withOwnText(edits: readonly Edit[], approved: readonly ApprovedEdit[]): Edit[] {
  return approved
    .toSorted((a, b) => indexOfEdit(a) - indexOfEdit(b))
    .flatMap((one) => {
      const edit = edits[indexOfEdit(one)];
      return edit ? [typeof one === 'number' ? edit : { ...edit, text: one.text }] : [];
    });
}

const pathOf = (edit: ApprovedEdit, at: number, field: 'index' | 'text') =>
  typeof edit === 'number' ? `edits.${at}` : `edits.${at}.${field}`;
