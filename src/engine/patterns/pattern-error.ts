/** A regular expression that cannot be used. The message says why. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}
