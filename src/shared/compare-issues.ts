import type { Comparison } from './api/validations.ts';
import type { Issue } from './things.ts';

/**
 * What became of a document's issues from one validation to the next, by fingerprint: those survive moves.
 *
 * @returns `resolved` of the first, `new` and `persisting` of the second
 */
export function compareIssues(before: readonly Issue[], after: readonly Issue[]): Comparison {
  const was = new Set(before.map(({ fingerprint }) => fingerprint));
  const is = new Set(after.map(({ fingerprint }) => fingerprint));
  return {
    resolved: before.filter(({ fingerprint }) => !is.has(fingerprint)),
    new: after.filter(({ fingerprint }) => !was.has(fingerprint)),
    persisting: after.filter(({ fingerprint }) => was.has(fingerprint)),
  };
}
