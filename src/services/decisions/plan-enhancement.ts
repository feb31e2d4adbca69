/** Plans what applying recommendations makes of a document. */
import { enhanceDocument, type DocumentChange } from '../../engine/index.ts';
import type { NotAppliedRecommendation } from '../../shared/api/validations.ts';
import type { Edit, Recommendation } from '../../shared/things.ts';
import type { Subject } from '../../store/subjects.ts';
import { Refusal } from '../errors.ts';
import { approvedEdits } from './own-text.ts';

/** What is wanted of a validation. */
export interface Wish {
  /** Only these. When left out, all approved ones. */
  recommendation_ids?: readonly string[];
  /** The current text of the document. When left out, the validated one. */
  content?: string;
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

/**
 * Plans an enhancement. The text is always rebuilt from the original: recommendations that were applied earlier come
 * first and keep their place, and the new ones must not conflict with them.
 */
export function makePlan(
  { recommendations, texts }: Pick<Subject, 'recommendations' | 'texts'>,
  { recommendation_ids, content }: Wish,
): Plan {
  const { wanted, notApproved } = choose(recommendations, recommendation_ids);
  const base = content ?? texts.base ?? texts.original;
  const done = recommendations.filter(({ status }) => status === 'applied');
  const changes = [...done, ...wanted].map((from) => ({ id: from.id, edits: approvedEdits(from), from }));
  const { text, edits, applied, notApplied } = enhanceDocument({ original: texts.original, base, changes });
  const isDone = new Set(applied);
  // A change that is already in the text counts as applied.
  for (const { id, reason } of notApplied) if (reason === 'present') isDone.add(id);
  const isWanted = new Set(wanted.map(({ id }) => id));
  const refused = notApplied.flatMap(({ id, reason, detail: why }): NotAppliedRecommendation[] =>
    reason === 'present' || !isWanted.has(id) ? [] : [{ recommendation_id: id, reason, detail: why }],
  );
  return {
    base,
    text,
    edits,
    changes: changes.filter(({ id }) => isDone.has(id)),
    applied: wanted.filter(({ id }) => isDone.has(id)),
    notApplied: [...notApproved, ...refused],
  };
}

function choose(
  recommendations: readonly Recommendation[],
  ids: readonly string[] | undefined,
): { wanted: Recommendation[]; notApproved: NotAppliedRecommendation[] } {
  if (ids === undefined) {
    return { wanted: recommendations.filter(({ status }) => status === 'approved'), notApproved: [] };
  }
  const known = new Set(recommendations.map(({ id }) => id));
  const unknown = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `recommendation_ids.${index}`, message: 'is none of this validation' }],
  );
  if (unknown.length > 0) {
    throw new Refusal('invalid', 'Some recommendations are none of this validation.', unknown);
  }
  const named = recommendations.filter(({ id }) => ids.includes(id));
  return {
    wanted: named.filter(({ status }) => status === 'approved'),
    notApproved: named
      .filter(({ status }) => status !== 'approved')
      .map(({ id, status }) => ({
        recommendation_id: id,
        reason: 'not-approved',
        detail: `It is ${status}, not approved.`,
      })),
  };
}
