import type { AST } from '@eslint-community/regexpp';
import {
  areDisjoint,
  firstOf,
  isSingle,
  matchesNoSpace,
  matchesOnlySpace,
  type Characters,
} from './characters.ts';

/** Most steps from one place that a pattern may take to be run by the platform's own engine. */
export const MAX_NATIVE_STEPS = 5_000;

/** How often something that is repeated without a bound can match in a row, in the texts that are meant. */
export interface RunLimits {
  /** What matches no white space: the longest word of the text, if one may say so. */
  word: number;
  /** What matches white space alone. */
  space: number;
  /** Anything else: the length of the text. */
  any: number;
}

const ANY_TEXT: RunLimits = { word: Infinity, space: Infinity, any: Infinity };

/** What matching something takes, at most. */
export interface Size {
  /** Steps that all ways through it take together. */
  steps: number;
  /** How many ways there are to match it. */
  ways: number;
}

export const NOTHING: Size = { steps: 0, ways: 1 };

/**
 * Whether a pattern takes at most {@link MAX_NATIVE_STEPS} steps from any place of a text when it is matched by going
 * back: it has no unbounded repetition, and few enough ways through it. Lists of words are the common case.
 *
 * @param limits - of the texts that are meant; else it is so for every text
 */
export function isBounded(ast: AST.Pattern, limits: RunLimits = ANY_TEXT): boolean {
  return stepsOf(ast.alternatives, limits).steps <= MAX_NATIVE_STEPS;
}

/** What follows is tried after every way through what is before. */
export function inSequence(before: Size, after: Size): Size {
  return { steps: before.steps + before.ways * after.steps, ways: before.ways * after.ways };
}

/** Alternatives that begin with different characters exclude each other: of those only the worst can be gone through. */
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

/** The letter that an alternative begins with, in any case; null when it is not one letter. */
function firstCharacter([first]: readonly AST.Element[]): string | null {
  return first?.type === 'Character' ? String.fromCodePoint(first.value).toLowerCase() : null;
}

/** A repetition that may end at many places, until what follows says at which. */
interface OpenLoop {
  /** What each round begins with. */
  first: Characters;
  /** Whether a round is one character. */
  isSingle: boolean;
  /** The ways to get to its start. */
  ways: number;
  /** Characters after it that could be its own, and the ways to match them. */
  since: number;
  variants: number;
}

/**
 * What follows a repetition and can not be in it stands at one place: behind its last round. So of `\w+-` there is one
 * way, although `\w+` alone has many; of `\w+ly-` there are three at most, since `ly` may be letters of the word.
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
    // A round that can be matched in several ways leads to its end in as many.
    const isClear = first !== null && sizeOf(element.element, limits).ways === 1;
    return isClear ? { first, isSingle: isSingle(element.element), ways, since: 0, variants: 1 } : null;
  }
  if (!loop?.isSingle) return null;
  if (isSingle(element)) return isApart ? null : { ...loop, since: loop.since + 1 };
  if (element.type !== 'Quantifier' || !isSingle(element.element)) return null;
  const { min, max } = element;
  return { ...loop, since: loop.since + max, variants: loop.variants * (max - min + 1) };
}

/** Steps after which an element has failed at its first character. */
function firstSteps(element: AST.Element): number {
  if (element.type === 'Quantifier') return firstSteps(element.element);
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return 1;
  return element.alternatives.reduce((sum, { elements }) => sum + sequenceFirstSteps(elements), 0);
}

/** Assertions before the first character are tried too. */
function sequenceFirstSteps(elements: readonly AST.Element[]): number {
  let steps = 0;
  for (const element of elements) {
    if (element.type !== 'Assertion') return steps + firstSteps(element);
    steps += sizeOf(element, ANY_TEXT).steps;
  }
  return steps;
}

/** What an element takes. */
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
  // A repetition without a bound tries one more round, which fails somewhere.
  const steps = asked === Infinity ? inSequence(total, once).steps : total.steps;
  return { steps, ways };
}

/** How often an element can match in a row. One that may match nothing is repeated only while it matches something. */
function runOf(element: AST.Element, limits: RunLimits): number {
  const { any } = limits;
  if (matchesNoSpace(element)) return Math.min(any, limits.word);
  return matchesOnlySpace(element) ? Math.min(any, limits.space) : any;
}
