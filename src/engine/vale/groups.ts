/** A pattern with rewritten groups, and the number of numbered groups in it. */
interface Grouped {
  source: string;
  groups: number;
}

const OPENING = /\((?!\?)|\(\?P?<(?![=!])[^>]*>/y;

/** Removes the names and numbers of a pattern's groups. */
export function withoutGroups(source: string): string {
  return rewriteGroups(source, '(?:').source;
}

/**
 * Removes the names of a pattern's groups but keeps their numbers, since a name must not occur twice in a combined
 * pattern.
 */
export function numberedGroups(source: string): Grouped {
  return rewriteGroups(source, '(');
}

function rewriteGroups(source: string, opening: string): Grouped {
  let result = '';
  let groups = 0;
  let inClass = false;
  for (let at = 0; at < source.length;) {
    const character = source.charAt(at);
    OPENING.lastIndex = at;
    const group = inClass ? null : OPENING.exec(source);
    if (character === '\\') {
      result += source.slice(at, at + 2);
      at += 2;
    } else if (group) {
      result += opening;
      groups += 1;
      at += group[0].length;
    } else {
      if (character === '[') inClass = true;
      else if (character === ']') inClass = false;
      result += character;
      at += 1;
    }
  }
  return { source: result, groups };
}

/** Combines patterns into one. Flags in one pattern do not affect the others. */
export function alternatives(patterns: readonly string[]): string {
  return patterns.map((one) => (/\(\?[a-z-]+\)/.test(one) ? `(?:${one})` : one)).join('|');
}
