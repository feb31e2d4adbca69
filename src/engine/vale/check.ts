import { compilePattern, type Pattern } from '../patterns/pattern.ts';
import type { SpellChecker } from '../document/spelling.ts';
import { alternatives } from './groups.ts';
import type { Region } from './region.ts';
import type { Regions } from './regions.ts';

/** A match of a rule, in document offsets. */
export interface Alert {
  start: number;
  end: number;
  message: string;
  /** The proposed replacement of `found`, if there is exactly one. */
  replacement?: string;
  /** The matched text as a reader sees it. The source may contain markup. */
  found?: string;
}

/** A compiled rule. It runs on the regions of its scope; `document` gives access to all other regions. */
export type Check = (regions: readonly Region[], alert: (alert: Alert) => void, document: Regions) => void;

/** What rules are compiled with. */
export interface CheckContext {
  /** Words that a vocabulary accepts, which are exceptions to every rule. */
  accept: readonly string[];
  spelling: SpellChecker | null;
}

/** Maps a match in a region to document offsets. */
export function spanOf(
  { offsetAt, endAt }: Region,
  start: number,
  end: number,
): { start: number; end: number } {
  return { start: offsetAt(start), end: endAt(end) };
}

/** Compiles a pattern as Vale does: `^` and `$` also match at line breaks. */
export function stylePattern(source: string, ignoreCase = false): Pattern {
  return compilePattern(`(?m)${source}`, { ignoreCase });
}

/** Returns a test for whether a found text as a whole is an exception. */
export function exceptionTest(exceptions: readonly string[], ignoreCase = false): (text: string) => boolean {
  if (exceptions.length === 0) return () => false;
  const pattern = compilePattern(`^(?:${alternatives(exceptions)})$`, { ignoreCase });
  return (text) => pattern.test(text);
}
