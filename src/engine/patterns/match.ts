/** A match at `[start, end)`, in UTF-16 code units. */
export interface PatternMatch {
  start: number;
  end: number;
  /** Text of each numbered group; undefined for groups that did not take part and for those in lookarounds. */
  groups: readonly (string | undefined)[];
}

/** A regular expression that no text can make slow. */
export interface Pattern {
  /**
   * Returns all non-empty matches from left to right, without overlaps.
   *
   * @throws {TextTooLongError} if the text is too long for the pattern
   */
  matches(text: string): Iterable<PatternMatch>;
  /**
   * Whether the pattern matches anywhere in the text.
   *
   * @throws {TextTooLongError} if the text is too long for the pattern
   */
  test(text: string): boolean;
}
