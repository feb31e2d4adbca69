export type ProseKind = 'heading' | 'paragraph' | 'table-cell' | 'attribute';

/**
 * A block of text that people read: a heading, a paragraph, the text of a list item, a table cell, or an alternative text or
 * title (`attribute`).
 */
export interface ProseBlock {
  kind: ProseKind;
  /** 1 to 6 for a heading, else 0. */
  level: number;
  /** Whether it is in a list item. */
  list: boolean;
  /** Whether it is in a block quote. */
  quote: boolean;
  /** Whether it is in the first row of a table. */
  header: boolean;
  /**
   * The text as a reader sees it, without markup, link destinations, tags and images. Line breaks are `\n`. Inline code and
   * addresses are replaced by {@link MASK} characters, one for each code unit.
   */
  text: string;
  /** Offset in the document of the code unit at `index`, which may be the length of the text. */
  offsetAt: (index: number) => number;
  /** Offset in the document of the end of a match that ends at `index`: after the code unit before `index`. */
  endAt: (index: number) => number;
}

/** Replaces code units that are no prose. It is neither a word character nor white space. */
export const MASK = '\uFFFC';
