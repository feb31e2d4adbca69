import type { AST } from '@eslint-community/regexpp';
import {
  areDisjoint,
  firstOf,
  isSingle,
  matchesNoSpace,
  matchesOnlySpace,
  type Characters,
} from './characters.ts';

/** Maximum steps per start position for a pattern to run on the platform's own engine. */
export const MAX_NATIVE_STEPS = 5_000;

/** How many times an unbounded repetition can match in a row, for a given class of texts. */
export interface RunLimits {
  /** For elements that match no white space: the longest word of the text. */
  word: number;
  /** For elements that match only white space. */
  space: number;
  /** For all other elements: the length of the text. */
  any: number;
}

const ANY_TEXT: RunLimits = { word: Infinity, space: Infinity, any: Infinity };

/** Upper bounds on the cost of matching something. */
export interface Size {
  /** Steps over all ways through it. */
  steps: number;
  /** Number of ways to match it. */
  ways: number;
}

/** The cost of an empty sequence. */
export const NOTHING: Size = { steps: 0, ways: 1 };

/**
 * Whether a pattern takes at most {@link MAX_NATIVE_STEPS} backtracking steps from any position of a text. Such a
 * pattern has no unbounded repetition within the limits, and few ways through it. Lists of words are the common case.
 *
 * @param limits - of the texts to be matched; by default the result holds for every text
 */
export function isBounded(ast: AST.Pattern, limits: RunLimits = ANY_TEXT): boolean {
  return stepsOf(ast.alternatives, limits).steps <= MAX_NATIVE_STEPS;
}

/** Cost of a sequence: the second part is tried after every way through the first. */
export function inSequence(before: Size, after: Size): Size {
  return { steps: before.steps + before.ways * after.steps, ways: before.ways * after.ways };
}

/**
 * Cost of alternatives. Those that start with different characters exclude each other, so only the worst of them
 * counts.
 */
function stepsOf(alternatives: readonly AST.Alternative[], limits: RunLimits): Size {
  const always: Size = { steps: alternatives.length, ways: 0 };
  const byFirst = new Map<string, Size>();
  for (const { elements } of alternatives) {
    const size = sequenceSize(elements, limits);
    const first = firstCharacter(elements);
    if (first === null) add(always, size);
    else {
      const together = byFirst.get(first) ?? { steps: 0, ways: 0 };
      add(together, size);
      byFirst.set(first, together);
    }
  }
  const worst = [...byFirst.values()];
  return {
    steps: always.steps + Math.max(0, ...worst.map(({ steps }) => steps)),
    ways: always.ways + Math.max(0, ...worst.map(({ ways }) => ways)),
  };
}

function add(sum: Size, { steps, ways }: Size): void {
  sum.steps += steps;
  sum.ways += ways;
}

/** The single letter that an alternative starts with, in lower case; null if it starts with anything else. */
function firstCharacter([first]: readonly AST.Element[]): string | null {
  return first?.type === 'Character' ? String.fromCodePoint(first.value).toLowerCase() : null;
}

/** A repetition that may end at many positions until a later element determines which. */
interface OpenLoop {
  /** Characters that each round starts with. */
  first: Characters;
  /** Whether a round is one character. */
  isSingle: boolean;
  /** Number of ways to reach its start. */
  ways: number;
  /** Number of later characters that the repetition could also match, and the ways to match them. */
  since: number;
  variants: number;
}

/**
 * An element that the repetition before it cannot match has only one possible position: after the last round. So `\w+-`
 * has one way, although `\w+` alone has many. `\w+ly-` has at most three, since `ly` may be part of the word.
 */
