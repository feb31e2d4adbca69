/** Approved changes as a commit with a pull request, or on the branch of one. */
import * as v from 'valibot';
import { MAX_PULL_TITLE_LENGTH } from '../limits.ts';
import { line } from './fields.ts';
import { strictObject } from '../objects.ts';

const filter = v.exactOptional(
  v.pipe(v.string('must be a text'), v.trim(), v.minLength(1, 'must not be empty')),
);

/** POST /api/workflows/:id/deliver */
export const deliverRunRequestSchema = strictObject({
  /** Only the changes of this rule, or in documents of this owner. */
  rule_id: filter,
  owner: filter,
  /** Of the commit and the pull request. */
  title: v.exactOptional(line(MAX_PULL_TITLE_LENGTH)),
});
/** POST /api/families/:name/deliver */
export const deliverRequestSchema = strictObject({
  ...deliverRunRequestSchema.entries,
  /** The pull request whose documents, and on whose branch; without it, the main line. */
  ref: filter,
});
export type DeliverRequest = v.InferOutput<typeof deliverRequestSchema>;

/** A change that is not in the pull request. */
export interface NotDelivered {
  file_path: string;
  /** Absent when the whole document is left out. */
  rule_id?: string;
  detail: string;
}

export interface DeliverResponse {
  /** null when there is nothing to deliver. */
  pull_request_url: string | null;
  /** The number of files that it changes. */
  files: number;
  left_out: NotDelivered[];
}

/** POST /api/github/webhook */
export interface WebhookTaken {
  /** Whether it was kept now, to be worked off. */
  taken: boolean;
  /** What was passed over, and why: another service has a family of the repository. */
  passed_over?: string;
}
