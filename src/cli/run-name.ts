/** What a run is called when it is given no name. */
import { MAX_RUN_NAME_LENGTH } from '../shared/limits.ts';

const CONTROL = /\p{Cc}/gu;

/**
 * The patterns as they were typed: the same command makes runs of the same name, which are compared with one another.
 *
 * @example runNameOf(['docs', '*.md']) // 'docs *.md'
 */
export function runNameOf(patterns: readonly string[]): string {
  const name = patterns.join(' ').replaceAll(CONTROL, ' ').toWellFormed().trim();
  // Not through the middle of a character.
  const cut = name.slice(0, MAX_RUN_NAME_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
  return cut.trim();
}
