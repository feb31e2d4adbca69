/** A pattern whose groups have been rewritten, and how many of them are numbered. */
interface Grouped {
  source: string;
  groups: number;
}

const OPENING = /\((?!\?)|\(\?P?<(?![=!])[^>]*>/y;

/** The same pattern, its groups without names and without numbers. */
export function withoutGroups(source: string): string {
  return rewriteGroups(source, '(?:').source;
}

/** The same pattern, its groups numbered and without names: names must not stand twice in a list of patterns. */
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

/** A list of patterns as one. Flags in one of them hold in that one alone. */
export function alternatives(patterns: readonly string[]): string {
  return patterns.map((one) => (/\(\?[a-z-]+\)/.test(one) ? `(?:${one})` : one)).join('|');
}
