import picomatch from 'picomatch';

/**
 * Matches paths against globs: `*` within a folder, `**` across folders, `{a,b}` for either.
 *
 * @returns whether a path matches one of the globs
 */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  // Without extended globs a pattern has no nested repetition.
  return picomatch([...globs], { dot: true, noextglob: true });
}
