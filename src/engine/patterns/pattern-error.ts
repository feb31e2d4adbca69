/** A regular expression that can't be used, and why. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}
