import type { Run } from '../shared/things.ts';

/** What the program ends with; docs/command-line.md, `galley check --help` and `galley push --help` say the same. */
export const EXIT_OK = 0;
/** Findings at error level, too many warnings, or a difference that `--diff` shows. */
export const EXIT_FINDINGS = 1;
/** Wrong usage, a configuration that can't be used, files that can't be read, or a service that is away. */
export const EXIT_TROUBLE = 2;

/** Something that the user has to put right: shown without a stack, and ends the program with {@link EXIT_TROUBLE}. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a run comes to: nothing but a completed one, of which every document has a result, says something about them. */
export function exitCodeOfRun(
  { state, failed, counts }: Pick<Run, 'state' | 'failed' | 'counts'>,
  maxWarnings = Infinity,
): number {
  if (state !== 'completed' || failed > 0) return EXIT_TROUBLE;
  return counts.error > 0 || counts.warning > maxWarnings ? EXIT_FINDINGS : EXIT_OK;
}
