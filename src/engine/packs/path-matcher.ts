import picomatch from 'picomatch';
import { compilePattern } from '../patterns/pattern.ts';

/**
 * Makes a function that tells whether a path matches one of some globs: `*` within a folder, `**` across folders, `{a,b}`
 * for either. It takes linear time.
 */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  // A regular expression of the platform would take exponential time for many stars.
  const patterns = globs.map((glob) =>
    compilePattern(picomatch.makeRe(glob, { dot: true, noextglob: true }).source),
  );
  return (path) => patterns.some((pattern) => pattern.test(path));
}
