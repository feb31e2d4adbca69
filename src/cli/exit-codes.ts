import type { Run } from '../shared/things.ts';

/** The exit codes. docs/command-line.md, `galley check --help` and `galley push --help` list them too. */
export const EXIT_OK = 0;
/** Findings at error level, a quality gate that failed, too many warnings, or a difference shown by `--diff`. */
export const EXIT_FINDINGS = 1;
/** Wrong usage, an invalid configuration, unreadable files, or a service that does not answer. */
export const EXIT_TROUBLE = 2;

/**
 * A mistake that the user can correct. It is shown without a stack, and the program exits with {@link EXIT_TROUBLE}.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Returns the exit code of a run. Only a completed run in which every document has a result says anything about the
 * documents. Where its family has a quality gate, that decides instead of its errors.
 */
export function exitCodeOfRun(
  { state, failed, counts, gate }: Pick<Run, 'state' | 'failed' | 'counts' | 'gate'>,
  maxWarnings = Infinity,
): number {
  if (state !== 'completed' || failed > 0) return EXIT_TROUBLE;
  const isFailed = gate ? !gate.passed : counts.error > 0;
  return isFailed || counts.warning > maxWarnings ? EXIT_FINDINGS : EXIT_OK;
}
