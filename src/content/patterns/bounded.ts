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

function stepsOf(alternatives: readonly AST.Alternative[]): Size {
  let steps = 0;
  let ways = 0;
  for (const { elements } of alternatives) {
    let inner: Size = { steps: 0, ways: 1 };
    for (const element of elements) inner = then(inner, sizeOf(element));
    steps += inner.steps + 1;
    ways += inner.ways;
  }
  return { steps, ways };
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
