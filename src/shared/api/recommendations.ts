/** Bodies, queries and answers about recommendations. */
import * as v from 'valibot';
import { type Family, type Level, LEVELS, RECOMMENDATION_STATUSES } from '../things.ts';
import { RECOMMENDATION_ACTIONS } from '../transitions.ts';
import { bulkIds } from './decisions.ts';
import { familySchema, noteSchema, oneOf, page } from './fields.ts';

/** GET /api/recommendations */
export const recommendationListQuerySchema = v.strictObject({
  ...page,
  validation_id: v.exactOptional(v.string()),
  status: v.exactOptional(oneOf(RECOMMENDATION_STATUSES)),
  severity: v.exactOptional(oneOf(LEVELS)),
  rule_id: v.exactOptional(v.string()),
  family: v.exactOptional(familySchema),
});
export type RecommendationListQuery = v.InferOutput<typeof recommendationListQuerySchema>;

const editIndexes = v.pipe(
  v.array(v.pipe(v.number(), v.safeInteger('must be a whole number'), v.minValue(0, 'must be at least 0'))),
  v.minLength(1, 'must name at least one'),
  v.check((indexes) => new Set(indexes).size === indexes.length, 'must name each at most once'),
);
/** POST /api/recommendations/:id/approve. `edits` are the indexes of the approved edits; all of them when absent. */
export const approvalSchema = v.strictObject({
  note: v.exactOptional(noteSchema),
  edits: v.exactOptional(editIndexes),
});
export type ApprovalRequest = v.InferInput<typeof approvalSchema>;
/** POST /api/recommendations/bulk: the recommendations in `ids`, or those of a rule across documents. */
export const recommendationBulkSchema = v.pipe(
  v.strictObject({
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
export const groupQuerySchema = v.strictObject({
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
