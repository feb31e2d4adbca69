/** Tells whether a rule of a pack, which may end with `*` for the rest, stands for a rule id. */
export function matchesRule(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}