function sequenceSize(elements: readonly AST.Element[], limits: RunLimits): Size {
  let total = NOTHING;
  let loop: OpenLoop | null = null;
  for (const element of elements) {
    const size = sizeOf(element, limits);
    if (element.type === 'Assertion') {
      total = inSequence(total, size);
      continue;
    }
    const isOptional = element.type === 'Quantifier' && element.min === 0;
    const round = element.type === 'Quantifier' ? element.element : element;
    const first = firstOf(round);
    const isApart = loop !== null && first !== null && areDisjoint(first, loop.first);
    const before = total;
    if (loop && isApart && (loop.isSingle || loop.since === 0)) {
      const ways = Math.min(before.ways, loop.ways * (loop.since + 1) * loop.variants);
      const tried = before.steps + before.ways * firstSteps(round);
      total = isOptional
        ? { steps: tried + ways * size.steps, ways: before.ways + ways * size.ways }
        : { steps: tried + ways * size.steps, ways: ways * size.ways };
    } else total = inSequence(before, size);
    loop = nextLoop(loop, element, limits, first, isApart, before.ways);
  }
  return total;
}

function nextLoop(
  loop: OpenLoop | null,
  element: AST.Element,
  limits: RunLimits,
  first: Characters | null,
  isApart: boolean,
  ways: number,
): OpenLoop | null {
  if (element.type === 'Quantifier' && element.max === Infinity) {
    // A round that can match in several ways reaches its end in several ways.
    const isClear = first !== null && sizeOf(element.element, limits).ways === 1;
    return isClear ? { first, isSingle: isSingle(element.element), ways, since: 0, variants: 1 } : null;
  }
  if (!loop?.isSingle) return null;
  if (isSingle(element)) return isApart ? null : { ...loop, since: loop.since + 1 };
  if (element.type !== 'Quantifier' || !isSingle(element.element)) return null;
  const { min, max } = element;
  return { ...loop, since: loop.since + max, variants: loop.variants * (max - min + 1) };
}

/** Steps until an element fails at its first character. */
function firstSteps(element: AST.Element): number {
  if (element.type === 'Quantifier') return firstSteps(element.element);
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return 1;
  return element.alternatives.reduce((sum, { elements }) => sum + sequenceFirstSteps(elements), 0);
}

/** Includes assertions before the first character. */
function sequenceFirstSteps(elements: readonly AST.Element[]): number {
  let steps = 0;
  for (const element of elements) {
    if (element.type !== 'Assertion') return steps + firstSteps(element);
    steps += sizeOf(element, ANY_TEXT).steps;
  }
  return steps;
}

/** Returns the cost of matching an element. */
export function sizeOf(element: AST.Element, limits: RunLimits = ANY_TEXT): Size {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return { steps: 1, ways: 1 };
    case 'Group':
    case 'CapturingGroup':
      return stepsOf(element.alternatives, limits);
    case 'Assertion':
      return 'alternatives' in element
        ? { steps: stepsOf(element.alternatives, limits).steps + 1, ways: 1 }
        : { steps: 1, ways: 1 };
    case 'Quantifier':
      return repeated(element, limits);
    case 'Backreference':
      return { steps: Infinity, ways: Infinity };
  }
}

function repeated({ element, min, max: asked }: AST.Quantifier, limits: RunLimits): Size {
  const once = sizeOf(element, limits);
  const max = asked === Infinity ? Math.max(min, runOf(element, limits)) : asked;
  if (max > MAX_NATIVE_STEPS) return { steps: Infinity, ways: Infinity };
  let total: Size = NOTHING;
  for (let times = 0; times < min; times += 1) total = inSequence(total, once);
  let { ways } = total;
  for (let times = min; times < max && total.steps <= MAX_NATIVE_STEPS; times += 1) {
    total = inSequence(total, once);
    ways += total.ways;
  }
  // An unbounded repetition tries one more round, which fails.
  const steps = asked === Infinity ? inSequence(total, once).steps : total.steps;
  return { steps, ways };
}

/**
 * How many times an element can match in a row. An element that can match the empty string is only repeated while it
 * consumes characters.
 */
function runOf(element: AST.Element, limits: RunLimits): number {
  const { any } = limits;
  if (matchesNoSpace(element)) return Math.min(any, limits.word);
  return matchesOnlySpace(element) ? Math.min(any, limits.space) : any;
}
