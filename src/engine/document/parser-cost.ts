import { estimateCost } from './complexity.ts';
import { boundCost } from './cost-bound.ts';
import { MAX_PARSER_COST_MICROS, PARSER_WEIGHTS } from './cost-weights.ts';

/**
 * Whether a text is too complex to be parsed in bounded time, and what there is too much of, in words.
 *
 * @returns null when it may be parsed
 */
export function excessOf(text: string): string | null {
  // The bound is enough for nearly all documents, and the estimate is as expensive as their rules.
  if (boundCost(text, PARSER_WEIGHTS) <= MAX_PARSER_COST_MICROS) return null;
  const { micros, reason } = estimateCost(text, PARSER_WEIGHTS);
  return micros > MAX_PARSER_COST_MICROS ? reason : null;
}
