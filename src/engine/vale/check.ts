import { compilePattern, type Pattern } from '../patterns/pattern.ts';
import type { SpellChecker } from '../document/spelling.ts';
import { alternatives } from './groups.ts';
import type { Region, Regions } from './region.ts';

/** Something that a rule found, in offsets of the document. */
export interface Alert {
  start: number;
  end: number;
  message: string;
  /** What may stand there instead of `found`, when that is one thing. */
  replacement?: string;
  /** The text that was found, as people see it; what stands in the document may have markup in it. */
  found?: string;
}

/** A rule, ready to be run on the regions of its scope; `document` has the regions of every other. */
export type Check = (regions: readonly Region[], alert: (alert: Alert) => void, document: Regions) => void;

/** What rules are compiled with, beside themselves. */
export interface CheckContext {
  /** Words that a vocabulary accepts: exceptions to every rule. */
  accept: readonly string[];
  spelling: SpellChecker | null;
}

/** Where a match in a region is in the document. */
export function spanOf(
  { offsetAt, endAt }: Region,
  start: number,
  end: number,
): { start: number; end: number } {
  return { start: offsetAt(start), end: endAt(end) };
}

/** A pattern as Vale compiles it: `^` and `$` are at line ends too. */
export function stylePattern(source: string, ignoreCase = false): Pattern {
  return compilePattern(`(?m)${source}`, { ignoreCase });
}

/** Whether a found text is one of the exceptions, as a whole. */
export function exceptionTest(exceptions: readonly string[], ignoreCase = false): (text: string) => boolean {
  if (exceptions.length === 0) return () => false;
  const pattern = compilePattern(`^(?:${alternatives(exceptions)})$`, { ignoreCase });
  return (text) => pattern.test(text);
}
