/** Microseconds for each item. `…Squared` is multiplied by the squared count in one paragraph, table, line or run. */
export interface Weights {
  codeUnit: number;
  line: number;
  structureLine: number;
  bracket: number;
  emphasis: number;
  punctuation: number;
  inlineSquared: number;
  tagsSquared: number;
  ticksTimesLength: number;
  blanksSquared: number;
  pipe: number;
  pipesSquared: number;
  marker: number;
  markersSquared: number;
  linesSquared: number;
  underlinesSquared: number;
  commentTimesLength: number;
  depthTimesLine: number;
}

/** Measured with an earlier parser in Node 24. Today's is linear; the checks that read its tree are not all. */
export const PARSER_WEIGHTS: Weights = {
  codeUnit: 0.15,
  line: 1.5,
  structureLine: 3,
  bracket: 2,
  emphasis: 1.5,
  punctuation: 0.75,
  inlineSquared: 0.005,
  tagsSquared: 0,
  ticksTimesLength: 0.006,
  blanksSquared: 0.002,
  pipe: 1,
  pipesSquared: 0,
  marker: 4,
  markersSquared: 0.004,
  linesSquared: 0,
  underlinesSquared: 0,
  commentTimesLength: 0,
  depthTimesLine: 0.04,
};

/** Above this estimate, in microseconds, a document is not parsed. */
export const MAX_PARSER_COST_MICROS = 500_000;

/**
 * Of the rules of Markdown, which parse by themselves what is too complex for the other validators. Measured in Node 24 on
 * documents of 1 MB of one kind.
 */
export const LINT_WEIGHTS: Weights = {
  codeUnit: 0.07,
  line: 0.9,
  structureLine: 0.1,
  bracket: 0.25,
  emphasis: 1.7,
  punctuation: 0.3,
  inlineSquared: 0,
  tagsSquared: 0,
  ticksTimesLength: 0,
  blanksSquared: 0,
  pipe: 0.4,
  pipesSquared: 0,
  marker: 0.1,
  markersSquared: 0,
  linesSquared: 0,
  underlinesSquared: 0,
  commentTimesLength: 0,
  depthTimesLine: 0,
};

/** Above this estimate, in microseconds, the rules of Markdown are not run. */
export const MAX_LINT_COST_MICROS = 300_000;

/** Shorter texts are never too complex for the rules of Markdown, in UTF-16 code units. */
export const CHEAP_TO_LINT_LENGTH = 50_000;

/**
 * Most block quotes and list items of a document that is checked by the rules of Markdown: more make a tree that does not fit in
 * the memory of a Worker.
 */
export const MAX_LINTED_CONTAINERS = 100_000;
