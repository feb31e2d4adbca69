/** The default name of a run. */
import { MAX_RUN_NAME_LENGTH } from '../shared/limits.ts';

const CONTROL = /\p{Cc}/gu;

/**
 * Returns the patterns as they were typed. The same command therefore makes runs of the same name, which are compared
 * with each other.
 *
 * @example runNameOf(['docs', '*.md']) // 'docs *.md'
 */
export function runNameOf(patterns: readonly string[]): string {
  const name = patterns.join(' ').replaceAll(CONTROL, ' ').toWellFormed().trim();
  // Do not cut a surrogate pair in half.
  const cut = name.slice(0, MAX_RUN_NAME_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
  return cut.trim();
}
