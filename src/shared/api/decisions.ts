/** Bodies and answers shared by decisions on recommendations and on validations. */
import * as v from 'valibot';
import { MAX_BULK_IDS } from '../limits.ts';
import { noteSchema } from './fields.ts';
import { strictObject } from '../objects.ts';

/** POST /api/validations/:id/approve, /reject and /reopen */
export const decisionSchema = strictObject({ note: v.exactOptional(noteSchema) });
export type DecisionRequest = v.InferInput<typeof decisionSchema>;

export const bulkIds = v.pipe(
  v.array(v.string()),
  v.minLength(1, 'must name at least one'),
  v.maxLength(MAX_BULK_IDS, `must name at most ${MAX_BULK_IDS}`),
);

/** The result for one id of a bulk decision. */
export type BulkResult =
  | { id: string; ok: true; status: number; state: string }
  | {
      id: string;
      ok: false;
      status: number;
      error: { type: string; detail: string; state?: string; moved_to?: string };
    };
export interface BulkResponse {
  /** In the order of the requested ids. */
  results: BulkResult[];
  /**
   * Of a rule: how many are still in the state that the action starts from. Of ids: how many have no result yet, because
   * the request would have been too much work; send them again.
   */
  remaining?: number;
  /** Of a rule in all families: those that this service does not serve, or that have moved. Theirs are left as they are. */
  passed_over?: string;
  /** Under which the decisions can be undone: POST /api/batches/:id/undo. */
  batch_id: string;
  position: number;
}
