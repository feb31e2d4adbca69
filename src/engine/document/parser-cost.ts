import { countContainers, estimateCost } from './complexity.ts';
import { boundCost } from './cost-bound.ts';
import {
  CHEAP_TO_LINT_LENGTH,
  LINT_WEIGHTS,
  MAX_LINT_COST_MICROS,
  MAX_LINTED_CONTAINERS,
  MAX_PARSER_COST_MICROS,
  PARSER_WEIGHTS,
  type Weights,
} from './cost-weights.ts';

/**
 * Whether a text is too complex to be parsed in bounded time, and what there is too much of, in words.
 *
 * @returns null when it may be parsed
 */
export function excessOf(text: string): string | null {
  return excessBy(text, PARSER_WEIGHTS, MAX_PARSER_COST_MICROS);
}

/** The same for the rules of Markdown, which take more: they stop at what makes too large a tree, or too many findings. */
export function lintExcessOf(text: string): string | null {
  if (text.length < CHEAP_TO_LINT_LENGTH) return null;
  if (countContainers(text) > MAX_LINTED_CONTAINERS) return 'its number of block quotes and list items';
  return excessBy(text, LINT_WEIGHTS, MAX_LINT_COST_MICROS);
}

function excessBy(text: string, weights: Weights, most: number): string | null {
  // The bound is enough for nearly all documents, and the estimate is as expensive as their rules.
  if (boundCost(text, weights) <= most) return null;
  const { micros, reason } = estimateCost(text, weights);
  return micros > most ? reason : null;
}
