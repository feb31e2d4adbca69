import type { Comparison } from './api/validations.ts';
import type { Issue } from './things.ts';

/**
 * Compares the issues of two validations of a document by fingerprint. Fingerprints survive moves of the text.
 *
 * @returns `resolved`: only in the first; `new` and `persisting`: issues of the second
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
