/** Which lines of a file a pull request adds or changes. */

const HUNK = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/**
 * Reads the hunks of a diff.
 *
 * @param patch - as GitHub gives it; undefined for a file that is too large, of which every line counts
 * @returns whether a line of the new version, counted from 1, is added or changed
 */
export function changedLines(patch: string | undefined): (line: number) => boolean {
  if (patch === undefined) return () => true;
  const changed = new Set<number>();
  let line = 0;
  for (const text of patch.split('\n')) {
    const start = HUNK.exec(text)?.[1];
    if (start !== undefined) line = Number(start);
    else if (text.startsWith('+')) {
      changed.add(line);
      line += 1;
    } else if (text.startsWith(' ')) line += 1;
  }
  return (wanted) => changed.has(wanted);
}
