/** What the program ends with; docs/command-line.md and `galley check --help` say the same. */
export const EXIT_OK = 0;
/** Findings at error level, too many warnings, or a difference that `--diff` shows. */
export const EXIT_FINDINGS = 1;
/** Wrong usage, a configuration that can't be used, or files that can't be read. */
export const EXIT_TROUBLE = 2;

/** Something that the user has to put right: shown without a stack, and ends the program with {@link EXIT_TROUBLE}. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
