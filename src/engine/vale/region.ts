/** A piece of text that a rule examines, mapped to the document. */
export interface Region {
  text: string;
  /** Returns the document offset of the code unit at `index`. */
  offsetAt: (index: number) => number;
  /** Returns the document offset after the code unit before `index`. */
  endAt: (index: number) => number;
}
