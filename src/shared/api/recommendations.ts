/** Bodies, queries and answers about recommendations. */
import * as v from 'valibot';
import { MAX_OWN_TEXT_LENGTH, MAX_OWN_TEXTS_LENGTH } from '../limits.ts';
import {
  type ApprovedEdit,
  type Family,
  type Level,
  LEVELS,
  RECOMMENDATION_STATUSES,
  type RecommendationListItem,
} from '../things.ts';
import { RECOMMENDATION_ACTIONS } from '../transitions.ts';
import { bulkIds } from './decisions.ts';
import { familySchema, noteSchema, oneOf, page, wellFormed } from './fields.ts';
import { strictObject } from '../objects.ts';

/** GET /api/recommendations */
export const recommendationListQuerySchema = strictObject({
  ...page,
  validation_id: v.exactOptional(v.string()),
  status: v.exactOptional(oneOf(RECOMMENDATION_STATUSES)),
  severity: v.exactOptional(oneOf(LEVELS)),
  rule_id: v.exactOptional(v.string()),
  family: v.exactOptional(familySchema),
});
export type RecommendationListQuery = v.InferOutput<typeof recommendationListQuerySchema>;

const editIndex = v.pipe(
  v.number('must be a whole number'),
  v.safeInteger('must be a whole number'),
  v.minValue(0, 'must be at least 0'),
);
const ownText = strictObject(
  {
    index: editIndex,
    text: v.pipe(
      v.string('must be a text'),
      v.maxLength(MAX_OWN_TEXT_LENGTH, `must be at most ${MAX_OWN_TEXT_LENGTH} characters`),
      wellFormed,
    ),
  },
  'must be an index, or an index and a text',
);
const lengthOf = (edit: ApprovedEdit) => (typeof edit === 'number' ? 0 : edit.text.length);
const approvedEdits = v.pipe(
  // A union would not say which part of an own text is wrong.
  v.array(v.lazy((edit): GenericApproved => (typeof edit === 'number' ? editIndex : ownText))),
  v.minLength(1, 'must name at least one'),
  v.check(
    (edits) => new Set(edits.map((edit) => indexOfEdit(edit))).size === edits.length,
    'must name each at most once',
  ),
  v.check(
    (edits) => edits.reduce<number>((sum, edit) => sum + lengthOf(edit), 0) <= MAX_OWN_TEXTS_LENGTH,
    `must have at most ${MAX_OWN_TEXTS_LENGTH} characters of text together`,
  ),
);
type GenericApproved = v.GenericSchema<unknown, ApprovedEdit>;
/** The index of an approved edit. */
export const indexOfEdit = (edit: ApprovedEdit): number => (typeof edit === 'number' ? edit : edit.index);

/**
 * POST /api/recommendations/:id/approve. `edits` are the approved edits: indexes, and `{index, text}` for those with a text
 * of one's own. All of them when absent.
 */
export const approvalSchema = strictObject({
  note: v.exactOptional(noteSchema),
  edits: v.exactOptional(approvedEdits),
});
export type ApprovalRequest = v.InferOutput<typeof approvalSchema>;
/** The answer to a decision on one recommendation. */
export interface RecommendationDecided {
  recommendation: RecommendationListItem;
  /** With text of one's own: what readers will see changed, e.g. `a heading`; empty when they will see the same. */
  changes?: string[];
  position: number;
}

/** POST /api/recommendations/bulk: the recommendations in `ids`, or those of a rule across documents. */
export const recommendationBulkSchema = v.pipe(
  strictObject({
    action: oneOf(RECOMMENDATION_ACTIONS),
    ids: v.exactOptional(bulkIds),
    rule_id: v.exactOptional(v.string()),
    family: v.exactOptional(familySchema),
    severity: v.exactOptional(oneOf(LEVELS)),
    /** With a rule: the position at which its list was read. What came or changed later is left alone. */
    position: v.exactOptional(
      v.pipe(
        v.number('must be a number'),
        v.safeInteger('must be a whole number'),
        v.minValue(0, 'must be at least 0'),
      ),
    ),
    note: v.exactOptional(noteSchema),
  }),
  v.check(
    ({ ids, rule_id }) => (ids === undefined) !== (rule_id === undefined),
    'must have either ids or a rule_id',
  ),
  v.check(
    ({ ids, family, severity, position }) =>
      ids === undefined || [family, severity, position].every((one) => one === undefined),
    'family, severity and position go with a rule_id',
  ),
);
export type RecommendationBulkRequest = v.InferInput<typeof recommendationBulkSchema>;

/** GET /api/recommendations/groups: the number of recommendations per rule, most first. */
export const groupQuerySchema = strictObject({
  status: v.optional(oneOf(RECOMMENDATION_STATUSES), 'proposed'),
  family: v.exactOptional(familySchema),
});
export interface RecommendationGroup {
  rule_id: string;
  /** The title of the newest recommendation. */
  title: string;
  total: number;
  /** Whether the newest recommendation has edits. */
  fixable: boolean;
  by_severity: Record<Level, number>;
  by_family: Record<Family, number>;
}
export interface RecommendationGroups {
  results: RecommendationGroup[];
  position: number;
}
