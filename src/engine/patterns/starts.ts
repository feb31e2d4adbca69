/** Where a pattern may match at all: what the platform finds faster than the matcher of our own. */
import type { AST } from '@eslint-community/regexpp';
import { MAX_NATIVE_STEPS, inSequence, NOTHING, sizeOf, type Size } from './bounded.ts';

/** A pattern that matches wherever another may begin. `source` is null when that may be anywhere. */
interface Prefix {
  source: string | null;
  size: Size;
}

const ANYWHERE: Prefix = { source: null, size: NOTHING };

/**
 * A pattern that matches wherever the given one may begin, and takes few steps from every place: what stands before the
 * first part that may take many.
 *
 * @returns its source; null when the given one may begin anywhere
 */
export function boundedPrefix(ast: AST.Pattern): string | null {
  return prefixOf(ast.alternatives).source;
}

function prefixOf(alternatives: readonly AST.Alternative[]): Prefix {
  const sources: string[] = [];
  const size: Size = { steps: alternatives.length, ways: 0 };
  for (const { elements } of alternatives) {
    const prefix = sequencePrefix(elements);
    if (prefix.source === null) return ANYWHERE;
    sources.push(prefix.source);
    size.steps += prefix.size.steps;
    size.ways += prefix.size.ways;
  }
  return size.steps > MAX_NATIVE_STEPS ? ANYWHERE : { source: sources.join('|'), size };
}

function sequencePrefix(elements: readonly AST.Element[]): Prefix {
  let source = '';
  let size = NOTHING;
  let consumes = false;
  for (const element of elements) {
    const longer = inSequence(size, sizeOf(element));
    if (longer.steps <= MAX_NATIVE_STEPS) {
      source += element.raw;
      size = longer;
      consumes ||= element.type !== 'Assertion' && !(element.type === 'Quantifier' && element.min === 0);
      continue;
    }
    // An assertion that is left out only lets more places through.
    if (element.type === 'Assertion') continue;
    const inner = innerPrefix(element);
    const withInner = inSequence(size, inner.size);
    if (inner.source === null || withInner.steps > MAX_NATIVE_STEPS) break;
    return { source: `${source}(?:${inner.source})`, size: withInner };
  }
  return consumes ? { source, size } : ANYWHERE;
}

function innerPrefix(element: AST.Element): Prefix {
  if (element.type === 'Group' || element.type === 'CapturingGroup') return prefixOf(element.alternatives);
  if (element.type === 'Quantifier' && element.min > 0) return sequencePrefix([element.element]);
  return ANYWHERE;
}

/**
 * A pattern that matches somewhere in every match of the given one, and takes few steps: the longest piece of it without
 * repetitions that may be long. A text in which the platform does not find it has no match.
 *
 * @returns its source; null when there is none
 */
export function requiredPart(ast: AST.Pattern): string | null {
  let best: Part | null = null;
  for (const part of partsOf(ast.alternatives)) {
    if (part.length > (best?.length ?? 0)) best = part;
  }
  return best?.source ?? null;
}

interface Part {
  source: string;
  size: Size;
  /** Least characters that it matches. */
  length: number;
}

const NO_PART: Part = { source: '', size: NOTHING, length: 0 };

/** The pieces that stand in every match, one after the other. */
function partsOf(alternatives: readonly AST.Alternative[]): Part[] {
  const [only] = alternatives;
  if (!only || alternatives.length > 1) return [];
  const parts: Part[] = [];
  let part = NO_PART;
  for (const element of only.elements) {
    const size = inSequence(part.size, sizeOf(element));
    if (size.steps <= MAX_NATIVE_STEPS) {
      part = { source: part.source + element.raw, size, length: part.length + leastLength(element) };
    } else {
      parts.push(part, ...innerParts(element));
      part = NO_PART;
    }
  }
  return [...parts, part];
}

function innerParts(element: AST.Element): Part[] {
  if (element.type === 'Group' || element.type === 'CapturingGroup') return partsOf(element.alternatives);
  if (element.type !== 'Quantifier' || element.min === 0) return [];
  const { element: round } = element;
  const size = sizeOf(round);
  return size.steps <= MAX_NATIVE_STEPS
    ? [{ source: round.raw, size, length: leastLength(round) }]
    : innerParts(round);
}

/** Least characters that an element matches. */
function leastLength(element: AST.Element): number {
  if (element.type === 'Quantifier') return element.min * leastLength(element.element);
  if (element.type === 'Assertion') return 0;
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return 1;
  return Math.min(
    ...element.alternatives.map(({ elements }) =>
      elements.reduce((sum, inner) => sum + leastLength(inner), 0),
    ),
  );
}
