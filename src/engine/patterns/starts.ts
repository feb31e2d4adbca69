/** Finds where a pattern can match, so that the platform's engine can skip ahead faster than our own matcher. */
import type { AST } from '@eslint-community/regexpp';
import { MAX_NATIVE_STEPS, inSequence, NOTHING, sizeOf, type Size } from './bounded.ts';

/** A pattern that matches wherever another may start. `source` is null if that may be anywhere. */
interface Prefix {
  source: string | null;
  size: Size;
}

const ANYWHERE: Prefix = { source: null, size: NOTHING };

/**
 * Returns a pattern that matches wherever the given one may start, and takes few steps from every position. It consists
 * of what comes before the first expensive part.
 *
 * @returns its source; null if a match may start anywhere
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
    // Leaving out an assertion only admits more positions.
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
 * Returns a cheap pattern that matches somewhere inside every match of the given one: its longest part without
 * unbounded repetitions. A text without it has no match.
 *
 * @returns its source; null if there is none
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
  /** Minimum length of its matches. */
  length: number;
}

const NO_PART: Part = { source: '', size: NOTHING, length: 0 };

/** The parts that every match contains, in order. */
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

/** Minimum length of an element's matches. */
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
