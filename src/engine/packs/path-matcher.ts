import picomatch from 'picomatch';
import { compilePattern } from '../patterns/pattern.ts';

/**
 * Matches paths against globs: `*` within a folder, `**` across folders, `{a,b}` for either.
 *
 * @returns whether a path matches one of the globs
 */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  // The platform would go through every way to share a path among many stars; our patterns do not.
  const patterns = globs.map((glob) =>
    compilePattern(picomatch.makeRe(glob, { dot: true, noextglob: true }).source),
  );
  return (path) => patterns.some((pattern) => pattern.test(path));
}
