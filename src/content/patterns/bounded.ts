import type { AST } from '@eslint-community/regexpp';

/** Most steps from one place that a pattern may take to be run by the platform's own engine. */
export const MAX_NATIVE_STEPS = 5_000;

/**
 * Whether a pattern takes at most {@link MAX_NATIVE_STEPS} steps from any place of any text when it is matched by going
 * back: it has no unbounded repetition, and few enough ways through it. Lists of words are the common case.
 */
export function isBounded(ast: AST.Pattern): boolean {
  return stepsOf(ast.alternatives).steps <= MAX_NATIVE_STEPS;
}

interface Size {
  /** Steps that all ways through it take together. */
  steps: number;
  /** How many ways there are to match it. */
  ways: number;
}

/** Alternatives that begin with different characters exclude each other: of those only the worst can be gone through. */
function stepsOf(alternatives: readonly AST.Alternative[]): Size {
  const always: Size = { steps: alternatives.length, ways: 0 };
  const byFirst = new Map<string, Size>();
  for (const { elements } of alternatives) {
    let size: Size = { steps: 0, ways: 1 };
    for (const element of elements) size = then(size, sizeOf(element));
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

/** What follows is tried after every way through what is before. */
function then(before: Size, after: Size): Size {
  return { steps: before.steps + before.ways * after.steps, ways: before.ways * after.ways };
}

function sizeOf(element: AST.Element): Size {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return { steps: 1, ways: 1 };
    case 'Group':
    case 'CapturingGroup':
      return stepsOf(element.alternatives);
    case 'Assertion':
      return 'alternatives' in element
        ? { steps: stepsOf(element.alternatives).steps + 1, ways: 1 }
        : { steps: 1, ways: 1 };
    case 'Quantifier':
      return repeated(element);
    case 'Backreference':
      return { steps: Infinity, ways: Infinity };
  }
}

function repeated({ element, min, max }: AST.Quantifier): Size {
  const once = sizeOf(element);
  if (max === Infinity || max > MAX_NATIVE_STEPS) return { steps: Infinity, ways: Infinity };
  let total: Size = { steps: 0, ways: 1 };
  for (let times = 0; times < min; times += 1) total = then(total, once);
  let { ways } = total;
  for (let times = min; times < max && total.steps <= MAX_NATIVE_STEPS; times += 1) {
    total = then(total, once);
    ways += total.ways;
  }
  return { steps: total.steps, ways };
}

/**
 * A pattern that matches wherever the given one may begin, and is bounded itself: what stands before the first repetition
 * without a bound. The platform finds such places faster than the matcher of our own.
 *
 * @returns its source; null when the given one may begin anywhere
 */
export function boundedPrefix(ast: AST.Pattern): string | null {
  const { source, steps } = prefixOf(ast.alternatives);
  return source === null || steps > MAX_NATIVE_STEPS ? null : source;
}

/** `source` is null for what may be empty; `isWhole` says whether nothing was left out at the end. */
interface Prefix {
  source: string | null;
  isWhole: boolean;
  steps: number;
}

function prefixOf(alternatives: readonly AST.Alternative[]): Prefix {
  const prefixes = alternatives.map(({ elements }) => sequencePrefix(elements));
  const isAnywhere = prefixes.some(({ source }) => source === null);
  return {
    source: isAnywhere ? null : prefixes.map(({ source }) => source).join('|'),
    isWhole: prefixes.every(({ isWhole }) => isWhole),
    steps: stepsOf(alternatives).steps === Infinity ? sumOf(prefixes) : stepsOf(alternatives).steps,
  };
}

function sumOf(prefixes: readonly Prefix[]): number {
  return prefixes.reduce((sum, { steps }) => sum + steps, 0);
}

function sequencePrefix(elements: readonly AST.Element[]): Prefix {
  let source = '';
  let steps = 0;
  let consumes = false;
  for (const element of elements) {
    const size = sizeOf(element);
    if (size.steps <= MAX_NATIVE_STEPS) {
      source += element.type === 'CapturingGroup' ? `(?:${innerOf(element)})` : element.raw;
      steps += size.steps;
      consumes ||= element.type !== 'Assertion' && !(element.type === 'Quantifier' && element.min === 0);
      continue;
    }
    // An assertion that is left out only lets more places through.
    if (element.type === 'Assertion') continue;
    const inner = innerPrefix(element);
    if (inner?.source) source += `(?:${inner.source})`;
    return {
      source: consumes || inner?.source ? source : null,
      isWhole: false,
      steps: steps + (inner?.steps ?? 0),
    };
  }
  return { source: consumes ? source : null, isWhole: true, steps };
}

function innerPrefix(element: AST.Element): Prefix | null {
  if (element.type === 'Group' || element.type === 'CapturingGroup') return prefixOf(element.alternatives);
  if (element.type === 'Quantifier' && element.min > 0) return sequencePrefix([element.element]);
  return null;
}

/** Groups are not numbered in a prefix, so that it needs no more of them than there are. */
function innerOf({ alternatives }: AST.CapturingGroup): string {
  return alternatives.map(({ raw }) => raw).join('|');
}
