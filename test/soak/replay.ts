/** What the log says: the states and documents that its events lead to. */
import type { LiveEvent } from '../../src/shared/events.ts';
import type { RecommendationStatus, Review } from '../../src/shared/things.ts';

export interface Told {
  reviews: Map<string, Review>;
  statuses: Map<string, RecommendationStatus>;
  /** The newest validation of each document that is there, by family, ref and path. */
  newest: Map<string, string>;
  /** Events that begin from another state than the one before them ended in. */
  contradictions: string[];
}

export function replay(log: readonly LiveEvent[]): Told {
  const told: Told = { reviews: new Map(), statuses: new Map(), newest: new Map(), contradictions: [] };
  const { reviews, statuses, newest, contradictions } = told;
  /** The recommendations of each validation. */
  const ofValidation = new Map<string, string[]>();
  /** The validation whose issues each validation has. */
  const issuesOf = new Map<string, string>();
  const supersede = (validation = '') => {
    for (const id of ofValidation.get(validation) ?? []) {
      const status = statuses.get(id);
      if (status === 'proposed' || status === 'approved') statuses.set(id, 'superseded');
    }
  };
  for (const event of log) {
    const { validation_id = '', recommendation_id = '' } = event;
    if (event.type === 'validation_created') {
      const { supersedes = '', reused_from } = event;
      const key = `${event.family} ${event.ref ?? ''} ${event.file_path}`;
      const issues = reused_from === undefined ? validation_id : (issuesOf.get(reused_from) ?? reused_from);
      issuesOf.set(validation_id, issues);
      reviews.set(validation_id, 'pending');
      // A document that a run has found unchanged goes on with its recommendations.
      const isSame = reused_from !== undefined && issuesOf.get(supersedes) === issues;
      if (isSame && event.workflow_id !== undefined && newest.get(key) === supersedes)
        ofValidation.set(validation_id, ofValidation.get(supersedes) ?? []);
      else supersede(supersedes);
      newest.set(key, validation_id);
    } else if (event.type === 'recommendation_created') {
      statuses.set(recommendation_id, event.status);
      ofValidation.set(validation_id, [...(ofValidation.get(validation_id) ?? []), recommendation_id]);
    } else if (event.type === 'document_removed') {
      const key = `${event.family} ${event.ref ?? ''} ${event.file_path}`;
      supersede(newest.get(key));
      newest.delete(key);
    } else if ('after' in event && 'review' in event.after && 'review' in event.before) {
      if (reviews.get(validation_id) !== event.before.review)
        contradictions.push(
          `event ${event.id}: ${validation_id} was ${reviews.get(validation_id)}, not ${event.before.review}`,
        );
      reviews.set(validation_id, event.after.review);
    } else if ('after' in event && 'status' in event.after && 'status' in event.before) {
      if (statuses.get(recommendation_id) !== event.before.status)
        contradictions.push(
          `event ${event.id}: ${recommendation_id} was ${statuses.get(recommendation_id)}, not ${event.before.status}`,
        );
      statuses.set(recommendation_id, event.after.status);
    }
  }
  return told;
}
