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
 * The longest text that every match of a pattern has in it, in some case.
 *
 * @returns an empty text when there is none
 */
export function requiredText(ast: AST.Pattern): string {
  return longest(runsOf(ast.alternatives));
}

/** Texts that stand in every match, one after the other but not side by side. */
function runsOf(alternatives: readonly AST.Alternative[]): string[] {
  const [only] = alternatives;
  if (!only || alternatives.length > 1) return [];
  const runs: string[] = [''];
  for (const element of only.elements) {
    if (element.type === 'Character') runs.push((runs.pop() ?? '') + String.fromCodePoint(element.value));
    else if (element.type !== 'Assertion') runs.push(...innerRuns(element), '');
  }
  return runs;
}

function innerRuns(element: AST.Element): string[] {
  if (element.type === 'Group' || element.type === 'CapturingGroup') return runsOf(element.alternatives);
  if (element.type !== 'Quantifier' || element.min === 0) return [];
  return element.element.type === 'Character'
    ? [String.fromCodePoint(element.element.value)]
    : innerRuns(element.element);
}

/** Of equally long texts the one that is rarer in prose: any but a letter or white space. */
function longest(runs: readonly string[]): string {
  let best = '';
  for (const run of runs) {
    if (run.length > best.length || (run.length === best.length && /[\w\s]/.test(best))) best = run;
  }
  return best;
}
